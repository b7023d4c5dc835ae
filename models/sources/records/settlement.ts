import { defineRecords } from "./define.ts";

/** 结算 (setl_d): one row a settlement, a refund or a correction. */
export const settlement = defineRecords({
  id: "settlement",
  title: "结算",
  columns: [
    ...["setl_id", "mdtrt_id", "psn_no", "gend", "brdy", "insutype", "psn_type", "sp_psn_type"],
    ...["insu_admdvs", "setl_time", "begndate", "enddate", "bed_days", "med_type"],
    ...["fixmedins_code", "fixmedins_name", "hosp_lv", "fix_blng_admdvs", "pay_loc"],
    ...["medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_amt"],
    ...["act_pay_dedc", "hifp_pay", "cvlserv_pay", "hifmi_pay", "hifob_pay", "maf_pay"],
    ...["hosp_part_amt", "oth_pay", "fund_pay_sumamt", "psn_part_amt", "acct_pay"],
    ...["acct_mulaid_pay", "psn_cash_pay", "dise_no", "dise_name", "init_setl_id", "setl_type"],
    ...["clr_type", "clr_way", "refd_setl_flag", "vali_flag", "updt_time"],
  ],
  required: ["setl_id", "psn_no", "setl_time", "medfee_sumamt"],
  key: ["setl_id"],
  month: "setl_time",
  region: "insu_admdvs",
});
