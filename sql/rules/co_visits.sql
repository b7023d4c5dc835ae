-- R34 聚集就医: two persons come to the same institution on the same days far more often than two who
-- come as often as they do would by chance, and both of them with the same third. Year to date: the
-- visits that first make a pair conspicuous are told in that month, later ones in theirs. By chance the
-- days of the one are met on each day of the other in proportion to what the institution worked, busy
-- days weighing more; the odds of meeting so often are bounded after Chernoff. Visits of those who come
-- by a fixed plan (dialysis, methadone: by diagnosis, by the disease registered, from the month on in
-- which they came on many days) and days with too many persons are left out. A pair without a third may be a family, and one that
-- met in one or two courses of treatment only, by these: both are set aside.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with planned as (
  select diagnosis.setl_id
  from core.diagnosis as diagnosis
  cross join source.rule_co_visits as rule
  where '|' || rule.planned || '|' like '%|' || substr(diagnosis.diag_code, 1, 3) || '|%'
  group by diagnosis.setl_id
),

planned_disease as (
  select dise_no
  from core.chronic_reg
  where dise_name like '%透析%' or dise_name like '%肾功能衰竭%' or dise_name like '%尿毒症%' or dise_name like '%美沙酮%'
  group by dise_no
),

visit as (
  select line.fixmedins_code, line.psn_no, cast(line.setl_time as date) as visit_date, line.month
  from core.settlement as line
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  left join planned on planned.setl_id = line.setl_id
  left join planned_disease on planned_disease.dise_no = line.dise_no
  where
    line.care in ('outpatient', 'chronic', 'pharmacy') and line.visits = 1 and refund.setl_id is null
    and line.psn_no is not null and line.fixmedins_code <> '' and line.pay_loc <> '1'
    and planned.setl_id is null and planned_disease.dise_no is null
  group by line.fixmedins_code, line.psn_no, cast(line.setl_time as date), line.month
),

open_day as (
  select
    visit.fixmedins_code, visit.visit_date, visit.month, count(*) as persons,
    cast(
      row_number() over (order by visit.fixmedins_code nulls last, visit.visit_date nulls last) as integer
    ) as place_day
  from visit
  cross join source.rule_co_visits as rule
  group by visit.fixmedins_code, visit.visit_date, visit.month, rule.max_day
  having count(*) between 2 and rule.max_day
),

come_month as (
  select fixmedins_code, psn_no, month, substr(month, 1, 4) as year, count(*) as days
  from visit
  group by fixmedins_code, psn_no, month, substr(month, 1, 4)
),

regular as (
  select come_month.fixmedins_code, come_month.psn_no, min(come_month.month) as since
  from come_month
  cross join source.rule_co_visits as rule
  where come_month.days > rule.regular_days
  group by come_month.fixmedins_code, come_month.psn_no
),

often as (
  select come_month.fixmedins_code, come_month.psn_no, come_month.month, come_month.year, come_month.days
  from come_month
  left join regular
    on regular.fixmedins_code = come_month.fixmedins_code and regular.psn_no = come_month.psn_no
  where regular.since is null or come_month.month < regular.since
),

comer as (
  select
    often.fixmedins_code, often.psn_no, often.year,
    cast(
      row_number() over (
        order by often.fixmedins_code nulls last, often.psn_no nulls last, often.year nulls last
      ) as integer
    ) as comer
  from often
  cross join source.rule_co_visits as rule
  group by often.fixmedins_code, often.psn_no, often.year, rule.days
  having sum(often.days) >= rule.days
),

came as (
  select comer.comer, open_day.place_day, open_day.visit_date, open_day.month
  from visit
  inner join often
    on often.fixmedins_code = visit.fixmedins_code and often.psn_no = visit.psn_no and often.month = visit.month
  inner join comer
    on comer.fixmedins_code = visit.fixmedins_code and comer.psn_no = visit.psn_no
    and comer.year = substr(visit.month, 1, 4)
  inner join open_day
    on open_day.fixmedins_code = visit.fixmedins_code and open_day.visit_date = visit.visit_date
    and open_day.month = visit.month
),

