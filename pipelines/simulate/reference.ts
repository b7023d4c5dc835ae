import { NATIONAL_SOURCES, targetOf } from "../../models/simulation/national.ts";
import { valueRows } from "../quote.ts";
import { PERSON } from "./records.ts";
import type { World } from "./setup.ts";

const YEAR_END = "date '2099-12-31'";
const startOf = ({ months }: World): string => `date '${months[0]!.slice(0, 4)}-01-01'`;

/** National figures of the year the region resembles, as the bulletins have them. */
function benchmark({ plan }: World): string {
  const titles = [
    ["hospitalization_rate", "住院率"],
    ["cost_per_admission", "次均住院费用"],
    ["bed_days", "次均住院床日"],
    ["in_scope_rate", "政策范围内报销比"],
    ["actual_rate", "实际报销比"],
  ] as const;
  const rows = (["employee", "resident"] as const).flatMap((fund) => {
    const target = targetOf(fund, plan.like);
    return titles.map(([key, title]) => {
      const year = (key in target.borrowed && target.borrowed[key as "bed_days"]) || plan.like;
      const source =
        key === "hospitalization_rate" || key === "cost_per_admission"
          ? NATIONAL_SOURCES.benefits
          : NATIONAL_SOURCES[year as 2023];
      return [
        title,
        "全国",
        fund === "employee" ? "职工" : "居民",
        String(year),
        target[key].toFixed(6),
        source,
      ];
    });
  });
  return `select indicator, scope, fund, period, cast(value as decimal(18, 6)) as value, source
from (values ${valueRows(rows)}) as t(indicator, scope, fund, period, value, source)`;
}

/** SELECTs of the reference files, in the columns of the input formats. */
export const REFERENCE_SELECTS: Record<string, (world: World) => string> = {
  institution: (world) => `
select code as fixmedins_code, name as fixmedins_name, cast(level as varchar) as hosp_lv,
  ['综合医院', '综合医院', '乡镇卫生院', '社区卫生服务站', '村卫生室', '零售药店', '综合医院'][1 + kind] as fixmedins_type,
  case when kind < 3 or kind = 6 then '公立' when kind = 4 then '集体' else '民营' end as ownership,
  '正常' as agreement_status, ${startOf(world)} as agreement_from, ${YEAR_END} as agreement_to, region as admdvs,
  case when kind in (1, 2) then 'L' || region end as alliance_code,
  case when kind = 5 and inst % 3 = 0 then 'C' || lpad(cast(inst % 7 as varchar), 2, '0') end as chain_code,
  region || lpad(cast(inst % 1000 as varchar), 3, '0') as geo_code
from institution order by inst`,
  practitioner: (world) => `
select d.code as prac_psn_code,
  case when d.kind = 5 or d.dr % 64 = 1 then '药师' when d.dr % 64 % 5 = 4 then '护士' else '医师' end as prac_type,
  i.code as fixmedins_code, ${startOf(world)} as reg_from, ${YEAR_END} as reg_to, i.name as soc_insu_unit,
  case when d.kind = 5 and i.inst % 3 = 0 then '1' else '0' end as remote_audit_flag,
  null::varchar as extra_orgs, '0' as shared_flag
from practitioner d join institution i on i.inst = d.inst order by d.dr`,
  catalogue: (world) => `
select code as hilist_code, name as hilist_name, generic as generic_name, list_type, charge as med_chrgitm_type,
  case grade when 'A' then '01' when 'B' then '02' else '03' end as chrgitm_lv,
  cast(case grade when 'A' then 0 when 'B' then 0.1 else 1 end as decimal(18, 6)) as selfpay_prop,
  cast(price * 0.01 as decimal(16, 4)) as pric_uplmt_amt, ${startOf(world)} as pric_uplmt_begndate,
  cast(price * 0.012 as decimal(16, 4)) as prev_pric_uplmt_amt, case when child then '1' else '0' end as child_addon,
  sex as lmt_sex, min_age::integer as lmt_age_min, (case when child then 14 end)::integer as lmt_age_max,
  lv as lmt_hosp_lv, null::varchar as lmt_med_type, null::varchar as lmt_insutype, diagnoses as lmt_diag_prefix,
  cast(days as decimal(16, 4)) as max_day_cnt, case when traced then '1' else '0' end as trace_required
from item order by item`,
  mutex_pair: () => `
select a.code as item_a, a.name as item_a_name, b.code as item_b, b.name as item_b_name,
  case when a.item % 2 = 0 then 'day' else 'stay' end as win
from item a join item b on b.list_type = '201' and a.list_type = '201' and b.charge = a.charge and b.item = a.item + 1
where a.charge in ('07', '01') or (a.charge = '05' and a.code like '0012L%')
order by a.item`,
  swap_pair: () => `
select a.code as hi_item, a.name as hi_name, b.code as lo_item, b.name as lo_name
from item a join item b on b.charge = a.charge and b.item = a.item + 1
where a.charge in ('03', '05', '08') and a.price > b.price * 2 order by a.item`,
  chronic_reg: (world) => `
select ${PERSON} as psn_no, c.code as dise_no, c.name as dise_name, ${startOf(world)} as valid_from, ${YEAR_END} as valid_to
from person p join chronic_disease c on c.chronic = p.chronic order by p.p`,
  special_list: (world) => `
select ${PERSON} as psn_no, ['特困', '低保', '脱贫'][special] as sp_psn_type, ${startOf(world)} as valid_from,
  ${YEAR_END} as valid_to
from person where special > 0 order by p`,
  dual_drug: () => `
select generic as generic_name, code as hilist_code from item
where list_type = '101' and generic in ('紫杉醇', '卡培他滨', '培美曲塞', '重组人促红素') order by item`,
  dual_reg: (world) => `
select ${PERSON} as psn_no, case when h % 2 = 0 then '卡培他滨' else '培美曲塞' end as generic_name, d.code as dr_code,
  i.code as fixmedins_code, ${startOf(world)} as valid_from, ${YEAR_END} as valid_to
from person p
join institution i on i.inst = (h >> 8) % 2 and i.kind = 0
join practitioner d on d.dr = i.inst * 64 + 2 + (h >> 20) % 50
where chronic = 6 and h % 4 < 2 order by p`,
  dip_score: ({ months }) => `
select d.code || ':' || coalesce(operation, 'n') as dip_code, name || coalesce('：' || operation_name, '') as dip_name,
  cast(cost as decimal(18, 6)) as score, year
from disease d, (values ${valueRows([...new Set(months.map((m) => m.slice(0, 4)))].map((y) => [y]))}) as y(year)
order by year, dx`,
  benchmark,
};
