-- What is wrong with settlements, counted by institution: sums that do not hold, ids repeated in a
-- file, negative totals that are no refunds, codes that are in no table.
-- grain: region_code, fixmedins_code, month
-- tags: records
-- partition: month
-- chunk: month
select
  region_code, fixmedins_code, month,
  count(*) as settlements,
  sum(visits) as visits,
  sum(is_refund) as refunds,
  sum(copies - 1) as repeated_rows,
  sum(case when is_refund = 0 and medfee_sumamt < 0 then 1 else 0 end) as negative_totals,
  sum(
    case
      when
        abs(
          fund_pay_sumamt - coalesce(hifp_pay, 0) - coalesce(cvlserv_pay, 0) - coalesce(hifmi_pay, 0)
          - coalesce(hifob_pay, 0) - coalesce(maf_pay, 0) - coalesce(oth_pay, 0)
        ) > 0.01
        then 1
      else 0
    end
  ) as fund_parts_off,
  sum(
    case
      when
        abs(
          medfee_sumamt - fund_pay_sumamt - coalesce(hosp_part_amt, 0)
          - coalesce(
            psn_part_amt, coalesce(acct_pay, 0) + coalesce(acct_mulaid_pay, 0) + coalesce(psn_cash_pay, 0)
          )
        ) > 0.01
        then 1
      else 0
    end
  ) as fee_parts_off,
  sum(case when known.fund is null then 1 else 0 end) as unknown_funds,
  sum(
    case when own_type.med_type is null and type.med_type is null then 1 else 0 end
  ) as unknown_med_types
from core.settlement as line
left join (select distinct fund from source.insutype) as known on known.fund = line.fund
left join (select distinct med_type from source.med_type) as own_type on own_type.med_type = line.med_type
left join (select distinct med_type from source.med_type) as type
  on type.med_type = substr(line.med_type, 1, 2)
group by region_code, fixmedins_code, month
