-- 医保医师、药师：一行一人一家执业机构。
-- grain: prac_psn_code, fixmedins_code
select
  line.prac_psn_code, line.prac_type, line.fixmedins_code, place.fixmedins_name, line.reg_from,
  line.reg_to, line.soc_insu_unit, line.remote_audit_flag, line.extra_orgs, line.shared_flag
from core.practitioner as line
left join core.institution as place on place.fixmedins_code = line.fixmedins_code
