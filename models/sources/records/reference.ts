import { defineRecords, type RecordSource } from "./define.ts";

/** Who provides care, what may be charged, who is registered for what, and what to compare with. */
export const REFERENCE: RecordSource[] = [
  defineRecords({
    id: "stock",
    title: "进销存",
    columns: [
      ...["fixmedins_code", "hilist_code", "unit", "conv_ratio", "open_qty", "in_qty"],
      ...["transfer_in_qty", "close_qty", "period_from", "period_to"],
    ],
    required: ["fixmedins_code", "hilist_code", "close_qty", "period_to"],
    key: ["fixmedins_code", "hilist_code", "period_to"],
    month: "period_to",
  }),
  defineRecords({
    id: "institution",
    title: "定点机构",
    columns: [
      ...["fixmedins_code", "fixmedins_name", "hosp_lv", "fixmedins_type", "ownership"],
      ...["agreement_status", "agreement_from", "agreement_to", "admdvs", "alliance_code"],
      ...["chain_code", "geo_code"],
    ],
    required: ["fixmedins_code", "fixmedins_name"],
    key: ["fixmedins_code"],
  }),
  defineRecords({
    id: "practitioner",
    title: "医保医师药师",
    columns: [
      ...["prac_psn_code", "prac_type", "fixmedins_code", "reg_from", "reg_to"],
      ...["soc_insu_unit", "remote_audit_flag", "extra_orgs", "shared_flag"],
    ],
    required: ["prac_psn_code", "fixmedins_code"],
    key: ["prac_psn_code", "fixmedins_code"],
  }),
  defineRecords({
    id: "catalogue",
    title: "医保目录",
    columns: [
      ...["hilist_code", "hilist_name", "generic_name", "list_type", "med_chrgitm_type"],
      ...["chrgitm_lv", "selfpay_prop", "pric_uplmt_amt", "pric_uplmt_begndate"],
      ...["prev_pric_uplmt_amt", "child_addon", "lmt_sex", "lmt_age_min", "lmt_age_max"],
      ...["lmt_hosp_lv", "lmt_med_type", "lmt_insutype", "lmt_diag_prefix", "max_day_cnt"],
      "trace_required",
    ],
    required: ["hilist_code", "hilist_name"],
    key: ["hilist_code"],
  }),
  defineRecords({
    id: "mutex_pair",
    title: "互斥项目",
    columns: ["item_a", "item_a_name", "item_b", "item_b_name", "win"],
    required: ["item_a", "item_b"],
    key: ["item_a", "item_b", "win"],
  }),
  defineRecords({
    id: "swap_pair",
    title: "串换项目",
    columns: ["hi_item", "hi_name", "lo_item", "lo_name"],
    required: ["hi_item", "lo_item"],
    key: ["hi_item", "lo_item"],
  }),
  defineRecords({
    id: "chronic_reg",
    title: "慢特病登记",
    columns: ["psn_no", "dise_no", "dise_name", "valid_from", "valid_to"],
    required: ["psn_no", "dise_no", "valid_from"],
    key: ["psn_no", "dise_no", "valid_from"],
  }),
  defineRecords({
    id: "special_list",
    title: "特殊人群名单",
    columns: ["psn_no", "sp_psn_type", "valid_from", "valid_to"],
    required: ["psn_no", "sp_psn_type", "valid_from"],
    key: ["psn_no", "sp_psn_type", "valid_from"],
  }),
  defineRecords({
    id: "dual_drug",
    title: "双通道药品",
    columns: ["generic_name", "hilist_code"],
    required: ["generic_name", "hilist_code"],
    key: ["hilist_code"],
  }),
  defineRecords({
    id: "dual_reg",
    title: "双通道备案",
    columns: ["psn_no", "generic_name", "dr_code", "fixmedins_code", "valid_from", "valid_to"],
    required: ["psn_no", "generic_name", "valid_from"],
    key: ["psn_no", "generic_name", "dr_code", "fixmedins_code", "valid_from"],
  }),
  defineRecords({
    id: "death",
    title: "死亡名单",
    columns: ["psn_no", "person_key", "death_date"],
    required: ["death_date"],
    key: ["psn_no"],
  }),
  defineRecords({
    id: "dip_score",
    title: "病种分值",
    columns: ["dip_code", "dip_name", "score", "year"],
    required: ["dip_code", "score"],
    key: ["dip_code", "year"],
  }),
  defineRecords({
    id: "benchmark",
    title: "对比基准",
    columns: ["indicator", "scope", "fund", "period", "value", "source"],
    required: ["indicator", "scope", "period", "value"],
    key: ["indicator", "scope", "fund", "period"],
  }),
];
