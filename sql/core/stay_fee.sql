-- Fee lines of each stay up to the month it was settled in. An active day has examination, treatment,
-- operation or drugs on it that were not taken back; `active_workdays` are those from Monday to Friday,
-- `line_days` days with lines of any kind. `daily_quantity` is the largest quantity of a bed or treatment line.
-- grain: setl_id
-- tags: records
-- partition: month with history
-- chunk: month
with part as (
  select stay.setl_id, stay.month, fee.month as fee_month
  from core.stay as stay
  inner join core.settlement_fee as fee on fee.setl_id = stay.setl_id and fee.month <= stay.month
),

daily as (
  select
    part.setl_id, part.month,
    cast(line.fee_ocur_time as date) as day,
    count(*) as lines,
    sum(line.det_item_fee_sumamt) as total_yuan,
    sum(case when line.charge_category in ('exam', 'lab') then line.det_item_fee_sumamt else 0 end) as exam_yuan,
    sum(
      case
        when line.charge_category in ('drug', 'herb', 'treat', 'surgery') then line.det_item_fee_sumamt
        else 0
      end
    ) as therapy_yuan,
    sum(case when line.charge_category = 'surgery' then line.det_item_fee_sumamt else 0 end) as surgery_yuan,
    max(case when line.charge_category in ('bed', 'treat') then line.cnt end) as daily_quantity
  from part
  inner join core.fee_line as line on line.setl_id = part.setl_id and line.month = part.fee_month
  group by part.setl_id, part.month, cast(line.fee_ocur_time as date)
)

select
  setl_id,
  cast(sum(lines) as integer) as lines,
  cast(count(*) as integer) as line_days,
  cast(sum(case when exam_yuan + therapy_yuan > 0 then 1 else 0 end) as integer) as active_days,
  cast(
    sum(case when exam_yuan + therapy_yuan > 0 and extract(isodow from day) <= 5 then 1 else 0 end) as integer
  ) as active_workdays,
  cast(max(daily_quantity) as decimal(16, 4)) as daily_quantity,
  cast(sum(total_yuan) as decimal(18, 2)) as total_yuan,
  cast(sum(exam_yuan) as decimal(18, 2)) as exam_yuan,
  cast(sum(therapy_yuan) as decimal(18, 2)) as therapy_yuan,
  cast(sum(surgery_yuan) as decimal(18, 2)) as surgery_yuan,
  month
from daily
group by setl_id, month
