-- R32 特殊困难人群报销异常: (a) medical aid is paid for a person on no list of those entitled when cared
-- for; (b) an institution has many more stays of listed persons than those of the same region and fund
-- have elsewhere, over some months to the one that is told, and more than chance there and here. Lists are
-- kept monthly: who joins or left within a month is set aside, and so are homes that care for such persons.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with aided as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, line.special_group, line.maf_pay, line.month,
    coalesce(line.begndate, cast(line.setl_time as date)) as care_date, cast(line.setl_time as date) as paid_date
  from core.settlement as line
  inner join (select count(*) as persons from core.special_list) as list on list.persons > 0
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  where line.visits = 1 and line.maf_pay > 0 and line.psn_no is not null and refund.setl_id is null
),

listed as (
  select
    aided.setl_id,
    max(case
      when list.valid_from <= aided.paid_date and coalesce(list.valid_to, aided.care_date) >= aided.care_date then 1
      else 0
    end) as is_listed,
    min(case when list.valid_from > aided.paid_date then list.valid_from end) as next_from,
    max(case when list.valid_to < aided.care_date then list.valid_to end) as last_to
  from aided
  inner join core.special_list as list on list.psn_no = aided.psn_no
  group by aided.setl_id
),

stay_line as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, line.region_code, line.fund, line.fund_pay_sumamt,
    line.special_group, line.begndate, cast(line.setl_time as date) as paid_date, line.month
  from core.settlement as line
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  where line.care = 'inpatient' and line.visits = 1 and line.is_out_of_area = 0 and refund.setl_id is null
),

listed_stay as (
  select
    line.setl_id,
    max(case
      when list.valid_from <= line.paid_date and coalesce(list.valid_to, line.begndate) >= line.begndate then 1
      else 0
    end) as is_listed
  from stay_line as line
  inner join core.special_list as list on list.psn_no = line.psn_no
  group by line.setl_id
),

stay as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, line.region_code, line.fund, line.fund_pay_sumamt, line.month,
    case when line.special_group <> '' or listed.is_listed = 1 then 1 else 0 end as is_special
  from stay_line as line
  left join listed_stay as listed on listed.setl_id = line.setl_id
),

own as (
  select
    fixmedins_code, region_code, fund, month,
    cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) as month_no,
    count(*) as stays, sum(is_special) as special_stays
  from stay
  group by fixmedins_code, region_code, fund, month
),

told_month as (
  select month, month_no
  from own
  group by month, month_no
),

own_window as (
  select
    own.fixmedins_code, own.region_code, own.fund, told_month.month,
    sum(own.stays) as stays, sum(own.special_stays) as special_stays
  from told_month
  cross join source.rule_special_group_anomaly as rule
  inner join own on own.month_no > told_month.month_no - rule.months and own.month_no <= told_month.month_no
  group by own.fixmedins_code, own.region_code, own.fund, told_month.month
),

peers as (
  select region_code, fund, month, sum(stays) as stays, sum(special_stays) as special_stays
  from own_window
  group by region_code, fund, month
),

compared as (
  select
    own_window.fixmedins_code, own_window.month,
    sum(own_window.stays) as stays, sum(own_window.special_stays) as special_stays,
    sum(
      cast(own_window.stays as double) * case
        when peers.stays > own_window.stays
          then cast(peers.special_stays - own_window.special_stays as double) / cast(peers.stays - own_window.stays as double)
        else cast(own_window.special_stays as double) / cast(own_window.stays as double)
      end
    ) as expected,
    sum(
      case
        when peers.stays > own_window.stays
          then cast(own_window.stays * own_window.stays * (peers.special_stays - own_window.special_stays) as double) / cast((peers.stays - own_window.stays) * (peers.stays - own_window.stays) as double)
        else 0
      end
    ) as expected_variance
  from own_window
  inner join peers
    on peers.region_code = own_window.region_code and peers.fund = own_window.fund and peers.month = own_window.month
  group by own_window.fixmedins_code, own_window.month
),

crowded as (
  select
    compared.fixmedins_code, compared.month,
    '近' || cast(rule.months as varchar) || '个月住院' || cast(compared.stays as varchar) || '人次，特殊困难人群'
    || cast(compared.special_stays as varchar) || '人次，按参保地、险种同期水平应约'
    || cast(cast(round(compared.expected) as integer) as varchar) || '人次' as observed,
    case
      when
        place.fixmedins_type like '%护理%' or place.fixmedins_type like '%养老%' or place.fixmedins_type like '%福利%'
        or place.fixmedins_type like '%医养%' or place.fixmedins_type like '%敬老%'
        or place.fixmedins_name like '%护理院%' or place.fixmedins_name like '%养老%'
        or place.fixmedins_name like '%敬老%' or place.fixmedins_name like '%福利%' or place.fixmedins_name like '%医养%'
        then '敬老、养老、护理、福利机构内设'
    end as exclusion
  from compared
  cross join source.rule_special_group_anomaly as rule
  left join core.institution as place on place.fixmedins_code = compared.fixmedins_code
  where
    compared.stays >= rule.min_stays and compared.special_stays >= rule.times * compared.expected
    and compared.special_stays >= compared.expected + 3 * sqrt(compared.expected + compared.expected_variance) and compared.special_stays >= 5
)

select
  'settlement' as subject_type, aided.setl_id as subject, aided.psn_no, aided.fixmedins_code, aided.setl_id,
  'settlement' as evidence_type, aided.setl_id as evidence, cast(aided.maf_pay as decimal(16, 2)) as amount_yuan,
  cast(aided.paid_date as varchar) || '支付医疗救助，'
  || case
    when listed.next_from is not null then '名单' || cast(listed.next_from as varchar) || '才生效'
    when listed.last_to is not null then '名单已于' || cast(listed.last_to as varchar) || '到期'
    else '不在任何特殊人群名单'
  end as observed,
  case
    when date_diff('day', aided.paid_date, listed.next_from) <= rule.lag_days then '名单按月更新滞后，随后进入名单'
    when date_diff('day', listed.last_to, aided.care_date) <= rule.lag_days then '名单按月更新滞后，刚退出名单'
  end as exclusion,
  aided.month
from aided
cross join source.rule_special_group_anomaly as rule
left join listed on listed.setl_id = aided.setl_id
where coalesce(listed.is_listed, 0) = 0
union all
select
  'institution', crowded.fixmedins_code, stay.psn_no, crowded.fixmedins_code, stay.setl_id, 'settlement', stay.setl_id,
  cast(coalesce(stay.fund_pay_sumamt, 0) as decimal(16, 2)), crowded.observed, crowded.exclusion, crowded.month
from crowded
inner join stay on stay.fixmedins_code = crowded.fixmedins_code and stay.month = crowded.month
where stay.is_special = 1
