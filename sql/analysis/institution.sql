-- 定点医药机构：一行一家，以最新来文为准。
-- grain: fixmedins_code
-- hosp_lv: 医院等级（按来文）
-- region_code: 机构所属统筹区代码
-- region_name: 机构所属统筹区名称
select
  line.fixmedins_code, line.fixmedins_name, line.hosp_lv, line.fixmedins_type, line.ownership,
  line.agreement_status, line.agreement_from, line.agreement_to, line.admdvs as region_code,
  region.region_name, line.alliance_code, line.chain_code
from core.institution as line
left join core.region as region on region.region_code = substr(line.admdvs, 1, 6)
