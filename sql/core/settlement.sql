-- Settlements in force: of rows with one setl_id the newest updt_time, then the latest arrival, if it
-- is valid. An id that went to another month is left to that one (source.settlement_moved). A refund
-- keeps negative amounts and takes no visit. Codes and names are resolved, whatever a bureau exports.
-- `copies` is how many rows of its file have the id; `region_code` is where the person is insured.
-- grain: setl_id
-- tags: records
-- partition: month
-- chunk: month
with repeated as (
  select setl_id, month
  from source.settlement
  group by setl_id, month
  having count(*) > 1
),

ranked as (
  select
    sent.setl_id, sent.month, sent.batch, sent.arrival_order, sent.row_no,
    row_number() over (
      partition by sent.setl_id, sent.month
      order by
        sent.updt_time desc nulls last, sent.arrival_order desc nulls last, sent.row_no desc nulls last
    ) as recency,
    count(*) over (partition by sent.setl_id, sent.month, sent.batch) as copies
  from source.settlement as sent
  inner join repeated on repeated.setl_id = sent.setl_id and repeated.month = sent.month
),

newest as (
  select setl_id, month, batch, arrival_order, row_no, copies
  from ranked
  where recency = 1
),

in_force as (
  select
    sent.batch, sent.month, sent.setl_id, sent.mdtrt_id, sent.psn_no, sent.gend, sent.brdy,
    sent.insutype, sent.psn_type, sent.sp_psn_type, sent.insu_admdvs, sent.fix_blng_admdvs,
    sent.setl_time, sent.begndate, sent.enddate, sent.bed_days, sent.med_type,
    sent.fixmedins_code, sent.hosp_lv, sent.pay_loc,
    sent.dise_no, sent.init_setl_id, sent.setl_type, sent.clr_type, sent.clr_way,
    sent.medfee_sumamt, sent.fulamt_ownpay_amt, sent.overlmt_selfpay, sent.preselfpay_amt, sent.inscp_amt,
    sent.act_pay_dedc, sent.hifp_pay, sent.cvlserv_pay, sent.hifmi_pay, sent.hifob_pay, sent.maf_pay,
    sent.hosp_part_amt, sent.oth_pay, sent.psn_part_amt, sent.acct_pay,
    sent.acct_mulaid_pay, sent.psn_cash_pay,
    coalesce(
      sent.fund_pay_sumamt,
      cast(
        coalesce(sent.hifp_pay, 0) + coalesce(sent.cvlserv_pay, 0) + coalesce(sent.hifmi_pay, 0)
        + coalesce(sent.hifob_pay, 0) + coalesce(sent.maf_pay, 0) + coalesce(sent.oth_pay, 0)
        as decimal(16, 2)
      )
    ) as fund_pay_sumamt,
    case when sent.refd_setl_flag in ('1', '是', '退费', '冲正') then 1 else 0 end as is_refund,
    case
      when sent.refd_setl_flag in ('1', '是', '退费', '冲正') and sent.medfee_sumamt > 0 then 1
      else 0
    end as is_turned,
    coalesce(newest.copies, 1) as copies,
    case
      when substr(sent.insu_admdvs, 1, 1) between '0' and '9' then substr(sent.insu_admdvs, 1, 6)
    end as insured_at,
    coalesce(
      case
        when substr(sent.fix_blng_admdvs, 1, 1) between '0' and '9' then substr(sent.fix_blng_admdvs, 1, 6)
      end,
      case
        when substr(sent.fixmedins_code, 1, 1) in ('H', 'P') then substr(sent.fixmedins_code, 2, 6)
      end
    ) as treated_at,
    case
      when substr(sent.psn_type, 1, 1) between '0' and '9' then substr(sent.psn_type, 1, 2)
      else sent.psn_type
    end as psn_type_key,
    case
      when substr(sent.med_type, 1, 1) between '0' and '9' then substr(sent.med_type, 1, 2)
      else sent.med_type
    end as med_type_key
  from source.settlement as sent
  left join newest on newest.setl_id = sent.setl_id and newest.month = sent.month
  left join source.settlement_moved as moved on moved.setl_id = sent.setl_id and moved.month = sent.month
  where
    moved.setl_id is null
    and (
      newest.setl_id is null
      or (
        newest.batch = sent.batch and newest.arrival_order = sent.arrival_order
        and newest.row_no = sent.row_no
      )
    )
    and (sent.vali_flag is null or sent.vali_flag in ('1', '', '是', '有效'))
)

