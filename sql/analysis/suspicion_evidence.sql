-- 疑点的证据：一行一条疑点的一件证据，编号按来文。同一件证据可以出现在几条疑点里，合计金额请用 clue。
-- grain: rule, subject_type, subject, month, evidence_type, evidence
-- rule: 规则编号，如 R01
-- subject_type: 对象类型：settlement 结算、fee_line 明细、prescription 处方、trace_code 追溯码、person 人员、institution 机构等
-- subject: 对象编号，按来文；人员为假名
-- month: 疑点所属月份（YYYY-MM）
-- evidence_type: 证据类型：settlement 结算、fee_line 明细、prescription 处方、trace_code 追溯码、institution 机构、invoice 票据、practitioner 医师药师、item 项目
-- evidence: 证据编号，按来文
-- amount_yuan [元]: 这件证据涉及的基金金额（只作说明的为 0）
-- observed: 看到了什么
-- exclusion: 排除的理由（空为成立）
select
  line.rule, line.subject_type, line.subject, line.month, line.evidence_type, line.evidence,
  line.setl_id, line.psn_no, line.fixmedins_code, line.amount_yuan, line.observed, line.exclusion
from marts.suspicion_evidence as line
