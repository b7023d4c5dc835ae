import { defineRecords } from "./define.ts";

/** 费用明细 (fee_list_d): one row an item booked. */
export const feeLine = defineRecords({
  id: "fee_line",
  title: "费用明细",
  columns: [
    ...["bkkp_sn", "setl_id", "mdtrt_id", "psn_no", "fixmedins_code", "fee_ocur_time"],
    ...["hilist_code", "hilist_name", "medins_list_name", "list_type", "med_chrgitm_type"],
    ...["pric", "cnt", "det_item_fee_sumamt", "fulamt_ownpay_amt", "pric_uplmt_amt"],
    ...["overlmt_selfpay", "selfpay_prop", "preselfpay_amt", "inscp_amt", "bilg_dr_code"],
    ...["bilg_dept_name", "rx_drord_no", "trac_code"],
  ],
  required: ["bkkp_sn", "setl_id", "fee_ocur_time", "det_item_fee_sumamt"],
  key: ["bkkp_sn"],
  month: "fee_ocur_time",
});
