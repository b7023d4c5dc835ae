-- Fee lines in force: of rows with one bkkp_sn the latest arrival. `charge_category` is the kind of
-- charge; `copies` is how many rows of its file have the number.
-- grain: bkkp_sn
-- tags: records
-- partition: month
-- chunk: month
with repeated as (
  select bkkp_sn, month
  from source.fee_line
  group by bkkp_sn, month
  having count(*) > 1
),

ranked as (
  select
    sent.bkkp_sn, sent.month, sent.batch, sent.arrival_order, sent.row_no,
    row_number() over (
      partition by sent.bkkp_sn, sent.month
      order by sent.arrival_order desc nulls last, sent.row_no desc nulls last
    ) as recency,
    count(*) over (partition by sent.bkkp_sn, sent.month, sent.batch) as copies
  from source.fee_line as sent
  inner join repeated on repeated.bkkp_sn = sent.bkkp_sn and repeated.month = sent.month
),

newest as (
  select bkkp_sn, month, batch, arrival_order, row_no, copies
  from ranked
  where recency = 1
),

in_force as (
  select
    sent.bkkp_sn, sent.setl_id, sent.mdtrt_id, sent.psn_no, sent.fixmedins_code, sent.fee_ocur_time,
    sent.hilist_code, sent.hilist_name, sent.medins_list_name, sent.list_type, sent.med_chrgitm_type,
    sent.pric, sent.cnt, sent.det_item_fee_sumamt, sent.fulamt_ownpay_amt, sent.pric_uplmt_amt,
    sent.overlmt_selfpay, sent.selfpay_prop, sent.preselfpay_amt, sent.inscp_amt,
    sent.bilg_dr_code, sent.bilg_dept_name, sent.rx_drord_no, sent.trac_code, sent.month, sent.batch,
    coalesce(newest.copies, 1) as copies,
    case
      when substr(sent.med_chrgitm_type, 1, 1) between '0' and '9' then substr(sent.med_chrgitm_type, 1, 2)
      else sent.med_chrgitm_type
    end as charge_key
  from source.fee_line as sent
  left join newest on newest.bkkp_sn = sent.bkkp_sn and newest.month = sent.month
  where
    newest.bkkp_sn is null
    or (
      newest.batch = sent.batch and newest.arrival_order = sent.arrival_order
      and newest.row_no = sent.row_no
    )
)

select
  line.bkkp_sn, line.setl_id, line.mdtrt_id, line.psn_no, line.fixmedins_code, line.fee_ocur_time,
  line.hilist_code, line.hilist_name, line.medins_list_name, line.list_type, line.med_chrgitm_type,
  coalesce(charge.category, 'other') as charge_category,
  line.pric, line.cnt, line.det_item_fee_sumamt, line.fulamt_ownpay_amt, line.pric_uplmt_amt,
  line.overlmt_selfpay, line.selfpay_prop, line.preselfpay_amt, line.inscp_amt,
  line.bilg_dr_code, line.bilg_dept_name, line.rx_drord_no, line.trac_code,
  line.copies, line.month, line.batch
from in_force as line
left join source.charge_type as charge on charge.code = line.charge_key
