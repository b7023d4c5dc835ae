-- R38 同病种费用离群: the logarithm of a stay's cost lies far from the median of its DIP group at institutions
-- of the same level over the twelve months up to its own, measured in median absolute deviations.
-- Median and deviation are the middle of ranks. At stake is what lies above the median, of a stay that is
-- too cheap (折算, 低标) all of it.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with ranked as (
  select
    this.month,
    case when stay.month = this.month then 1 else 0 end as is_own,
    stay.setl_id, stay.psn_no, stay.fixmedins_code, stay.fund_pay_sumamt, stay.medfee_sumamt, stay.dip_code,
    stay.hosp_lv, stay.bed_days, stay.diag_code, stay.dept_name, stay.dscg_way, stay.is_negotiated,
    ln(cast(stay.medfee_sumamt as double)) as log_fee,
    count(*) over (partition by this.month, stay.dip_code, stay.hosp_lv) as stays,
    row_number() over (
      partition by this.month, stay.dip_code, stay.hosp_lv
      order by stay.medfee_sumamt nulls last, stay.setl_id nulls last
    ) as place
  from (select distinct month from core.stay) as this
  inner join core.stay as stay
    on
      stay.month <= this.month
      and stay.month > cast(cast(substr(this.month, 1, 4) as integer) - 1 as varchar) || substr(this.month, 5)
  where stay.dip_code is not null and stay.medfee_sumamt > 0
),

summed as (
  select
    month, is_own, setl_id, psn_no, fixmedins_code, fund_pay_sumamt, medfee_sumamt, dip_code, hosp_lv,
    bed_days, diag_code, dept_name, dscg_way, is_negotiated, log_fee, stays,
    sum(case when 2 * place between stays and stays + 2 then log_fee else 0 end)
      over (partition by month, dip_code, hosp_lv) as middle,
    sum(case when 2 * place between stays and stays + 2 then 1 else 0 end)
      over (partition by month, dip_code, hosp_lv) as middle_stays
  from ranked
),

apart as (
  select
    month, is_own, setl_id, psn_no, fixmedins_code, fund_pay_sumamt, medfee_sumamt, dip_code, hosp_lv,
    bed_days, diag_code, dept_name, dscg_way, is_negotiated, stays,
    log_fee - case when middle_stays > 0 then cast(middle as double) / cast(middle_stays as double) end as above
  from summed
),

placed as (
  select
    month, is_own, setl_id, psn_no, fixmedins_code, fund_pay_sumamt, medfee_sumamt, dip_code, hosp_lv,
    bed_days, diag_code, dept_name, dscg_way, is_negotiated, stays, above,
    row_number() over (
      partition by month, dip_code, hosp_lv order by abs(above) nulls last, setl_id nulls last
    ) as place
  from apart
),

measured as (
  select
    month, is_own, setl_id, psn_no, fixmedins_code, fund_pay_sumamt, medfee_sumamt,
    bed_days, diag_code, dept_name, dscg_way, is_negotiated, stays, above,
    sum(case when 2 * place between stays and stays + 2 then abs(above) else 0 end)
      over (partition by month, dip_code, hosp_lv) as middle,
    sum(case when 2 * place between stays and stays + 2 then 1 else 0 end)
      over (partition by month, dip_code, hosp_lv) as middle_stays
  from placed
),

scored as (
  select
    month, setl_id, psn_no, fixmedins_code, fund_pay_sumamt, medfee_sumamt, bed_days, diag_code, dept_name, dscg_way,
    is_negotiated, stays, above,
    case
      when middle > 0.000001 then cast(0.6745 * above * middle_stays as double) / cast(middle as double)
    end as z
  from measured
  where is_own = 1
)

select
  'settlement' as subject_type, scored.setl_id as subject, scored.psn_no, scored.fixmedins_code,
  scored.setl_id, 'settlement' as evidence_type, scored.setl_id as evidence,
  cast(
    coalesce(scored.fund_pay_sumamt, 0) * case when scored.z > 0 then 1 - exp(-scored.above) else 1 end
    as decimal(16, 2)
  ) as amount_yuan,
  '费用' || cast(scored.medfee_sumamt as varchar) || '元，为同病种同级别中位数的'
  || cast(cast(exp(scored.above) as decimal(12, 2)) as varchar) || '倍，稳健 z 值'
  || cast(cast(scored.z as decimal(10, 1)) as varchar) || '（' || cast(scored.stays as varchar) || '例）'
  as observed,
  case
    when scored.is_negotiated = 1 then '特例单议'
    when scored.z > 0 and (scored.dept_name like '%重症%' or upper(scored.dept_name) like '%ICU%')
      then '重症监护'
    when scored.z > 0 and substr(scored.diag_code, 1, 3) in ('T00', 'T01', 'T02', 'T03', 'T04', 'T05', 'T06', 'T07')
      then '多发伤'
    when scored.z < 0 and scored.dscg_way <> '1' then '转院、非医嘱离院或死亡，住院未完成'
    when scored.z < 0 and scored.dept_name like '%日间%' then '日间病房'
    when scored.z < 0 and scored.bed_days <= rule.short_days then '住院天数很少，费用相应低'
  end as exclusion,
  scored.month
from scored
cross join source.rule_cost_outlier as rule
where scored.stays >= rule.cases and abs(scored.z) > rule.deviations
