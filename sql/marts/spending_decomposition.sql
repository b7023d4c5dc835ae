-- Why inpatient fund spending of the year to date differs from the same months of last year: insured ×
-- admission rate × cost per admission × fund share, by the additive log-mean Divisia index (LMDI-I: Ang,
-- Energy Policy 32 (2004) 1131 and 33 (2005) 867). Effects are rounded to the fen, and the share takes what
-- is left, at most two fen, so that they add up to the change. Where a factor is missing or not positive
-- no effects exist, and `note` says which.
-- grain: region_code, fund, month
-- tags: records
-- partition: month with history
with year_to_date as (
  select
    region_code, fund, month, month_no,
    insured_persons, admissions_ytd, inpatient_medfee_ytd_yuan, inpatient_fund_pay_ytd_yuan
  from marts.service_month
  where cut = 'all' and policy = '' and inpatient_fund_pay_ytd_yuan is not null
),

paired as (
  select
    this.region_code, this.fund, this.month, this.month_no, past.month as past_month,
    this.insured_persons, past.insured_persons as past_insured_persons,
    this.admissions_ytd as admissions, past.admissions_ytd as past_admissions,
    this.inpatient_medfee_ytd_yuan as medfee_yuan, past.inpatient_medfee_ytd_yuan as past_medfee_yuan,
    this.inpatient_fund_pay_ytd_yuan as fund_pay_yuan,
    past.inpatient_fund_pay_ytd_yuan as past_fund_pay_yuan,
    case
      when this.insured_persons is null or past.insured_persons is null then '没有参保人数'
      when this.insured_persons <= 0 or past.insured_persons <= 0 then '参保人数为零'
      when this.admissions_ytd <= 0 or past.admissions_ytd <= 0 then '没有住院人次'
      when this.inpatient_medfee_ytd_yuan <= 0 or past.inpatient_medfee_ytd_yuan <= 0 then '住院费用不为正数'
      when this.inpatient_fund_pay_ytd_yuan <= 0 or past.inpatient_fund_pay_ytd_yuan <= 0
        then '基金支出不为正数'
    end as note
  from year_to_date as this
  inner join year_to_date as past
    on
      past.region_code = this.region_code and past.fund = this.fund and past.month_no = this.month_no - 12
),

logged as (
  select
    region_code, fund, month,
    ln(cast(insured_persons as double)) - ln(cast(past_insured_persons as double)) as insured_log,
    ln(cast(admissions as double)) - ln(cast(past_admissions as double)) as admissions_log,
    ln(cast(medfee_yuan as double)) - ln(cast(past_medfee_yuan as double)) as medfee_log,
    ln(cast(fund_pay_yuan as double)) - ln(cast(past_fund_pay_yuan as double)) as fund_pay_log,
    cast(past_fund_pay_yuan as double) as past_fund_pay,
    cast(fund_pay_yuan - past_fund_pay_yuan as double) as change
  from paired
  where note is null
),

weighed as (
  select
    region_code, fund, month, insured_log, admissions_log, medfee_log,
    case
      when fund_pay_log = 0 then past_fund_pay
      else cast(change as double) / cast(fund_pay_log as double)
    end as log_mean
  from logged
),

effect as (
  select
    region_code, fund, month,
    cast(round(log_mean * insured_log, 2) as decimal(18, 2)) as insured_effect_yuan,
    cast(round(log_mean * (admissions_log - insured_log), 2) as decimal(18, 2)) as rate_effect_yuan,
    cast(round(log_mean * (medfee_log - admissions_log), 2) as decimal(18, 2)) as cost_effect_yuan
  from weighed
)

select
  paired.region_code, paired.fund, paired.month, paired.month_no, paired.past_month,
  paired.insured_persons, paired.past_insured_persons, paired.admissions, paired.past_admissions,
  paired.medfee_yuan, paired.past_medfee_yuan, paired.fund_pay_yuan, paired.past_fund_pay_yuan,
  cast(paired.fund_pay_yuan - paired.past_fund_pay_yuan as decimal(18, 2)) as change_yuan,
  effect.insured_effect_yuan, effect.rate_effect_yuan, effect.cost_effect_yuan,
  cast(
    paired.fund_pay_yuan - paired.past_fund_pay_yuan
    - effect.insured_effect_yuan - effect.rate_effect_yuan - effect.cost_effect_yuan
    as decimal(18, 2)
  ) as share_effect_yuan,
  paired.note
from paired
left join effect
  on effect.region_code = paired.region_code and effect.fund = paired.fund and effect.month = paired.month
