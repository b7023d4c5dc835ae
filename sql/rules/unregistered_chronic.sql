-- R31 慢特病待遇不符: a chronic-disease settlement of a person who was not registered for that disease
-- on the day of care; without a disease on the settlement, for any. Registrations that followed soon
-- and care elsewhere, where the other region's registration counts, are set aside.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with visit as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, line.dise_no, line.is_out_of_area, line.fund_pay_sumamt,
    coalesce(line.begndate, cast(line.setl_time as date)) as care_date, line.month
  from core.settlement as line
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  where
    line.care = 'chronic' and line.visits = 1 and refund.setl_id is null and line.psn_no is not null
    and line.fund_pay_sumamt > 0
),

registered as (
  select
    visit.setl_id,
    max(case
      when reg.valid_from <= visit.care_date and coalesce(reg.valid_to, visit.care_date) >= visit.care_date then 1
      else 0
    end) as is_valid,
    min(case when reg.valid_from > visit.care_date then reg.valid_from end) as next_from,
    max(case when reg.valid_to < visit.care_date then reg.valid_to end) as last_to
  from visit
  inner join core.chronic_reg as reg
    on reg.psn_no = visit.psn_no and (visit.dise_no is null or reg.dise_no = visit.dise_no)
  group by visit.setl_id
)

select
  'settlement' as subject_type, visit.setl_id as subject, visit.psn_no, visit.fixmedins_code, visit.setl_id,
  'settlement' as evidence_type, visit.setl_id as evidence,
  cast(visit.fund_pay_sumamt as decimal(16, 2)) as amount_yuan,
  cast(visit.care_date as varchar) || '按慢特病' || coalesce(visit.dise_no, '') || '结算，'
  || case
    when registered.next_from is not null then '登记' || cast(registered.next_from as varchar) || '才生效'
    when registered.last_to is not null then '登记已于' || cast(registered.last_to as varchar) || '到期'
    else '无该病种登记'
  end as observed,
  case
    when date_diff('day', visit.care_date, registered.next_from) <= rule.late_days then '认定补录，登记随后生效'
    when visit.is_out_of_area = 1 then '异地就医，慢特病认定跨统筹区互认'
  end as exclusion,
  visit.month
from visit
inner join (select count(*) as registrations from core.chronic_reg) as list on list.registrations > 0
left join registered on registered.setl_id = visit.setl_id
cross join source.rule_unregistered_chronic as rule
where coalesce(registered.is_valid, 0) = 0