pair as (
  select one.comer as one, other.comer as other
  from came as one
  inner join came as other on other.place_day = one.place_day and other.comer > one.comer
  cross join source.rule_co_visits as rule
  group by one.comer, other.comer, rule.days
  having count(*) >= rule.days
),

met as (
  select pair.one, pair.other, mine.place_day, mine.visit_date, mine.month
  from pair
  inner join came as mine on mine.comer = pair.one
  inner join came as yours on yours.comer = pair.other and yours.place_day = mine.place_day
),

spaced as (
  select
    one, other, month,
    case when date_diff('day', lag(visit_date) over together, visit_date) <= 3 then 0 else 1 end as is_new
  from met
  window together as (partition by one, other order by visit_date nulls last)
),

met_month as (
  select one, other, month, count(*) as days, sum(is_new) as occasions
  from spaced
  group by one, other, month
),

met_to_date as (
  select
    one, other, month, sum(days) over so_far as met_days, sum(occasions) over so_far as occasions
  from met_month
  window so_far as (
    partition by one, other order by month nulls last rows between unbounded preceding and current row
  )
),

paired as (
  select one as comer from pair union select other from pair
),

came_month as (
  select came.comer, came.month, count(*) as days
  from came
  inner join paired on paired.comer = came.comer
  group by came.comer, came.month
),

worked_month as (
  select
    fixmedins_code, month, cast(sum(persons) as double) as persons,
    sum(cast(persons as double) * cast(persons as double)) as squares
  from open_day
  group by fixmedins_code, month
),

worked_to_date as (
  select fixmedins_code, month, sum(persons) over so_far as persons, sum(squares) over so_far as squares
  from worked_month
  window so_far as (
    partition by fixmedins_code, substr(month, 1, 4) order by month nulls last
    rows between unbounded preceding and current row
  )
),

one_to_date as (
  select met_to_date.one, met_to_date.other, met_to_date.month, sum(came_month.days) as days
  from met_to_date
  inner join came_month on came_month.comer = met_to_date.one and came_month.month <= met_to_date.month
  group by met_to_date.one, met_to_date.other, met_to_date.month
),

other_to_date as (
  select met_to_date.one, met_to_date.other, met_to_date.month, sum(came_month.days) as days
  from met_to_date
  inner join came_month on came_month.comer = met_to_date.other and came_month.month <= met_to_date.month
  group by met_to_date.one, met_to_date.other, met_to_date.month
),

expected as (
  select
    met_to_date.one, met_to_date.other, met_to_date.month, met_to_date.occasions, one_to_date.days as one_days,
    other_to_date.days as other_days,
    cast(met_to_date.met_days as double) as met_days,
    cast(least(one_to_date.days, other_to_date.days) as double) as rarer_days,
    case
      when worked.persons > 0
        then cast(greatest(one_to_date.days, other_to_date.days) * worked.squares as double) / cast(worked.persons * worked.persons as double)
    end as chance
  from met_to_date
  inner join one_to_date
    on one_to_date.one = met_to_date.one and one_to_date.other = met_to_date.other
    and one_to_date.month = met_to_date.month
  inner join other_to_date
    on other_to_date.one = met_to_date.one and other_to_date.other = met_to_date.other
    and other_to_date.month = met_to_date.month
  inner join comer on comer.comer = met_to_date.one
  inner join worked_to_date as worked
    on worked.fixmedins_code = comer.fixmedins_code and worked.month = met_to_date.month
),

