/** The commented config that `init` writes. */
export const DEFAULT_CONFIG_TEXT = `{
  // 落款单位
  "bureau": "××市医疗保障局",

  // 本统筹区代码（6 位）；报告默认出这个统筹区。null 表示数据里只有一个统筹区
  "region": null,

  // 统筹区名录；来文中出现而这里没有的，会按来文登记并提示
  // 例：{ "code": "620700", "name": "××市" }, { "code": "620725", "name": "××县", "parent": "620700" }
  "regions": [],

  // 本地叫法。headers：列名；funds：险种；terms：科目
  // 例："headers": { "fund": ["险别"] }, "funds": { "employee": ["职工统筹"] }, "terms": { "income.other": ["滞纳金收入"] }
  "aliases": { "headers": {}, "funds": {}, "terms": {} },

  // 可支付月数口径，按生效月份（from）取用
  // numerator：pooled 统筹基金结余 | total 含个人账户
  // denominator：trailing_12 近12个月月均支出 | ytd_average 本年月均支出 | budget 年度支出预算÷12 | prior_year 上年月均支出
  // exclude_transfers：支出中剔除上解上级、补助下级；document：口径依据的文号，没有就写 null
  "months_payable": [
    { "from": "2000-01", "numerator": "pooled", "denominator": "trailing_12", "exclude_transfers": true, "document": null }
  ],

  // 可支付月数预警线（月）：低于 short_below 为不足，normal_from 至 normal_to 为正常，高于 excess_above 为过多
  // basis 为依据；没有依据的写 null，报告会照实说明
  "bands": [
    { "fund": "employee", "short_below": 3, "normal_from": 6, "normal_to": 9, "excess_above": 15, "basis": "人社部发〔2009〕67号" },
    { "fund": "resident", "short_below": 3, "normal_from": 6, "normal_to": 9, "excess_above": 15, "basis": null },
    { "fund": "maternity", "short_below": 3, "normal_from": 6, "normal_to": 9, "excess_above": 15, "basis": null }
  ],

  // 住院口径：med_types 是医疗类别代码的开头（21 也包括 2101）。policy 为空是本单位口径，没有写的按国家标准的住院类别
  // region：只用于该统筹区（null 为各统筹区）；另起 policy 名，则与本单位口径并列算出；document：依据文号，没有就写 null
  // 例：{ "policy": "", "region": null, "med_types": ["21", "22", "52", "5302", "28"], "document": null }
  "inpatient": [],

  // 本地增加的医疗类别。care：inpatient 住院 | outpatient 门诊 | chronic 门诊慢特病 | pharmacy 药店购药 | maternity_outpatient 生育门诊 | other 其他
  // 例：{ "code": "28", "title": "日间手术", "care": "inpatient" }
  "med_types": [],

  // 特殊人群的本地代码或叫法。例："special_groups": { "特困": ["01"], "低保": ["02"] }
  "special_groups": {},

  // 统筹层次：city 市级统筹（出市为异地）| county 县级统筹（出县为异地）
  "pooling": "city",

  // 清算规则，用来说明结算与基金支出的差额；null 为结算当月即支付
  // lag_months：按支付地点（1 中心、2 医院、3 省内异地、4 省外异地），结算后几个月支付；deposit_share：医院结算预留的质量保证金比例
  // deposit_returned_in：次年几月返还；advance：预付金，paid_in 月预付全年待遇支出预算的 months 个十二分之一，taken_back_in 各月等额收回；没有写 null
  // 例：{ "lag_months": { "1": 0, "2": 1, "3": 2, "4": 2 }, "deposit_share": "0.05", "deposit_returned_in": 3, "advance": { "paid_in": 1, "taken_back_in": [10, 11, 12], "months": 1 } }
  "clearing": null,

  // 收件夹：serve 运行时每隔 every_seconds 秒看一次；文件 settle_seconds 秒没有变化，才算放完整，自动载入并更新
  // watch 为 false 时不自动载入，只按计划
  "inbox": { "watch": true, "every_seconds": 15, "settle_seconds": 30 },

  // 计划（serve 运行时执行）。cron 五段：分 时 日 月 星期，按北京时间；load：先载入收件夹；select：只做哪些资产，空为全部；deliver：再把新印发的文书送出去（见 delivery）
  // catch_up：停机错过的时刻，each 逐次补做 | latest 只补最近一次
  // 例（工作日 8:00）：{ "name": "morning", "cron": "0 8 * * 1-5", "load": true, "select": [], "catch_up": "latest" }
  "schedules": [
    { "name": "nightly", "cron": "30 2 * * *", "load": true, "select": [], "catch_up": "each" }
  ],

  // 时限：某月的资产应在次月第 working_day 个工作日前做好，逾期会提醒
  "deadlines": [{ "asset": "document.monthly-bulletin", "working_day": 8 }],

  // 节假日：程序里有 2016—2026 年国务院办公厅的放假安排；以后年份的在这里补充。off：放假的日子；work：调休上班的日子
  // 例："off": ["2027-01-01"], "work": ["2027-02-14"]
  "holidays": { "off": [], "work": [] },

  // 文书：run 做哪几种（monthly-bulletin 月度通报、quarterly-report 季度报告），为哪些统筹区做（null：上面的 region，或数据里唯一的那个），
  // 从哪个月起做（null：最近一期，和做过的），出哪几种格式
  "bulletins": { "documents": ["monthly-bulletin", "quarterly-report", "forecast-book"], "regions": null, "from": null, "formats": ["docx", "pdf", "html", "xlsx"] },

  // 运行：attempts 临时故障最多试几次，backoff_seconds 第一次重试前等几秒；step_minutes 一步最长多少分钟
  // stop_seconds 要求停止后一步还可做多少秒；parallel 同时做几份文书；lost_seconds worker 多少秒没有音信，手上的文书改派
  "runs": { "attempts": 4, "backoff_seconds": 1, "step_minutes": 120, "stop_seconds": 20, "parallel": 2, "lost_seconds": 60 },

  // 告警：运行失败、检查不符、逾期未出、支付能力不足、支出超进度时告诉谁。没有 channels 时只写日志
  // 各渠道（密码、密钥放在环境变量里，这里只写环境变量的名字）：
  //   企业微信群机器人：{ "kind": "webhook", "format": "wecom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…" }
  //   钉钉群机器人：{ "kind": "webhook", "format": "dingtalk", "url": "https://oapi.dingtalk.com/robot/send?access_token=…", "secret_env": "DINGTALK_SECRET" }（加签；或把自定义关键词设为“基金监测”）
  //   其他系统（JSON）：{ "kind": "webhook", "url": "http://10.0.0.8:9000/alerts" }
  //   邮件：{ "kind": "email", "host": "smtp.example.cn", "port": 465, "secure": true, "user": "fund@example.cn", "password_env": "SMTP_PASSWORD", "from": "fund@example.cn", "to": ["leader@example.cn"] }
  // remind_hours：没有恢复的，隔多少小时再提醒；ahead_of_even_above：支出超均衡进度多少算超（0.05 即 5 个百分点）
  // 配好后用 fundwatch alerts test 试发
  "alerts": { "channels": [], "remind_hours": 24, "ahead_of_even_above": 0.05 },

  // 送达：印发的文书送给谁、怎样送（fundwatch deliver，说明见 docs/delivery.zh-CN.md）。没有 groups 时不送
  // smtp：发邮件的服务器，各对象共用，密码放在环境变量里：
  //   { "host": "smtp.example.cn", "port": 465, "secure": true, "user": "fund@example.cn", "password_env": "SMTP_PASSWORD", "from": "基金科 <fund@example.cn>" }
  // groups：documents（monthly-bulletin 月度通报、quarterly-report 季度报告）、formats（docx、pdf、html、xlsx）；regions 不写为各统筹区
  // 每个对象在下面三种里选一种：
  //   邮件：{ "name": "领导", "documents": ["monthly-bulletin"], "formats": ["docx", "pdf"], "email": { "to": ["leader@example.cn"], "cc": [] }, "subject": "{title}" }
  //   文件夹：{ "name": "财务", "documents": ["monthly-bulletin", "quarterly-report"], "formats": ["docx", "xlsx"], "folder": "/mnt/finance/通报" }
  //   其他系统（JSON）：{ "name": "公开平台", "documents": ["quarterly-report"], "formats": ["html"], "webhook": { "url": "https://10.0.0.8/documents", "secret_env": "DELIVERY_SECRET" } }
  // mail_megabytes：一封邮件最大多少 MB（附件编码后约大三分之一）；要 serve 定时送新印发的，在上面的计划里写 "deliver": true
  // 配好后用 fundwatch deliver --test 试发
  "delivery": { "smtp": null, "mail_megabytes": 20, "groups": [] },

  // 线索：每月在没有疑点的结算里随机抽查多少，用来估计规则漏掉多少。random_share 占当月线索数的比例，random_minimum 每月至少几笔，random_seed 种子
  "clues": { "random_share": 0.05, "random_minimum": 10, "random_seed": "fundwatch" },

  // 预测。horizon 预测几个月（1—36）；paths 模拟几条路径；seed 种子，同样的数据和种子得到同样的预测；bands 可支付月数的几条线，从高到低
  // breaks：不能照常外推的事。kind：pulse 某几个月（from 至 to）异常 | level 从 from 起换了水平；funds、lines 不写为全部险种、全部科目
  // 例：{ "id": "dip", "kind": "level", "from": "2024-01", "funds": ["resident"], "lines": ["expenditure.benefit"], "title": "DIP 付费改革" }
  "forecast": {
    "horizon": 18, "paths": 2000, "seed": 1, "bands": [6, 3, 0],
    "breaks": [
      { "id": "covid-2020", "kind": "pulse", "from": "2020-02", "to": "2020-04", "title": "新冠疫情" },
      { "id": "covid-2022", "kind": "pulse", "from": "2022-12", "to": "2023-01", "title": "新冠疫情" }
    ]
  },

  // 遥测：把每次运行的耗时、失败、重试等（OpenTelemetry，OTLP/HTTP）发给本单位的监控系统；null 不发送
  // 例："otlp_endpoint": "http://10.0.0.9:4318"；也可设环境变量 OTEL_EXPORTER_OTLP_ENDPOINT。不含来文内容
  "telemetry": { "otlp_endpoint": null },

  // 结算、费用明细等明细文件：人员编号在入口换成密文，姓名、证件号、电话、地址去掉。原文件默认不留存；true 则存入 raw/（仅本用户可读）
  "keep_record_originals": false,

  // 人员密钥文件（工作目录之外）。null：用户配置文件夹 ~/.config/fundwatch/，首次载入时生成；请另行备份，丢失后同一人会变成两人
  "person_key_file": null,

  // 本单位购买的字体（.ttf、.otf、.ttc 文件的路径，可相对于工作目录），用于 .pdf；null 用随程序附带的思源宋体、思源黑体、霞鹜文楷
  // fangsong：正文 仿宋_GB2312 | xiaobiaosong：标题 方正小标宋 | kaiti：二级标题 楷体_GB2312 | heiti：一级标题 黑体 | songti：页码 宋体
  // 例（Windows）："fangsong": "C:/Windows/Fonts/simfang.ttf"。字体会嵌入 .pdf，请先确认授权允许
  "fonts": { "fangsong": null, "xiaobiaosong": null, "kaiti": null, "heiti": null, "songti": null },

  // 月结、印发、更正由谁办。roles：make 经办（月结、拟稿、提出更正）| approve 审批；不论怎样设，经办和审批不能是同一账号
  // accounts 为空：谁都可以办，但仍须两个账号。os_user：只许这个系统用户使用该账号，不限写 null
  // 例：{ "account": "张三", "roles": ["make"], "os_user": null }, { "account": "李四", "roles": ["approve"], "os_user": null }
  "publication": { "accounts": [] },

  // DuckDB 可用内存与线程数（null 为全部核）
  "memory_limit": "4GB",
  "threads": null
}
`;
