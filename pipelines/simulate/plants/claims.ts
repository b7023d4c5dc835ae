import { mixed } from "../clinical.ts";
import type { Plant } from "../plant.ts";

/** Bills of planted claims come again, or in parts; `second` is how a claim comes the second time. */
const invoice = "'9901' || lpad(cast(CODE as varchar), 8, '0')".replace(
  "CODE",
  `${mixed(7)} % 100000000`,
);
const number = `lpad(cast(sn % 100000000 as varchar), 8, '0') || lpad(cast(${mixed(8)} % 100 as varchar), 2, '0')`;

/** A second claim of an invoice; of an online stay the first and only one. */
const SECOND_CLAIMS = `
select ${invoice} as invoice_code, ${number} as invoice_no,
  'S' || (10000000000 + case when key = 'R42' and x % 5 = 0 then greatest(1, p - 1) else p end) as psn_no, i.code as fixmedins_code,
  date '1970-01-01' + begins as begndate, date '1970-01-01' + ends as enddate,
  cast(case when key = 'R42-part' then total - total // 2 else total end * 0.01 as decimal(16, 2)) as amt,
  case when key = 'R42-part' then '分次报销第2次（已批准）' else '住院' end as part,
  date '1970-01-01' + cast(ends + 4 + (x >> 24) % 9 as integer) as paid_date
from plant_settled v join institution i on i.inst = v.inst
where key like 'R42%' and mi = (select mi from plant_at)`;

/** The first half of an approved claim in parts. */
const reimbursementChanged = (select: string): string => `
select q.* replace (
  case when v.sn is null then amt else cast(v.total // 2 * 0.01 as decimal(16, 2)) end as amt,
  case when v.sn is null then part else '分次报销第1次（已批准）' end as part)
from (${select}) q
left join (select ${invoice} as code, ${number} as number, sn, total from plant_settled where key = 'R42-part') v
  on v.code = q.invoice_code and v.number = q.invoice_no`;

/** One row for each invoice. */
const claimsTold = (index: number): string => `
insert into truth
select k.label, k.rule, 'invoice', ${number}, ${number} || ' ' || sn,
  cast(cast(case when k.key = 'R42-part' then 0 else total end * 0.01 as decimal(16, 2)) as varchar), k.note
from plant_settled v join plant_kind k on k.key = v.key
where v.key like 'R42%' and v.m = ${index}`;

/** R42: invoices that come again. */
export const CLAIMS_PLANT: Plant = {
  month: (_, index) => [claimsTold(index)],
  rows: { reimbursement: () => SECOND_CLAIMS },
  changes: { reimbursement: reimbursementChanged },
};
