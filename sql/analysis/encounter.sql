-- 就诊：一行一次就诊（住院为一次住院），按结束日期归月。
-- grain: mdtrt_id, month
-- dip_name: 病种组名称（按病种分值表）
-- leave_days [天]: 住院期间请假天数
select
  line.mdtrt_id, line.setl_id, line.psn_no, line.fixmedins_code, place.fixmedins_name,
  line.begndate, line.enddate, line.adm_way, line.dscg_way, line.atddr_no, line.dept_name,
  line.dip_code, score.dip_name, line.plan_readm_flag, line.leave_days, line.month
from core.encounter as line
left join core.institution as place on place.fixmedins_code = line.fixmedins_code
left join (select dip_code, max(dip_name) as dip_name from core.dip_score group by dip_code) as score
  on score.dip_code = line.dip_code
