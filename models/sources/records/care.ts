import { defineRecords, type RecordSource } from "./define.ts";

/** What surrounds a settlement: stays, diagnoses, operations, prescriptions, scans, paper claims. */
export const CARE: RecordSource[] = [
  defineRecords({
    id: "encounter",
    title: "就诊",
    columns: [
      ...["mdtrt_id", "setl_id", "psn_no", "fixmedins_code", "begndate", "enddate", "adm_way"],
      ...["dscg_way", "atddr_no", "dept_name", "dip_code", "plan_readm_flag", "leave_days"],
      "remark",
    ],
    required: ["mdtrt_id", "begndate", "enddate"],
    key: ["mdtrt_id"],
    month: "enddate",
  }),
  defineRecords({
    id: "diagnosis",
    title: "诊断",
    columns: ["setl_id", "diag_type", "maindiag_flag", "diag_code"],
    required: ["setl_id", "diag_code"],
    key: ["setl_id", "diag_code", "diag_type"],
  }),
  defineRecords({
    id: "operation",
    title: "手术操作",
    columns: [
      ...["setl_id", "oprn_oprt_code", "oprn_oprt_date", "oprn_oprt_name", "main_oprn_flag"],
    ],
    required: ["setl_id", "oprn_oprt_code"],
    key: ["setl_id", "oprn_oprt_code", "oprn_oprt_date"],
  }),
  defineRecords({
    id: "prescription",
    title: "处方",
    columns: [
      ...["rx_drord_no", "setl_id", "psn_no", "fixmedins_code", "bilg_dr_code", "phar_code"],
      ...["rx_time", "generic_name", "hilist_code", "rx_type", "days_supply", "cnt"],
      ...["fund_pay_amt", "remark"],
    ],
    required: ["rx_drord_no", "rx_time"],
    key: ["rx_drord_no", "hilist_code"],
    month: "rx_time",
  }),
  defineRecords({
    id: "drug_trace",
    title: "药品追溯",
    columns: [
      ...["drug_trac_codg", "hilist_code", "biz_type", "scan_time", "fixmedins_code", "psn_no"],
      ...["setl_id", "bkkp_sn", "split_flag"],
    ],
    required: ["drug_trac_codg", "scan_time"],
    key: ["drug_trac_codg", "biz_type", "scan_time", "setl_id", "bkkp_sn"],
    month: "scan_time",
  }),
  defineRecords({
    id: "reimbursement",
    title: "手工报销",
    columns: [
      ...["invoice_code", "invoice_no", "psn_no", "fixmedins_code", "begndate", "enddate"],
      ...["amt", "part", "paid_date"],
    ],
    required: ["invoice_no", "amt", "paid_date"],
    key: ["invoice_code", "invoice_no", "psn_no", "part", "paid_date"],
    month: "paid_date",
  }),
];
