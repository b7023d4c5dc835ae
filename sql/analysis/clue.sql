-- 线索：同一对象的疑点合并为一条，加上每月随机抽查的结算。状态和金额是上一次运行时台账所记，
-- 现在的用 fundwatch clues 查。各条 counted_yuan 相加不重复；amount_yuan 相加会把同一笔结算算几次。
-- grain: clue
-- clue: 线索编号（由对象而来，重新运行不变）
-- kind: 疑点、随机抽查
-- subject_type: 对象类型：settlement 结算、person 人员、institution 机构、practitioner 医师药师、invoice 票据等
-- subject: 对象编号，按来文；人员为假名
-- first_month: 最早一条疑点的月份
-- month: 最近一条疑点的月份
-- rule_count [条]: 涉及几条规则
-- suspicions [条]: 疑点条数
-- amount_yuan [元]: 疑点金额（不超过这些结算的基金支付）
-- counted_yuan [元]: 疑点金额中不与别的线索重复的部分
-- score: 评分（0—1，由规则的严重程度和核实的属实率而来）
-- probability: 属实的概率（0—1，由各规则核实的属实率而来）
-- expected_yuan [元]: 预期追回（概率乘金额，是估计数）
-- status: 状态代码
-- status_name: 状态
-- assignee: 核查人
-- verified_yuan [元]: 核实金额
-- recovered_yuan [元]: 已追回金额
-- due_date: 核查期限
select
  line.clue, line.kind, line.subject_type, line.subject, line.first_month, line.month,
  line.fixmedins_code, line.fixmedins_name, line.institution_region_code,
  line.rule_count, line.suspicions, line.amount_yuan, line.counted_yuan,
  line.score, line.probability, line.expected_yuan,
  line.status, line.status_name,
  line.assignee, line.verified_yuan, line.recovered_yuan, line.due_date
from marts.clue as line