conspicuous as (
  select
    expected.one, expected.other, expected.month, cast(expected.met_days as integer) as met_days, expected.occasions,
    expected.one_days, expected.other_days, expected.rarer_days * expected.chance as chance_days
  from expected
  cross join source.rule_co_visits as rule
  where
    expected.met_days >= rule.days and expected.chance > 0 and expected.chance < 1
    and expected.met_days > expected.rarer_days * expected.chance
    and expected.met_days * (ln(expected.met_days) - ln(expected.rarer_days * expected.chance))
    + case
      when expected.rarer_days > expected.met_days
        then (expected.rarer_days - expected.met_days)
          * (ln(expected.rarer_days - expected.met_days) - ln(expected.rarer_days * (1 - expected.chance)))
      else 0
    end >= rule.surprise * ln(10)
),

since as (
  select one, other, min(month) as month
  from conspicuous
  group by one, other
),

member as (
  select one as comer, other as companion, month from since
  union all
  select other, one, month from since
),

person_since as (
  select comer.psn_no, other_comer.psn_no as companion, comer.year, min(member.month) as month
  from member
  inner join comer on comer.comer = member.comer
  inner join comer as other_comer on other_comer.comer = member.companion
  group by comer.psn_no, other_comer.psn_no, comer.year
),

third as (
  select conspicuous.one, conspicuous.other, conspicuous.month, count(distinct mine.companion) as others
  from conspicuous
  inner join comer as one on one.comer = conspicuous.one
  inner join comer as other on other.comer = conspicuous.other
  inner join person_since as mine
    on mine.psn_no = one.psn_no and mine.year = one.year and mine.month <= conspicuous.month
  inner join person_since as yours
    on yours.psn_no = other.psn_no and yours.year = one.year and yours.companion = mine.companion
    and yours.month <= conspicuous.month
  group by conspicuous.one, conspicuous.other, conspicuous.month
),

told as (
  select
    conspicuous.one, conspicuous.other, conspicuous.month, one.fixmedins_code, one.psn_no as one_psn_no,
    other.psn_no as other_psn_no, one.psn_no || '+' || other.psn_no as subject,
    case when since.month = conspicuous.month then one.year else conspicuous.month end as from_month,
    '本年各就诊' || cast(conspicuous.one_days as varchar) || '天、' || cast(conspicuous.other_days as varchar)
    || '天，同日同机构' || cast(conspicuous.met_days as varchar) || '天，按就诊频次偶遇应约'
    || cast(cast(conspicuous.chance_days as decimal(10, 1)) as varchar) || '天，另有'
    || cast(coalesce(third.others, 0) as varchar) || '人与二人都同样结伴' as observed,
    case
      when conspicuous.occasions < 3 then '集中在同一疗程内的连续就诊'
      when third.others is null then '仅二人同行，无共同第三人，可能是夫妻、亲子'
    end as exclusion
  from conspicuous
  inner join comer as one on one.comer = conspicuous.one
  inner join comer as other on other.comer = conspicuous.other
  inner join since on since.one = conspicuous.one and since.other = conspicuous.other
  left join third
    on third.one = conspicuous.one and third.other = conspicuous.other and third.month = conspicuous.month
),

shown as (
  select told.subject, told.fixmedins_code, told.one_psn_no as psn_no, met.visit_date, met.month as visit_month,
    told.observed, told.exclusion, told.month
  from told
  inner join met
    on met.one = told.one and met.other = told.other and met.month >= told.from_month and met.month <= told.month
  union all
  select told.subject, told.fixmedins_code, told.other_psn_no, met.visit_date, met.month, told.observed,
    told.exclusion, told.month
  from told
  inner join met
    on met.one = told.one and met.other = told.other and met.month >= told.from_month and met.month <= told.month
)

select
  'person_pair' as subject_type, shown.subject, shown.psn_no, shown.fixmedins_code, line.setl_id,
  'settlement' as evidence_type, line.setl_id as evidence,
  cast(coalesce(line.fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan, shown.observed, shown.exclusion, shown.month
from shown
inner join core.settlement as line
  on line.psn_no = shown.psn_no and line.fixmedins_code = shown.fixmedins_code and line.month = shown.visit_month
  and cast(line.setl_time as date) = shown.visit_date
left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
where line.care in ('outpatient', 'chronic', 'pharmacy') and line.visits = 1 and refund.setl_id is null
