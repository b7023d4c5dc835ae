-- R42 重复报销票据: an invoice (code and number) is reimbursed again, or a paper claim has the person,
-- institution, dates and amount of a settlement that was made online. The later claims of a month carry
-- the amount. Settlements of the centre are the paper claims themselves and are not compared.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with claim as (
  select
    coalesce(invoice_code, '') || '/' || invoice_no as invoice, invoice_no, psn_no, fixmedins_code, begndate, enddate,
    cast(coalesce(amt, 0) as decimal(16, 2)) as amt, coalesce(part, '') as part, paid_date, month,
    case when part in ('是', '分次', '分次报销') then 1 else 0 end as is_flag,
    case
      when part in ('是', '分次', '分次报销', '1', '2', '3', '4', '5', '6', '7', '8', '9') then 1
      when
        part like '%次%' or part like '%部分%' or part like '%批%' or part like '%期%' or part like '%/%'
        or part like '%分段%' or part like '%首付%' or part like '%尾%'
        then 1
      else 0
    end as is_part
  from core.reimbursement
  where invoice_no is not null
),

numbered as (
  select invoice, min(invoice_no) as invoice_no
  from claim
  group by invoice
),

ordered as (
  select
    invoice, psn_no, fixmedins_code, amt, part, paid_date, month, is_flag, is_part,
    row_number() over (
      partition by invoice order by paid_date nulls last, psn_no nulls last, part nulls last, amt nulls last
    ) as place
  from claim
),

again as (
  select
    later.invoice, later.month, later.place, later.psn_no, later.fixmedins_code, later.amt,
    max(case when coalesce(earlier.psn_no, '') <> coalesce(later.psn_no, '') then 1 else 0 end) as is_other,
    min(earlier.is_part) * later.is_part as is_part,
    max(
      case
        when earlier.part = later.part and (later.is_flag = 0 or earlier.amt = later.amt) then 1 else 0
      end
    ) as is_same_part
  from ordered as later
  inner join ordered as earlier on earlier.invoice = later.invoice
  where earlier.place < later.place
  group by later.invoice, later.month, later.place, later.psn_no, later.fixmedins_code, later.amt, later.is_part
),

repeated as (
  select
    invoice, month, place, psn_no, fixmedins_code, amt,
    case when is_other = 0 and is_part = 1 and is_same_part = 0 then 1 else 0 end as is_approved,
    '同一票据第' || cast(place as varchar) || '次报销' || case when is_other = 1 then '，人员不同' else '' end
      as observed
  from again
),

refund as (
  select setl_id, min(month) as month
  from core.refunded
  group by setl_id
),

online as (
  select
    claim.invoice, case when settled.month > claim.month then settled.month else claim.month end as month,
    claim.psn_no, claim.fixmedins_code, claim.amt, settled.setl_id
  from claim
  inner join core.settlement as settled
    on
      settled.psn_no = claim.psn_no and settled.fixmedins_code = claim.fixmedins_code
      and settled.begndate = claim.begndate and settled.enddate = claim.enddate
      and settled.medfee_sumamt = claim.amt
  left join refund on refund.setl_id = settled.setl_id
  where
    settled.visits = 1 and coalesce(settled.pay_loc, '') <> '1'
    and coalesce(settled.setl_type, '') not in ('1', '中心报销')
    and (
      refund.month is null
      or (refund.month > settled.month and refund.month > claim.month)
    )
),

suspicion as (
  select
    invoice, month, min(psn_no) as psn_no, min(fixmedins_code) as fixmedins_code,
    max(amt) as amount_yuan, min(observed) as observed, min(is_approved) as is_approved
  from (
    select
      invoice, month, min(psn_no) as psn_no, min(fixmedins_code) as fixmedins_code,
      cast(
        case when min(is_approved) = 1 then sum(amt) else sum(case when is_approved = 0 then amt else 0 end) end
        as decimal(16, 2)
      ) as amt,
      coalesce(max(case when is_approved = 0 then observed end), max(observed)) as observed,
      min(is_approved) as is_approved
    from repeated
    group by invoice, month
    union all
    select
      invoice, month, min(psn_no), min(fixmedins_code), max(amt),
      '手工报销与联网结算的人员、机构、日期、金额相同', 0
    from online
    group by invoice, month
  ) as both_ways
  group by invoice, month
)

select
  'invoice' as subject_type, suspicion.invoice as subject, suspicion.psn_no, suspicion.fixmedins_code,
  cast(null as varchar) as setl_id, 'invoice' as evidence_type, numbered.invoice_no as evidence,
  cast(suspicion.amount_yuan as decimal(16, 2)) as amount_yuan, suspicion.observed,
  case when suspicion.is_approved = 1 then '经批准的分次报销' end as exclusion, suspicion.month
from suspicion
inner join numbered on numbered.invoice = suspicion.invoice
union all
select distinct
  'invoice', suspicion.invoice, suspicion.psn_no, suspicion.fixmedins_code,
  online.setl_id, 'settlement', online.setl_id,
  cast(0 as decimal(16, 2)), suspicion.observed, cast(null as varchar), suspicion.month
from online
inner join suspicion on suspicion.invoice = online.invoice and suspicion.month = online.month
