/** SELECTs over the staged month, in the columns of the input files. */

export const yuan = (column: string, name: string): string =>
  `cast(${column} * 0.01 as decimal(16, 2)) as ${name}`;
const date = (column: string, name: string): string => `date '1970-01-01' + ${column} as ${name}`;
export const moment = (day: string, second: string): string =>
  `make_timestamp((${day}::bigint * 86400 + ${second}) * 1000000)`;

const SPECIAL = "[null, '特困', '低保', '脱贫'][1 + special]";
export const PERSON = "'S' || (10000000000 + p)";

export const settlement = `
select cast(s.sn as varchar) as setl_id, 'M' || coalesce(s.init, s.sn) as mdtrt_id, ${PERSON} as psn_no,
  cast(s.sex as varchar) as gend, s.brdy, case s.fund when 1 then '310' else '390' end as insutype,
  cast(s.ptype as varchar) as psn_type, ${SPECIAL} as sp_psn_type, c.code as insu_admdvs,
  ${moment("setl_day", "setl_sec")} as setl_time, ${date("begins", "begndate")}, ${date("ends", "enddate")},
  case s.kind when 1 then coalesce(d.med_type, '21') when 2 then '11' when 3 then '14' else '41' end as med_type,
  i.code as fixmedins_code, i.name as fixmedins_name, cast(i.level as varchar) as hosp_lv, i.region as fix_blng_admdvs,
  cast(pay_loc as varchar) as pay_loc, ${yuan("total", "medfee_sumamt")}, ${yuan("own", "fulamt_ownpay_amt")},
  ${yuan("over", "overlmt_selfpay")}, ${yuan("pre", "preselfpay_amt")}, ${yuan("inscope", "inscp_amt")},
  ${yuan("dedc", "act_pay_dedc")}, ${yuan("hifp", "hifp_pay")}, ${yuan("cvl", "cvlserv_pay")}, ${yuan("hifmi", "hifmi_pay")},
  ${yuan("hifob", "hifob_pay")}, ${yuan("maf", "maf_pay")}, ${yuan("hosp", "hosp_part_amt")}, 0.00::decimal(16, 2) as oth_pay,
  ${yuan("fund_pay", "fund_pay_sumamt")}, ${yuan("(total - fund_pay - hosp)", "psn_part_amt")}, ${yuan("acct", "acct_pay")},
  ${yuan("(total - fund_pay - hosp - acct)", "psn_cash_pay")},
  case when s.kind = 3 then ch.code end as dise_no, case when s.kind = 3 then ch.name end as dise_name,
  cast(init as varchar) as init_setl_id, case pay_loc when 1 then '1' else '2' end as setl_type,
  case s.kind when 1 then '21' when 4 then '41' else '11' end as clr_type,
  case pay_loc when 1 then '2' else '1' end as clr_way,
  case when sign < 0 then '1' else '0' end as refd_setl_flag, cast(valid as varchar) as vali_flag,
  ${moment("setl_day", "setl_sec + 600 + sn % 3600")} as updt_time,
  case when s.kind = 1 then greatest(1, ends - begins) end::integer as bed_days
from stage.settlement s
join institution i on i.inst = s.inst
join place c on c.place = s.county
left join disease d on d.dx = s.dx
left join chronic_disease ch on ch.chronic = s.chronic`;

const part = (column: string): string =>
  `(${column}::bigint * hi // 10000 - ${column}::bigint * lo // 10000)::integer`;

/** CTEs that end in `counted`: a row a line of the staged valid settlements, money in fen. */
export const LINES = `
with numbered as (
  select * rename (over as s_over), unnest(range(lines::bigint)) as line
  from stage.settlement where valid = 1
), joined as (
  select s.*, b.item, b.code, b.name, b.generic, b.list_type, b.charge, b.price, b.traced, b.rx and coalesce(s.supply, 1) > 0 as rx, b.self_pay, b.at_part,
    case b.grade when 'C' then ${part("own")} else 0 end as l_own,
    case when b.over then s_over else 0 end as l_over,
    case b.grade when 'B' then ${part("pre")} else 0 end as l_pre,
    case b.grade when 'A' then ${part("part_a")} when 'B' then ${part("part_b")} else 0 end as l_in
  from numbered s
  join bill_line b on b.bill_line = s.t * 64 + s.line::integer
), summed as (
  select *, l_own + l_over + l_pre + l_in as amount from joined
), counted as (
  select *, case when kind = 1 and charge = '01' then greatest(1, ends - begins)
      else least(case when kind = 1 and charge in ('02', '07') then greatest(1, ends - begins) else 90 end,
        greatest(1, (abs(amount - l_over) + price - 1) // price)) end::integer as n
  from summed where amount <> 0
)`;

const price = (amount: string): string =>
  `cast(((abs(${amount}) * 200::bigint + n) // (2 * n))::integer * 0.0001 as decimal(16, 4))`;

/** Lines of the staged settlements; their sums are the settlements' to the fen. */
export const feeLine = `${LINES}
select cast(sn * 100 + line as varchar) as bkkp_sn, cast(sn as varchar) as setl_id,
  'M' || coalesce(init, sn) as mdtrt_id, ${PERSON} as psn_no, i.code as fixmedins_code,
  ${moment(
    "(case when sign < 0 then setl_day else begins + (ends - begins) * at_part // 10000 end)",
    "(case when c.kind = 1 and sign > 0 then 28800 + line * 300 else setl_sec - 300 end)",
  )} as fee_ocur_time,
  c.code as hilist_code, c.name as hilist_name, c.name as medins_list_name, c.list_type,
  c.charge as med_chrgitm_type, ${price("amount")} as pric, cast(n * sign as decimal(16, 4)) as cnt,
  ${yuan("amount", "det_item_fee_sumamt")}, ${yuan("l_own", "fulamt_ownpay_amt")},
  case when l_over <> 0 then ${price("(amount - l_over)")}
    else greatest(cast(price * 0.01 as decimal(16, 4)), ${price("amount")}) end as pric_uplmt_amt,
  ${yuan("l_over", "overlmt_selfpay")}, self_pay as selfpay_prop, ${yuan("l_pre", "preselfpay_amt")},
  ${yuan("l_in", "inscp_amt")}, dr.code as bilg_dr_code, dr.dept as bilg_dept_name,
  case when rx and c.kind in (2, 3) and sign > 0 then 'R' || (sn * 100 + line) end as rx_drord_no,
  case when traced and c.kind in (3, 4) and line = 0 and sign > 0 then '8' || (sn * 100 + line) end as trac_code
from counted c
join institution i on i.inst = c.inst
join practitioner dr on dr.dr = c.dr`;
