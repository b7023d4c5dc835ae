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

  // DuckDB 可用内存与线程数（null 为全部核）
  "memory_limit": "4GB",
  "threads": null
}
`;
