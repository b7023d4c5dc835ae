-- R36 冲顶消费: what the pool paid for a person in the year comes near the cap of the fund. Each month
-- from then on shows that month's settlements, so that no payment is shown twice. Persons with a severe
-- illness, to whom half of the money went, are set aside.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with high as (
  select line.psn_no, line.fund, substr(line.month, 1, 4) as year
  from core.settlement as line
  cross join source.rule_near_cap_spending as rule
  where line.fund in ('employee', 'resident') and line.psn_no is not null
  group by line.psn_no, line.fund, substr(line.month, 1, 4)
  having
    sum(case when line.hifp_pay > 0 then line.hifp_pay else 0 end)
    >= max(rule.share) * max(case when line.fund = 'employee' then rule.cap_employee else rule.cap_resident end)
),

paid as (
  select
    line.setl_id, line.psn_no, line.fund, high.year, line.fixmedins_code, line.dise_no, line.visits,
    coalesce(line.hifp_pay, 0) as hifp_pay, line.fund_pay_sumamt, line.month,
    case when refund.setl_id is not null then 1 else 0 end as is_refunded
  from core.settlement as line
  inner join high
    on high.psn_no = line.psn_no and high.fund = line.fund and high.year = substr(line.month, 1, 4)
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
),

severe as (
  select distinct paid.setl_id
  from paid
  inner join core.diagnosis as diagnosis on diagnosis.setl_id = paid.setl_id
  cross join source.rule_near_cap_spending as rule
  where
    '|' || rule.severe || '|' like '%|' || substr(diagnosis.diag_code, 1, 1) || '|%'
    or '|' || rule.severe || '|' like '%|' || substr(diagnosis.diag_code, 1, 3) || '|%'
),

monthly as (
  select
    paid.psn_no, paid.fund, paid.year, paid.month, sum(paid.hifp_pay) as hifp_pay,
    sum(case when severe.setl_id is not null then paid.hifp_pay else 0 end) as severe_pay
  from paid
  left join severe on severe.setl_id = paid.setl_id
  group by paid.psn_no, paid.fund, paid.year, paid.month
),

to_date as (
  select
    psn_no, fund, year, month,
    sum(hifp_pay) over so_far as hifp_pay,
    sum(severe_pay) over so_far as severe_pay
  from monthly
  window so_far as (
    partition by psn_no, fund, year order by month nulls last
    rows between unbounded preceding and current row
  )
),

found as (
  select
    to_date.psn_no, to_date.fund, to_date.month,
    '本年统筹基金累计支付' || cast(cast(to_date.hifp_pay as decimal(16, 2)) as varchar) || '元，达到封顶线'
    || cast(
      cast(floor(
        case
          when rule.cap_employee > 0 and rule.cap_resident > 0
            then cast(100 * to_date.hifp_pay as double) / cast(case when to_date.fund = 'employee' then rule.cap_employee else rule.cap_resident end as double)
        end
      ) as integer) as varchar
    ) || '%' as observed,
    case when 2 * to_date.severe_pay >= to_date.hifp_pay then '费用主要用于恶性肿瘤等重大疾病' end as exclusion
  from to_date
  cross join source.rule_near_cap_spending as rule
  where
    to_date.hifp_pay
    >= rule.share * case when to_date.fund = 'employee' then rule.cap_employee else rule.cap_resident end
)

select
  'person' as subject_type, found.psn_no as subject, found.psn_no, paid.fixmedins_code, paid.setl_id,
  'settlement' as evidence_type, paid.setl_id as evidence,
  cast(paid.hifp_pay as decimal(16, 2)) as amount_yuan, found.observed, found.exclusion, found.month
from found
inner join paid on paid.psn_no = found.psn_no and paid.fund = found.fund and paid.month = found.month
where paid.visits = 1 and paid.is_refunded = 0 and paid.hifp_pay > 0
