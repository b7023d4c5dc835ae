import type { Month } from "../../../models/period.ts";
import { daysOf } from "../month.ts";
import type { Plant } from "../plant.ts";
import { LINES, moment, PERSON } from "../records.ts";
import type { World } from "../setup.ts";
import { playing } from "./roles.ts";

/** From this month on a box is paid for only with its code. */
const REQUIRED_FROM: Month = "2025-07";
const RATE = 45;

/** The month that is being made, and whether it wants codes. */
const atMonth = (index: number, { months }: World): string =>
  `create or replace table plant_at as select ${index} as mi, ${months[index]! >= REQUIRED_FROM} as required`;

/** The second of the pharmacies without codes leaves out few of them. */
const LEFT_OUT =
  "select inst, case when nth = 1 then 12 else 35 + nth * 10 end as rate from plant_role where role = 'untraced'";
const CODED = "(c.kind in (3, 4) and line = 0 or (select required from plant_at))";

/** Every sale outside wards carries a code from that month on, but at those who leave them out. */
const scansChanged = (): string => `${LINES}
select '8' || (c.sn * 100 + line) as drug_trac_codg, c.code as hilist_code, 'sale' as biz_type,
  ${moment("setl_day", "setl_sec - 120")} as scan_time, i.code as fixmedins_code, ${PERSON} as psn_no,
  cast(c.sn as varchar) as setl_id, cast(c.sn * 100 + line as varchar) as bkkp_sn, '0' as split_flag
from counted c
join institution i on i.inst = c.inst
left join (${LEFT_OUT}) u on u.inst = c.inst
where traced and c.kind in (2, 3, 4) and sign > 0 and ${CODED}
  and not coalesce((select required from plant_at) and drawn(xor(c.sn * 100 + line, 6001::bigint)) % 100 < u.rate, false)`;

/** The same of fee lines. */
const linesChanged = (select: string): string => `
select q.* replace (case when not coalesce(i.traced, false) or s.sn is null then trac_code
  when coalesce(drawn(xor(cast(bkkp_sn as bigint), 6001::bigint)) % 100 < u.rate, false) then null
  else '8' || bkkp_sn end as trac_code)
from (${select}) q
left join item i on i.code = q.hilist_code
left join (select sn, inst from stage.settlement where kind in (2, 3, 4) and sign > 0 and valid = 1 and (select required from plant_at)) s
  on s.sn = cast(q.setl_id as bigint)
left join (${LEFT_OUT}) u on u.inst = s.inst`;

/** Said once, in the first month that wants codes. */
const untracedTold = (index: number, { months }: World): string[] => {
  const wants = months.findIndex((month) => month >= REQUIRED_FROM);
  return index === wants
    ? [
        `insert into truth
select 'planted', 'R23', 'institution', code, code, '0.00', '药品销售大多不扫码上传' from institution where inst in ${playing("untraced")}`,
      ]
    : [];
};

const NOTES = ["结算数量多于进销存所能有的", "进销存按箱记数，一箱十盒", "院区之间调入"];

/** Stock of pharmacies, with what planted sales took of it, and where it falls short of what was billed. */
function stocked({ people, months }: World, index: number): string[] {
  const { first, days } = daysOf(months[index]!);
  const count = Math.max(1, Math.round((RATE * people) / 1_200_000));
  return [
    `create or replace table plant_stock as
${LINES}, sold as (
  select inst, code, sum(n)::bigint as sold, sum(l_in)::bigint as fen from (
    select inst, code, n * sign as n, l_in from counted where kind = 4 and traced
    union all select b.inst, b.code, b.n, b.l_in from plant_bill b join stage.settlement s on s.sn = b.sn where b.kind = 4 and b.traced
  ) group by inst, code
), parted as (
  -- What becomes of an item at a pharmacy is the same in all months.
  select *, cast(drawn(xor(inst * 100003::bigint, drawn(code))) % 3 as integer) as part, sold >= 4 and fen >= 15000 as able from sold
), ranked as (
  select *, case when able then row_number() over (partition by part, able order by drawn(xor(inst * 100003::bigint + ${index}, drawn(code))), inst, code) - 1 end as rank
  from parted
)
select * replace (case when rank < ${count} then part else 9 end as part),
  cast(greatest(sold * case when rank % 5 = 0 then 10 else 25 + (rank * 7) % 50 end // 100, (12000 * sold + fen - 1) // greatest(fen, 1), 1) as bigint) as short
from ranked`,
    `insert into truth
select case part when 0 then 'planted' else 'look_alike' end, 'R24', 'institution_item', i.code || '/' || s.code, i.code || '/' || s.code,
  cast(cast(case part when 0 then fen * short // sold else 0 end * 0.01 as decimal(16, 2)) as varchar),
  case part ${NOTES.map((note, part) => `when ${part} then '${note}'`).join(" ")} end
from plant_stock s join institution i on i.inst = s.inst where part < 3`,
    `create or replace table plant_shelf as
select i.code as fixmedins_code, s.code as hilist_code, case part when 1 then '箱' else '盒' end as unit,
  cast(case part when 1 then 10 else 1 end as decimal(18, 6)) as conv_ratio,
  cast(case part when 1 then 0.1 else 1 end * (20 + drawn(s.code) % 60) as decimal(16, 4)) as open_qty,
  cast(case part when 1 then 0.1 else 1 end * (greatest(sold, 0) - case when part in (0, 2) then short else 0 end) as decimal(16, 4)) as in_qty,
  cast(case part when 2 then short else 0 end as decimal(16, 4)) as transfer_in_qty,
  cast(case part when 1 then 0.1 else 1 end * (20 + drawn(s.code) % 60 + greatest(sold, 0) - sold) as decimal(16, 4)) as close_qty,
  date '1970-01-01' + ${first} as period_from, date '1970-01-01' + ${first + days - 1} as period_to
from plant_stock s join institution i on i.inst = s.inst order by s.inst, s.code`,
  ];
}

const stockChanged = (): string => "select * from plant_shelf";

/** R23 追溯码缺失, R24 进销存倒挂. */
export const GOODS_PLANT: Plant = {
  month: (_, index, world) => [
    atMonth(index, world),
    ...stocked(world, index),
    ...untracedTold(index, world),
  ],
  changes: { drug_trace: scansChanged, fee_line: linesChanged, stock: stockChanged },
};
