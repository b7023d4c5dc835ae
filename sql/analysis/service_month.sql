-- 医疗服务月表：一行一个统筹区（含所在的市、省）、险种、月份、切面、口径的就诊、住院和费用，当月和本年累计。
-- 按结算时间归月（权责发生制）。切面 cut：all 全部；person、special、level、place、institution 是其中的一部分，
-- 同一种切面的各行相加等于全部（机构只列在它所在的统筹区和最上级）。不要把不同切面加在一起。
-- grain: region_code, fund, month, cut, policy
-- cut: 切面，如 all、person:retired、level:3、institution:H…
-- cut_kind: 切面的种类（all、person 人员类别、special 特殊人群、level 机构等级、place 就医地、institution 机构）
-- cut_code: 切面里的代码（全部时为空）
-- cut_name: 切面的名称，如 退休、三级、某医院
-- policy: 住院口径（空为本局口径）
-- months_elapsed [月]: 当年已过月数
-- insured_persons [人]: 参保人数（当月没有的取前 12 个月内最近一次）
-- insured_month: 参保人数所属的月份
-- acct_pay_yuan: 当月个人账户支付
-- acct_pay_ytd_yuan: 累计个人账户支付
-- cash_yuan: 当月个人现金支付
-- cash_ytd_yuan: 累计个人现金支付
with cell as (
  select
    region_code, fund, month, cut, policy, months_elapsed, insured_persons, insured_month,
    case
      when cut like 'person:%' then 'person'
      when cut like 'special:%' then 'special'
      when cut like 'level:%' then 'level'
      when cut like 'place:%' then 'place'
      when cut like 'institution:%' then 'institution'
      else 'all'
    end as cut_kind,
    case
      when cut like 'person:%' then substr(cut, 8)
      when cut like 'special:%' then substr(cut, 9)
      when cut like 'level:%' then substr(cut, 7)
      when cut like 'place:%' then substr(cut, 7)
      when cut like 'institution:%' then substr(cut, 13)
      else ''
    end as cut_code,
    visits, visits_ytd,
    outpatient_visits, outpatient_visits_ytd,
    medfee_yuan, medfee_ytd_yuan,
    fund_pay_yuan, fund_pay_ytd_yuan,
    hifp_pay_yuan, hifp_pay_ytd_yuan,
    inscp_yuan, inscp_ytd_yuan,
    acct_pay_yuan, acct_pay_ytd_yuan,
    cash_yuan, cash_ytd_yuan,
    itemised_yuan, itemised_ytd_yuan,
    drug_yuan, drug_ytd_yuan,
    material_yuan, material_ytd_yuan,
    admissions, admissions_ytd,
    bed_days, bed_days_ytd,
    inpatient_medfee_yuan, inpatient_medfee_ytd_yuan,
    inpatient_fund_pay_yuan, inpatient_fund_pay_ytd_yuan,
    inpatient_hifp_pay_yuan, inpatient_hifp_pay_ytd_yuan,
    inpatient_inscp_yuan, inpatient_inscp_ytd_yuan,
    inpatient_itemised_yuan, inpatient_itemised_ytd_yuan,
    inpatient_drug_yuan, inpatient_drug_ytd_yuan,
    inpatient_herb_yuan, inpatient_herb_ytd_yuan,
    inpatient_material_yuan, inpatient_material_ytd_yuan,
    out_of_area_admissions, out_of_area_admissions_ytd,
    out_of_area_fund_pay_yuan, out_of_area_fund_pay_ytd_yuan,
    inpatients, inpatients_ytd
  from marts.service_month
)

select
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name, line.month,
  line.cut, line.cut_kind, line.cut_code,
  case
    when line.cut_kind = 'all' then '全部'
    when line.cut_kind = 'special' then line.cut_code
    else coalesce(part.code_name, place.fixmedins_name, line.cut_code)
  end as cut_name,
  line.policy, line.months_elapsed,
  cast(line.insured_persons as decimal(18, 2)) as insured_persons, line.insured_month,
  line.visits, line.visits_ytd,
  line.outpatient_visits, line.outpatient_visits_ytd,
  line.medfee_yuan, line.medfee_ytd_yuan,
  line.fund_pay_yuan, line.fund_pay_ytd_yuan,
  line.hifp_pay_yuan, line.hifp_pay_ytd_yuan,
  line.inscp_yuan, line.inscp_ytd_yuan,
  line.acct_pay_yuan, line.acct_pay_ytd_yuan,
  line.cash_yuan, line.cash_ytd_yuan,
  line.itemised_yuan, line.itemised_ytd_yuan,
  line.drug_yuan, line.drug_ytd_yuan,
  line.material_yuan, line.material_ytd_yuan,
  line.admissions, line.admissions_ytd,
  line.bed_days, line.bed_days_ytd,
  line.inpatient_medfee_yuan, line.inpatient_medfee_ytd_yuan,
  line.inpatient_fund_pay_yuan, line.inpatient_fund_pay_ytd_yuan,
  line.inpatient_hifp_pay_yuan, line.inpatient_hifp_pay_ytd_yuan,
  line.inpatient_inscp_yuan, line.inpatient_inscp_ytd_yuan,
  line.inpatient_itemised_yuan, line.inpatient_itemised_ytd_yuan,
  line.inpatient_drug_yuan, line.inpatient_drug_ytd_yuan,
  line.inpatient_herb_yuan, line.inpatient_herb_ytd_yuan,
  line.inpatient_material_yuan, line.inpatient_material_ytd_yuan,
  line.out_of_area_admissions, line.out_of_area_admissions_ytd,
  line.out_of_area_fund_pay_yuan, line.out_of_area_fund_pay_ytd_yuan,
  line.inpatients, line.inpatients_ytd
from cell as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as part
  on
    part.code = line.cut_code
    and part.code_set = case line.cut_kind
      when 'person' then 'person_category' when 'level' then 'hosp_lv' when 'place' then 'place'
    end
left join core.institution as place
  on line.cut_kind = 'institution' and place.fixmedins_code = line.cut_code
