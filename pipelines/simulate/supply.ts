import type { Month } from "../../models/period.ts";
import { daysOf } from "./month.ts";
import { LINES, moment, PERSON, yuan } from "./records.ts";

/** The first western drug of an outpatient visit, and of a chronic one where a prescription is due. */
export const prescription = `${LINES}
select 'R' || (sn * 100 + line) as rx_drord_no, cast(sn as varchar) as setl_id, ${PERSON} as psn_no,
  i.code as fixmedins_code, dr.code as bilg_dr_code, ph.code as phar_code,
  ${moment("setl_day", "setl_sec - 900")} as rx_time, c.generic as generic_name, c.code as hilist_code,
  case when c.kind = 3 then 'chr' when sn % 23 = 0 then 'emg' else 'ord' end as rx_type,
  case when c.kind = 3 then supply when sn % 23 = 0 then 3 else 7 end::integer as days_supply,
  cast(n as decimal(16, 4)) as cnt,
  ${yuan("case when total = 0 then 0 else (amount::bigint * fund_pay // total)::integer end", "fund_pay_amt")},
  null::varchar as remark
from counted c
join institution i on i.inst = c.inst
join practitioner dr on dr.dr = c.dr
join practitioner ph on ph.dr = c.inst * 64 + 1
where c.kind in (2, 3) and sign > 0 and c.rx`;

/** Sales of traced drugs: the first line of a chronic visit or a purchase. */
export const drugTrace = `${LINES}
select '8' || (sn * 100 + line) as drug_trac_codg, c.code as hilist_code, 'sale' as biz_type,
  ${moment("setl_day", "setl_sec - 120")} as scan_time, i.code as fixmedins_code, ${PERSON} as psn_no,
  cast(sn as varchar) as setl_id, cast(sn * 100 + line as varchar) as bkkp_sn, '0' as split_flag
from counted c
join institution i on i.inst = c.inst
where traced and c.kind in (3, 4) and line = 0 and sign > 0`;

/**
 * Stock of traced drugs at pharmacies over a month: what came in is what was billed, so that opening
 * plus incoming less sold is closing.
 */
export function stock(month: Month): string {
  const { first, days } = daysOf(month);
  return `${LINES}, sold as (
  select inst, code, sum(n * sign)::bigint as sold
  from counted where kind = 4 and traced group by inst, code
)
select i.code as fixmedins_code, s.code as hilist_code, '盒' as unit, cast(1 as decimal(18, 6)) as conv_ratio,
  cast(20 + drawn(s.code) % 60 as decimal(16, 4)) as open_qty, cast(greatest(sold, 0) as decimal(16, 4)) as in_qty,
  cast(0 as decimal(16, 4)) as transfer_in_qty,
  cast(20 + drawn(s.code) % 60 + greatest(sold, 0) - sold as decimal(16, 4)) as close_qty,
  date '1970-01-01' + ${first} as period_from, date '1970-01-01' + ${first + days - 1} as period_to
from sold s
join institution i on i.inst = s.inst
order by s.inst, s.code`;
}