select
  line.setl_id, line.mdtrt_id, line.psn_no, line.gend, line.brdy,
  coalesce(insutype.fund, line.insutype, 'unknown') as fund,
  line.insutype, line.psn_type,
  coalesce(person.category, 'other') as person_category,
  coalesce(special.special_group, line.sp_psn_type, '') as special_group,
  coalesce(line.insured_at, named.region_code, line.treated_at, '') as region_code,
  coalesce(line.treated_at, treated.region_code, '') as institution_region_code,
  line.setl_time, line.begndate, line.enddate,
  coalesce(
    case when line.med_type_key <> line.med_type then line.med_type end,
    own_type.med_type, type.med_type, line.med_type, ''
  ) as med_type,
  coalesce(own_type.care, type.care, 'other') as care,
  coalesce(line.fixmedins_code, '') as fixmedins_code,
  level.level as hosp_lv,
  coalesce(pay_loc.place, line.pay_loc, '') as pay_loc,
  case
    when pay_loc.place in ('3', '4') then 1
    when
      substr(coalesce(line.insured_at, named.region_code), 1, pooling.digits)
      <> substr(coalesce(line.treated_at, treated.region_code), 1, pooling.digits)
      then 1
    else 0
  end as is_out_of_area,
  line.is_refund,
  1 - line.is_refund as visits,
  case
    when line.is_refund = 1 then 0
    when line.bed_days is not null then cast(line.bed_days as integer)
    when line.enddate > line.begndate then cast(date_diff('day', line.begndate, line.enddate) as integer)
    when line.begndate is not null and line.enddate is not null then 1
  end as bed_days,
  case when line.is_turned = 1 then -line.medfee_sumamt else line.medfee_sumamt end as medfee_sumamt,
  case when line.is_turned = 1 then -line.fulamt_ownpay_amt else line.fulamt_ownpay_amt end as fulamt_ownpay_amt,
  case when line.is_turned = 1 then -line.overlmt_selfpay else line.overlmt_selfpay end as overlmt_selfpay,
  case when line.is_turned = 1 then -line.preselfpay_amt else line.preselfpay_amt end as preselfpay_amt,
  case when line.is_turned = 1 then -line.inscp_amt else line.inscp_amt end as inscp_amt,
  case when line.is_turned = 1 then -line.act_pay_dedc else line.act_pay_dedc end as act_pay_dedc,
  case when line.is_turned = 1 then -line.hifp_pay else line.hifp_pay end as hifp_pay,
  case when line.is_turned = 1 then -line.cvlserv_pay else line.cvlserv_pay end as cvlserv_pay,
  case when line.is_turned = 1 then -line.hifmi_pay else line.hifmi_pay end as hifmi_pay,
  case when line.is_turned = 1 then -line.hifob_pay else line.hifob_pay end as hifob_pay,
  case when line.is_turned = 1 then -line.maf_pay else line.maf_pay end as maf_pay,
  case when line.is_turned = 1 then -line.hosp_part_amt else line.hosp_part_amt end as hosp_part_amt,
  case when line.is_turned = 1 then -line.oth_pay else line.oth_pay end as oth_pay,
  case when line.is_turned = 1 then -line.fund_pay_sumamt else line.fund_pay_sumamt end as fund_pay_sumamt,
  case when line.is_turned = 1 then -line.psn_part_amt else line.psn_part_amt end as psn_part_amt,
  case when line.is_turned = 1 then -line.acct_pay else line.acct_pay end as acct_pay,
  case when line.is_turned = 1 then -line.acct_mulaid_pay else line.acct_mulaid_pay end as acct_mulaid_pay,
  case when line.is_turned = 1 then -line.psn_cash_pay else line.psn_cash_pay end as psn_cash_pay,
  line.dise_no, line.init_setl_id, line.setl_type, line.clr_type, line.clr_way,
  line.copies, line.month, line.batch
from in_force as line
cross join (select cast(digits as integer) as digits from source.pooling) as pooling
left join source.insutype as insutype on insutype.code = line.insutype
left join source.person_category as person on person.code = line.psn_type_key
left join source.special_group as special on special.code = line.sp_psn_type
left join source.med_type as own_type on own_type.code = line.med_type
left join source.med_type as type on type.code = line.med_type_key
left join source.hosp_lv as level on level.code = line.hosp_lv
left join source.pay_loc as pay_loc on pay_loc.code = line.pay_loc
left join core.region as named on line.insured_at is null and named.region_name = line.insu_admdvs
left join core.region as treated on line.treated_at is null and treated.region_name = line.fix_blng_admdvs
