-- R33 零自付住院: an institution where a large share of inpatients pay next to nothing themselves, over
-- some months to the one that is told, and much more of them than at others of its level. Who pays
-- nothing by policy is not counted: 特困, veteran cadres, work injuries, births, medical aid for what was left.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with exempt as (
  select psn_no, valid_from, valid_to
  from core.special_list
  where sp_psn_type in ('特困', '特困人员', '特困供养', '特困供养人员', '五保', '五保户')
),

counted as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, coalesce(line.hosp_lv, '9') as hosp_lv, line.fund_pay_sumamt,
    line.month, cast(substr(line.month, 1, 4) as integer) * 12 + cast(substr(line.month, 6, 2) as integer) as month_no,
    case
      when
        coalesce(line.psn_cash_pay + coalesce(line.acct_pay, 0), line.psn_part_amt) <= rule.own_share * line.medfee_sumamt
        then 1
      else 0
    end as is_free
  from core.settlement as line
  cross join source.rule_zero_copayment as rule
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  where
    line.care = 'inpatient' and line.visits = 1 and line.medfee_sumamt > 0 and refund.setl_id is null
    and coalesce(line.psn_cash_pay, line.psn_part_amt) is not null
    and line.special_group <> '特困' and line.person_category <> 'veteran_cadre'
    and line.fund not in ('veteran_cadre', 'maternity', '340', '350', '410', '510', '工伤保险')
    and substr(line.med_type, 1, 2) not in ('52', '53')
    and coalesce(line.maf_pay, 0) = 0
    and not exists (
      select 1
      from exempt
      where
        exempt.psn_no = line.psn_no and exempt.valid_from <= cast(line.setl_time as date)
        and coalesce(exempt.valid_to, cast(line.setl_time as date)) >= cast(line.setl_time as date)
    )
),

own as (
  select fixmedins_code, hosp_lv, month, month_no, count(*) as stays, sum(is_free) as free_stays
  from counted
  group by fixmedins_code, hosp_lv, month, month_no
),

told_month as (
  select month, month_no
  from own
  group by month, month_no
),

own_window as (
  select
    own.fixmedins_code, own.hosp_lv, told_month.month,
    cast(sum(own.stays) as double) as stays, cast(sum(own.free_stays) as double) as free_stays
  from told_month
  cross join source.rule_zero_copayment as rule
  inner join own on own.month_no > told_month.month_no - rule.months and own.month_no <= told_month.month_no
  group by own.fixmedins_code, own.hosp_lv, told_month.month
),

peers as (
  select hosp_lv, month, sum(stays) as stays, sum(free_stays) as free_stays
  from own_window
  group by hosp_lv, month
),

compared as (
  select
    own_window.fixmedins_code, own_window.hosp_lv, own_window.month, own_window.stays, own_window.free_stays,
    case
      when own_window.stays > 0 then cast(own_window.free_stays as double) / cast(own_window.stays as double)
    end as share,
    case
      when peers.stays > own_window.stays
        then cast(peers.free_stays - own_window.free_stays as double) / cast(peers.stays - own_window.stays as double)
    end as peer_share
  from own_window
  inner join peers on peers.hosp_lv = own_window.hosp_lv and peers.month = own_window.month
),

found as (
  select
    compared.fixmedins_code, compared.month,
    '近' || cast(rule.months as varchar) || '个月住院' || cast(cast(compared.stays as integer) as varchar)
    || '人次，个人几乎不付费' || cast(cast(compared.free_stays as integer) as varchar) || '人次，占'
    || cast(cast(round(100 * compared.share) as integer) as varchar) || '%'
    || coalesce('，同级机构' || cast(cast(round(100 * compared.peer_share) as integer) as varchar) || '%', '') as observed
  from compared
  cross join source.rule_zero_copayment as rule
  where
    compared.stays >= rule.min_stays and compared.share >= rule.share
    and compared.share >= rule.peer_times * coalesce(compared.peer_share, 0)
)

select
  'institution' as subject_type, found.fixmedins_code as subject, counted.psn_no, found.fixmedins_code,
  counted.setl_id, 'settlement' as evidence_type, counted.setl_id as evidence,
  cast(coalesce(counted.fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan, found.observed,
  cast(null as varchar) as exclusion, found.month
from found
inner join counted on counted.fixmedins_code = found.fixmedins_code and counted.month = found.month
where counted.is_free = 1
