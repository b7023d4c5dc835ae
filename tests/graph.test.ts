import { expect, test } from "vitest";
import { graphOf } from "../pipelines/asset.ts";
import { assets, checks } from "../pipelines/assets.ts";
import { Store } from "../pipelines/store.ts";

test("what each table is made of, and what is asked of it", async () => {
  const store = await Store.open(":memory:");
  try {
    const graph = await graphOf(assets(), checks(), (sql) => store.tablesRead(sql));
    const lines = graph.order.map(({ key }) => `${key} <- ${graph.reads.get(key)!.join(", ")}`);
    expect(`\n${lines.sort().join("\n")}\n`).toMatchInlineSnapshot(`
      "
      core.benchmark <- source.benchmark
      core.catalogue <- source.catalogue
      core.chronic_reg <- source.chronic_reg
      core.clearing_flow <- core.fund_budget, core.settlement_pay, source.clearing_item, source.clearing_lag, source.clearing_return, source.clearing_rule
      core.death <- source.death
      core.diagnosis <- source.diagnosis
      core.dip_score <- source.dip_score
      core.drug_trace <- source.drug_trace
      core.dual_drug <- source.dual_drug
      core.dual_reg <- source.dual_reg
      core.encounter <- source.encounter
      core.fee_line <- source.charge_type, source.fee_line
      core.fund_balance <- core.fund_cell
      core.fund_budget <- staging.fund_budget
      core.fund_cell <- staging.fund_statement
      core.fund_flow <- core.fund_cell
      core.inpatient_person <- core.settlement, source.inpatient_type
      core.institution <- source.institution
      core.insured <- staging.insured
      core.mutex_pair <- source.mutex_pair
      core.operation <- source.operation
      core.practitioner <- source.practitioner
      core.prescription <- source.prescription
      core.refunded <- core.settlement
      core.region <- source.named_region, source.region
      core.region_scope <- core.region
      core.reimbursement <- source.reimbursement
      core.settlement <- core.region, source.hosp_lv, source.insutype, source.med_type, source.pay_loc, source.person_category, source.pooling, source.settlement, source.settlement_moved, source.special_group
      core.settlement_fee <- core.fee_line, core.settlement
      core.settlement_pay <- core.settlement
      core.settlement_quality <- core.settlement, source.insutype, source.med_type
      core.special_list <- source.special_list
      core.stay <- core.diagnosis, core.encounter, core.institution, core.refunded, core.settlement, source.hosp_lv
      core.stock <- source.stock
      core.swap_pair <- source.swap_pair
      document.monthly-bulletin <- core.region, marts.figure, marts.fund_month
      document.quarterly-report <- core.region, marts.figure, marts.fund_month
      marts.benchmark_comparison <- core.benchmark, core.region, marts.figure, source.indicator, source.insutype
      marts.figure <- marts.fund_month, marts.insured_month, marts.service_month, marts.spending_decomposition
      marts.fund_month <- core.fund_balance, core.fund_budget, core.fund_flow, source.fund
      marts.insured_month <- core.insured
      marts.service_cell <- core.institution, core.settlement, core.settlement_fee, source.hosp_lv
      marts.service_insured <- core.insured, core.region_scope, marts.service_cell, marts.service_total, source.special_group, staging.insured
      marts.service_month <- marts.service_insured, marts.service_patient, marts.service_total
      marts.service_patient <- core.inpatient_person, core.region_scope, source.inpatient_type
      marts.service_total <- core.region_scope, marts.service_cell, source.inpatient_type
      marts.settlement_reconciliation <- core.clearing_flow, core.fund_flow, core.region_scope, core.settlement_pay, source.clearing_lag, source.clearing_rule
      marts.spending_decomposition <- marts.service_month
      marts.suspicion <- core.institution, marts.suspicion_evidence, source.rule
      marts.suspicion_evidence <- core.refunded, rules.split_admission
      rules.split_admission <- core.stay, source.rule_split_admission
      source.benchmark <- 
      source.catalogue <- 
      source.chronic_reg <- 
      source.death <- 
      source.diagnosis <- 
      source.dip_score <- 
      source.drug_trace <- 
      source.dual_drug <- 
      source.dual_reg <- 
      source.encounter <- 
      source.fee_line <- 
      source.fund_budget <- 
      source.fund_statement <- 
      source.institution <- 
      source.insured <- 
      source.mutex_pair <- 
      source.operation <- 
      source.practitioner <- 
      source.prescription <- 
      source.reimbursement <- 
      source.settlement <- 
      source.special_list <- 
      source.stock <- 
      source.swap_pair <- 
      staging.fund_budget <- source.fund_budget, source.half_digit
      staging.fund_statement <- source.fund_statement, source.half_digit
      staging.insured <- source.half_digit, source.insured
      "
    `);
    const asked = [...graph.checks].flatMap(([key, claims]) =>
      claims.map(({ name, severity }) => `${name} (${severity}) after ${key}`),
    );
    expect(`\n${asked.sort().join("\n")}\n`).toMatchInlineSnapshot(`
      "
      completion_plausible (warn) after marts.fund_month
      fee_line_not_repeated (warn) after core.settlement_fee
      fee_line_settled (warn) after core.settlement_fee
      fund_balance_closes (warn) after marts.fund_month
      fund_magnitude (stop) after marts.fund_month
      inpatient_itemised (warn) after marts.service_cell
      opening_consistent (warn) after marts.fund_month
      reconciliation_explained (warn) after marts.settlement_reconciliation
      settlement_codes_known (warn) after core.settlement_quality
      settlement_fee_parts (warn) after core.settlement_quality
      settlement_fund_parts (warn) after core.settlement_quality
      settlement_itemised (warn) after marts.service_cell
      settlement_months_present (warn) after core.settlement_pay
      settlement_not_repeated (warn) after core.settlement_quality
      settlement_refund_has_original (warn) after core.settlement
      settlement_total_not_negative (warn) after core.settlement_quality
      "
    `);
  } finally {
    store.close();
  }
});
