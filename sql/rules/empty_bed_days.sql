-- R04 挂床住院（空床日）: on so many days of a stay there is no charge for examination, treatment, operation
-- or drugs. Days of registered leave, stays paid by the day, weekends and charges of many days booked on
-- one are told apart.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with stayed as (
  select
    stay.setl_id, stay.psn_no, stay.fixmedins_code, stay.fund_pay_sumamt, stay.dept_name, stay.fixmedins_type,
    stay.leave_days, stay.month, fee.active_days, fee.active_workdays, fee.line_days, fee.daily_quantity,
    date_diff('day', stay.begndate, stay.enddate) as days,
    extract(isodow from stay.begndate) as first_day
  from core.stay as stay
  inner join core.stay_fee as fee on fee.setl_id = stay.setl_id and fee.month = stay.month
)

select
  'settlement' as subject_type, stayed.setl_id as subject, stayed.psn_no, stayed.fixmedins_code,
  stayed.setl_id, 'settlement' as evidence_type, stayed.setl_id as evidence,
  cast(coalesce(stayed.fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan,
  '住院' || cast(stayed.days as varchar) || '天，其中' || cast(stayed.days - stayed.active_days as varchar)
  || '天无检查、治疗、手术、用药' as observed,
  case
    when
      stayed.leave_days > 0
      and stayed.days - stayed.leave_days - stayed.active_days
      < rule.empty_share * (stayed.days - stayed.leave_days)
      then '已登记请假' || cast(stayed.leave_days as varchar) || '天'
    when stayed.leave_days >= stayed.days then '已登记请假' || cast(stayed.leave_days as varchar) || '天'
    when
      stayed.dept_name like '%精神%' or stayed.dept_name like '%康复%' or stayed.dept_name like '%护理%'
      or stayed.dept_name like '%安宁%' or stayed.fixmedins_type like '%精神%'
      or stayed.fixmedins_type like '%康复%' or stayed.fixmedins_type like '%护理%'
      or stayed.fixmedins_type like '%安宁%'
      then '精神、康复、护理等按床日付费'
    when stayed.dept_name like '%日间%' then '日间病房'
    when stayed.line_days = 1 and stayed.daily_quantity >= stayed.days
      then '费用集中在一天记账，床位或治疗数量不少于住院天数'
    when
      stayed.days <= 7
      and stayed.active_workdays >= stayed.days - case
        when stayed.first_day = 7 then 1
        when stayed.first_day + stayed.days - 1 >= 7 then 2
        when stayed.first_day + stayed.days - 1 = 6 then 1
        else 0
      end
      then '空床日均为周末'
  end as exclusion,
  stayed.month
from stayed
cross join source.rule_empty_bed_days as rule
where
  stayed.days >= rule.days
  and stayed.days - stayed.active_days >= rule.empty_share * stayed.days
