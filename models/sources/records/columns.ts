/**
 * What a column holds. `money` is yuan and fen; `price` and `quantity` have four decimals, `ratio`
 * six; `moment` is a date with a time; `remark` is what people wrote, and may name persons.
 */
export type ColumnType =
  | "code"
  | "text"
  | "remark"
  | "person"
  | "money"
  | "price"
  | "quantity"
  | "ratio"
  | "count"
  | "date"
  | "moment";

export const SQL_TYPES: Record<ColumnType, string> = {
  code: "varchar",
  text: "varchar",
  remark: "varchar",
  person: "varchar",
  money: "decimal(16,2)",
  price: "decimal(16,4)",
  quantity: "decimal(16,4)",
  ratio: "decimal(18,6)",
  count: "integer",
  date: "date",
  moment: "timestamp",
};

/** A column of the national platform: what it is called in Chinese, and in bureaus' exports. */
export interface RecordColumn {
  type: ColumnType;
  title: string;
  aliases: string[];
}

const of = (type: ColumnType, title: string, ...aliases: string[]): RecordColumn => ({
  type,
  title,
  aliases,
});

/** Every column of every record source, by its platform name. */
export const COLUMNS: Record<string, RecordColumn> = {
  // Who, where, what for
  setl_id: of("code", "结算ID", "结算编号", "结算流水号", "结算单号"),
  mdtrt_id: of("code", "就诊ID", "就诊编号", "就诊流水号", "住院号(门诊号)"),
  psn_no: of("person", "人员编号", "个人编号", "参保人编号", "医保编号"),
  person_key: of("person", "人员标识", "人员密文"),
  gend: of("code", "性别"),
  brdy: of("date", "出生日期", "生日"),
  insutype: of("code", "险种类型", "险种"),
  psn_type: of("code", "人员类别", "人员类型"),
  sp_psn_type: of("code", "特殊人员类型", "特殊人群", "特殊人员类别", "救助对象类别"),
  insu_admdvs: of("code", "参保统筹区", "参保所属医保区划", "参保地医保区划", "参保地"),
  fixmedins_code: of("code", "定点机构编码", "定点医药机构编号", "医疗机构编码", "机构编码"),
  fixmedins_name: of("text", "定点机构名称", "定点医药机构名称", "医疗机构名称", "机构名称"),
  hosp_lv: of("code", "医院等级", "医院级别", "机构级别", "机构等级", "医疗机构级别"),
  fix_blng_admdvs: of("code", "结算统筹区", "定点归属医保区划", "机构统筹区", "就医地"),
  pay_loc: of("code", "支付地点类别", "支付地点"),
  med_type: of("code", "医疗类别", "就医类别"),
  dise_no: of("code", "病种编号", "病种编码", "病种代码"),
  dise_name: of("text", "病种名称"),
  setl_time: of("moment", "结算时间", "结算日期"),
  begndate: of("date", "开始日期", "入院日期", "就诊开始日期", "入院时间"),
  enddate: of("date", "结束日期", "出院日期", "就诊结束日期", "出院时间"),
  bed_days: of("count", "床日数", "住院天数", "实际住院天数"),
  init_setl_id: of("code", "原结算ID", "初始结算ID", "被退结算ID"),
  setl_type: of("code", "结算类别"),
  clr_type: of("code", "清算类别"),
  clr_way: of("code", "清算方式"),
  refd_setl_flag: of("code", "退费结算标志", "退费标志"),
  vali_flag: of("code", "有效标志"),
  updt_time: of("moment", "数据更新时间", "更新时间"),
  // Money of a settlement
  medfee_sumamt: of("money", "医疗费总额", "医疗总费用", "总费用", "费用总额"),
  fulamt_ownpay_amt: of("money", "全自费金额", "全自费"),
  overlmt_selfpay: of("money", "超限价自费金额", "超限价自费费用", "超限价金额"),
  preselfpay_amt: of("money", "先行自付金额", "先自付金额"),
  inscp_amt: of("money", "符合范围金额", "符合政策范围金额", "政策范围内金额", "inscp_scp_amt"),
  act_pay_dedc: of("money", "实际支付起付线", "起付线"),
  hifp_pay: of("money", "统筹基金", "统筹基金支出", "统筹基金支付"),
  cvlserv_pay: of("money", "公务员补助基金", "公务员医疗补助资金支出", "公务员补助"),
  hifmi_pay: of("money", "居民大病基金", "居民大病保险资金支出", "大病保险", "居民大病"),
  hifob_pay: of("money", "大额基金", "职工大额医疗费用补助基金支出", "大额补助"),
  maf_pay: of("money", "医疗救助基金", "医疗救助基金支出", "医疗救助"),
  hosp_part_amt: of("money", "医院垫付", "医院负担金额"),
  oth_pay: of("money", "其他支出", "其他基金", "其他支付", "othfund_pay"),
  fund_pay_sumamt: of("money", "基金支付总额", "基金支付", "医保基金支付总额"),
  psn_part_amt: of("money", "个人负担总金额", "个人负担", "个人负担金额"),
  acct_pay: of("money", "个人账户", "个人账户支出", "个人账户支付"),
  acct_mulaid_pay: of("money", "共济账户", "个人账户共济支付金额", "账户共济支付金额"),
  psn_cash_pay: of("money", "现金", "个人现金支出", "现金支付", "cash_payamt"),
  // Fee lines
  bkkp_sn: of("code", "记账流水号", "费用明细流水号", "明细流水号"),
  fee_ocur_time: of("moment", "费用发生时间", "费用发生日期", "费用时间"),
  hilist_code: of("code", "医保目录编码", "医保编码", "国家医保编码"),
  hilist_name: of("text", "医保目录名称", "医保项目名称"),
  medins_list_name: of("text", "医疗机构目录名称", "院内项目名称", "机构项目名称"),
  list_type: of("code", "目录类别", "目录类型"),
  med_chrgitm_type: of("code", "医疗收费项目类别", "收费项目类别", "费用类别"),
  pric: of("price", "单价"),
  cnt: of("quantity", "数量"),
  det_item_fee_sumamt: of("money", "明细项目费用总额", "明细金额", "费用金额"),
  pric_uplmt_amt: of("price", "定价上限金额", "限价", "最高限价"),
  selfpay_prop: of("ratio", "自付比例", "先行自付比例"),
  bilg_dr_code: of("code", "开单医生编码", "开单医师代码", "医师编码"),
  bilg_dept_name: of("text", "开单科室名称", "开单科室"),
  rx_drord_no: of("code", "处方/医嘱号", "处方号", "医嘱号", "处方(医嘱)号"),
  trac_code: of("code", "追溯码"),
  // Encounters, diagnoses, operations
  adm_way: of("code", "入院途径"),
  dscg_way: of("code", "离院方式", "出院方式"),
  atddr_no: of("code", "主治医生编码", "主治医师编码"),
  dept_name: of("text", "科室名称", "科室"),
  dip_code: of("code", "DIP编码", "病种组编码", "病种分值编码"),
  plan_readm_flag: of("code", "计划再入院标志"),
  leave_days: of("count", "请假天数"),
  remark: of("remark", "备注"),
  diag_type: of("code", "诊断类别"),
  maindiag_flag: of("code", "主诊断标志", "主诊断标识"),
  diag_code: of("code", "诊断代码", "诊断编码", "疾病诊断代码"),
  oprn_oprt_code: of("code", "手术操作代码", "手术操作编码", "手术编码"),
  oprn_oprt_date: of("date", "手术操作日期", "手术日期"),
  oprn_oprt_name: of("text", "手术操作名称", "手术名称"),
  main_oprn_flag: of("code", "主手术标志", "主手术操作标志"),
  // Prescriptions, trace codes, stock
  phar_code: of("code", "药师编码", "药师代码"),
  rx_time: of("moment", "处方时间", "开方时间"),
  generic_name: of("text", "药品通用名", "通用名"),
  rx_type: of("code", "处方类别", "处方类型"),
  days_supply: of("count", "用药天数", "给药天数"),
  fund_pay_amt: of("money", "基金支付金额"),
  drug_trac_codg: of("code", "药品追溯码"),
  biz_type: of("code", "业务类型"),
  scan_time: of("moment", "扫码时间"),
  split_flag: of("code", "拆零标志"),
  unit: of("code", "计量单位"),
  conv_ratio: of("ratio", "转换比", "包材转化比"),
  open_qty: of("quantity", "期初数量", "期初库存"),
  in_qty: of("quantity", "入库数量", "购进数量"),
  transfer_in_qty: of("quantity", "调入数量"),
  close_qty: of("quantity", "期末数量", "期末库存"),
  period_from: of("date", "期间起"),
  period_to: of("date", "期间止"),
  // Institutions and practitioners
  fixmedins_type: of("code", "定点医疗机构类型", "定点机构类型", "机构类型"),
  ownership: of("code", "经营性质", "所有制"),
  agreement_status: of("code", "协议状态"),
  agreement_from: of("date", "协议开始日期"),
  agreement_to: of("date", "协议结束日期"),
  admdvs: of("code", "医保区划", "所属医保区划", "行政区划"),
  alliance_code: of("code", "医共体编码"),
  chain_code: of("code", "连锁编码", "连锁总部编码"),
  geo_code: of("code", "地理位置编码"),
  prac_psn_code: of("code", "执业人员代码", "医保医师代码", "执业人员编码"),
  prac_type: of("code", "执业类别", "执业人员类别"),
  reg_from: of("date", "注册开始日期"),
  reg_to: of("date", "注册结束日期"),
  soc_insu_unit: of("code", "社保缴费单位"),
  remote_audit_flag: of("code", "远程审方标志"),
  extra_orgs: of("code", "多点备案机构"),
  shared_flag: of("code", "共用工号标志"),
  // Catalogues
  chrgitm_lv: of("code", "收费项目等级"),
  pric_uplmt_begndate: of("date", "限价开始日期"),
  prev_pric_uplmt_amt: of("price", "原限价"),
  child_addon: of("ratio", "儿童加收比例"),
  lmt_sex: of("code", "限性别"),
  lmt_age_min: of("count", "限年龄下限"),
  lmt_age_max: of("count", "限年龄上限"),
  lmt_hosp_lv: of("code", "限机构级别"),
  lmt_med_type: of("code", "限就医方式"),
  lmt_insutype: of("code", "限险种"),
  lmt_diag_prefix: of("code", "限诊断"),
  max_day_cnt: of("quantity", "单日上限数量"),
  trace_required: of("code", "须扫追溯码"),
  item_a: of("code", "项目A编码", "项目A"),
  item_a_name: of("text", "项目A名称"),
  item_b: of("code", "项目B编码", "项目B"),
  item_b_name: of("text", "项目B名称"),
  win: of("code", "时间区间"),
  hi_item: of("code", "高价项目编码"),
  hi_name: of("text", "高价项目名称"),
  lo_item: of("code", "低价项目编码"),
  lo_name: of("text", "低价项目名称"),
  // Registrations and lists
  valid_from: of("date", "有效期起", "生效日期"),
  valid_to: of("date", "有效期止", "失效日期"),
  dr_code: of("code", "定医师编码", "责任医师编码"),
  death_date: of("date", "死亡日期"),
  invoice_code: of("code", "票据代码"),
  invoice_no: of("code", "票据号码"),
  amt: of("money", "票据金额", "报销金额"),
  part: of("code", "分次标志"),
  paid_date: of("date", "支付日期", "报销日期"),
  dip_name: of("text", "DIP名称", "病种组名称"),
  score: of("ratio", "分值", "病种分值"),
  year: of("count", "年度"),
  indicator: of("code", "指标"),
  scope: of("text", "范围", "比较范围"),
  fund: of("code", "基金", "险种名称"),
  period: of("code", "期间", "所属期"),
  value: of("ratio", "数值", "指标值"),
  source: of("text", "来源", "数据来源"),
};
