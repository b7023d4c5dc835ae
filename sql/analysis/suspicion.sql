-- 疑点：一行一条规则在一个月里对一个对象的发现，合并成线索之前。exclusion 不空的，是看起来像、已按理由排除的。
-- 疑点不是结论，须经核查。
-- grain: rule, subject_type, subject, month
-- rule: 规则编号，如 R01
-- rule_version: 规则版本：定义.参数改过的次数
-- rule_title: 规则名称
-- rule_group: 规则分组
-- rule_severity: 严重程度（critical、high、medium、low）
-- verdict: 规则运行结果类型（可疑、违规）
-- subject_type: 对象类型：settlement 结算、fee_line 明细、prescription 处方、trace_code 追溯码、person 人员、person_pair 人员对、institution 机构、practitioner 医师药师、invoice 票据
-- subject: 对象编号，按来文；人员为假名
-- month: 疑点所属月份（YYYY-MM）
-- clue: 所归的线索编号（被排除的为空）
-- evidence_count [条]: 证据条数
-- amount_yuan [元]: 疑点涉及的基金金额
-- observed: 看到了什么
-- exclusion: 排除的理由（空为成立）
select
  line.rule, line.rule_version, line.title as rule_title, line.rule_group, line.severity as rule_severity, line.verdict,
  line.subject_type, line.subject, line.month, belongs.clue,
  line.psn_no, line.fixmedins_code, line.fixmedins_name, line.institution_region_code,
  line.evidence_count, line.amount_yuan, line.observed, line.exclusion
from marts.suspicion as line
left join marts.clue_suspicion as belongs
  on
    belongs.rule = line.rule and belongs.subject_type = line.subject_type
    and belongs.subject = line.subject and belongs.month = line.month
