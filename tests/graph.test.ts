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
      core.item_limit <- core.catalogue, core.mutex_pair, core.rule_knowledge
      core.mutex_pair <- source.mutex_pair
      core.operation <- source.operation
      core.practitioner <- source.practitioner
      core.prescription <- source.prescription
      core.refunded <- core.settlement
      core.region <- source.named_region, source.region
      core.region_scope <- core.region
      core.reimbursement <- source.reimbursement
      core.rule_knowledge <- source.rule_knowledge
      core.settlement <- core.region, source.hosp_lv, source.insutype, source.med_type, source.pay_loc, source.person_category, source.pooling, source.settlement, source.settlement_moved, source.special_group
      core.settlement_fee <- core.fee_line, core.settlement
      core.settlement_pay <- core.settlement
      core.settlement_quality <- core.settlement, source.insutype, source.med_type
      core.special_list <- source.special_list
      core.stay <- core.diagnosis, core.encounter, core.institution, core.refunded, core.settlement, source.hosp_lv
      core.stay_fee <- core.fee_line, core.settlement_fee, core.stay
      core.stock <- source.stock
      core.swap_pair <- source.swap_pair
      document.forecast-book <- core.region, marts.figure, marts.fund_month, marts.forecast_history, marts.forecast_outcome, marts.fund_forecast
      document.monthly-bulletin <- core.region, marts.figure, marts.fund_month
      document.quarterly-report <- core.region, marts.figure, marts.fund_month
      marts.benchmark_comparison <- core.benchmark, core.region, marts.figure, source.indicator, source.insutype
      marts.clue <- core.institution, core.refunded, core.settlement, marts.clue_draw, marts.clue_evidence, marts.clue_suspicion, marts.suspicion, source.clue_policy, source.clue_state, source.rule, source.rule_precision
      marts.clue_draw <- core.settlement, source.clue_policy
      marts.clue_evidence <- core.drug_trace, core.fee_line, marts.clue_suspicion, marts.suspicion_evidence, source.rule
      marts.clue_suspicion <- marts.suspicion, marts.suspicion_evidence
      marts.figure <- marts.forecast_ahead, marts.fund_month, marts.insured_month, marts.service_month, marts.spending_decomposition, marts.supervision_month
      marts.forecast_ahead <- marts.forecast_history, marts.fund_forecast
      marts.forecast_history <- core.fund_flow, marts.fund_month, marts.insured_month
      marts.forecast_outcome <- marts.forecast_history, marts.fund_forecast
      marts.forecast_score <- marts.forecast_outcome
      marts.fund_forecast <- core.region, marts.forecast_history, source.forecast_settings
      marts.fund_month <- core.fund_balance, core.fund_budget, core.fund_flow, source.fund
      marts.institution_deviation <- core.institution, marts.institution_indicator, source.hosp_lv
      marts.institution_indicator <- core.stay, marts.service_cell
      marts.institution_outlier <- marts.institution_deviation
      marts.insured_month <- core.insured
      marts.service_cell <- core.institution, core.settlement, core.settlement_fee, source.hosp_lv
      marts.service_insured <- core.insured, core.region_scope, marts.service_cell, marts.service_total, source.special_group, staging.insured
      marts.service_month <- marts.service_insured, marts.service_patient, marts.service_total
      marts.service_patient <- core.inpatient_person, core.region_scope, source.inpatient_type
      marts.service_total <- core.region_scope, marts.service_cell, source.inpatient_type
      marts.settlement_reconciliation <- core.clearing_flow, core.fund_flow, core.region_scope, core.settlement_pay, source.clearing_lag, source.clearing_rule
      marts.spending_decomposition <- marts.service_month
      marts.supervision_count <- marts.supervision_found, source.supervision_event
      marts.supervision_found <- core.refunded, rules.checkup_admission, rules.co_visits, rules.companion_admissions, rules.cost_outlier, rules.dental_chronic, rules.dual_channel_misuse, rules.duplicate_invoice, rules.empty_bed_days, rules.excessive_dialysis, rules.expensive_substitute, rules.frequent_admissions, rules.frequent_purchases, rules.limited_age, rules.limited_indication, rules.limited_setting, rules.limited_sex, rules.low_severity_admission, rules.missing_trace_code, rules.multi_institution_purchases, rules.mutually_exclusive_items, rules.near_cap_spending, rules.over_daily_quantity, rules.over_price_cap, rules.over_stay_quantity, rules.overlapping_stays, rules.overlong_stay, rules.oversupply_per_prescription, rules.pharmacist_mismatch, rules.practitioner_overload, rules.rapid_cross_institution, rules.repeated_trace_code, rules.service_after_death, rules.sold_beyond_stock, rules.special_group_anomaly, rules.split_admission, rules.split_visits, rules.stockpiled_drug, rules.undiscounted_surgery, rules.unregistered_chronic, rules.upcoding, rules.visit_during_stay, rules.zero_copayment
      marts.supervision_month <- core.institution, core.region, core.region_scope, marts.fund_month, marts.service_month, marts.supervision_count, source.supervision_region
      marts.suspicion <- core.institution, marts.suspicion_evidence, source.rule
      marts.suspicion_evidence <- core.refunded, rules.checkup_admission, rules.co_visits, rules.companion_admissions, rules.cost_outlier, rules.dental_chronic, rules.dual_channel_misuse, rules.duplicate_invoice, rules.empty_bed_days, rules.excessive_dialysis, rules.expensive_substitute, rules.frequent_admissions, rules.frequent_purchases, rules.limited_age, rules.limited_indication, rules.limited_setting, rules.limited_sex, rules.low_severity_admission, rules.missing_trace_code, rules.multi_institution_purchases, rules.mutually_exclusive_items, rules.near_cap_spending, rules.over_daily_quantity, rules.over_price_cap, rules.over_stay_quantity, rules.overlapping_stays, rules.overlong_stay, rules.oversupply_per_prescription, rules.pharmacist_mismatch, rules.practitioner_overload, rules.rapid_cross_institution, rules.repeated_trace_code, rules.service_after_death, rules.sold_beyond_stock, rules.special_group_anomaly, rules.split_admission, rules.split_visits, rules.stockpiled_drug, rules.undiscounted_surgery, rules.unregistered_chronic, rules.upcoding, rules.visit_during_stay, rules.zero_copayment
      rules.checkup_admission <- core.stay, core.stay_fee, source.rule_checkup_admission
      rules.co_visits <- core.chronic_reg, core.diagnosis, core.refunded, core.settlement, source.rule_co_visits
      rules.companion_admissions <- core.stay, source.rule_companion_admissions
      rules.cost_outlier <- core.stay, source.rule_cost_outlier
      rules.dental_chronic <- core.chronic_reg, core.diagnosis, core.encounter, core.fee_line, core.institution, core.refunded, core.settlement, source.rule_dental_chronic
      rules.dual_channel_misuse <- core.dual_drug, core.dual_reg, core.prescription, core.refunded, core.stay, source.rule_dual_channel_misuse
      rules.duplicate_invoice <- core.refunded, core.reimbursement, core.settlement
      rules.empty_bed_days <- core.stay, core.stay_fee, source.rule_empty_bed_days
      rules.excessive_dialysis <- core.catalogue, core.encounter, core.fee_line, core.refunded, core.settlement, source.rule_excessive_dialysis
      rules.expensive_substitute <- core.fee_line, core.institution, core.refunded, core.settlement, core.swap_pair, source.hosp_lv, source.rule_expensive_substitute
      rules.frequent_admissions <- core.stay, source.rule_frequent_admissions
      rules.frequent_purchases <- core.catalogue, core.prescription, core.refunded, source.rule_frequent_purchases
      rules.limited_age <- core.diagnosis, core.encounter, core.fee_line, core.item_limit, core.refunded, core.settlement
      rules.limited_indication <- core.diagnosis, core.encounter, core.fee_line, core.item_limit, core.refunded, core.settlement, source.rule_limited_indication
      rules.limited_setting <- core.dual_drug, core.fee_line, core.institution, core.item_limit, core.refunded, core.settlement, source.hosp_lv
      rules.limited_sex <- core.diagnosis, core.fee_line, core.item_limit, core.refunded, core.settlement
      rules.low_severity_admission <- core.stay, core.stay_fee, source.rule_low_severity_admission
      rules.missing_trace_code <- core.catalogue, core.drug_trace, core.fee_line, core.refunded, core.settlement, source.rule_missing_trace_code
      rules.multi_institution_purchases <- core.catalogue, core.institution, core.prescription, core.refunded, core.settlement, source.rule_multi_institution_purchases
      rules.mutually_exclusive_items <- core.fee_line, core.item_limit, core.operation, core.refunded, core.settlement
      rules.near_cap_spending <- core.diagnosis, core.refunded, core.settlement, source.rule_near_cap_spending
      rules.over_daily_quantity <- core.fee_line, core.item_limit, core.operation, core.refunded, core.settlement, source.rule_over_daily_quantity
      rules.over_price_cap <- core.catalogue, core.fee_line, core.refunded, core.settlement, source.rule_over_price_cap
      rules.over_stay_quantity <- core.fee_line, core.stay, source.rule_over_stay_quantity
      rules.overlapping_stays <- core.stay, source.rule_overlapping_stays
      rules.overlong_stay <- core.encounter, core.stay, source.rule_overlong_stay
      rules.oversupply_per_prescription <- core.chronic_reg, core.prescription, core.refunded, source.rule_oversupply_per_prescription
      rules.pharmacist_mismatch <- core.institution, core.practitioner, core.prescription, core.refunded, source.rule_pharmacist_mismatch
      rules.practitioner_overload <- core.diagnosis, core.practitioner, core.refunded, core.settlement, core.settlement_fee, source.rule_practitioner_overload
      rules.rapid_cross_institution <- core.institution, core.refunded, core.settlement, source.rule_rapid_cross_institution
      rules.repeated_trace_code <- core.drug_trace, core.fee_line, core.refunded, core.settlement
      rules.service_after_death <- core.death, core.refunded, core.settlement, source.rule_service_after_death
      rules.sold_beyond_stock <- core.catalogue, core.fee_line, core.stock, source.rule_sold_beyond_stock
      rules.special_group_anomaly <- core.institution, core.refunded, core.settlement, core.special_list, source.rule_special_group_anomaly
      rules.split_admission <- core.stay, source.rule_split_admission
      rules.split_visits <- core.fee_line, core.refunded, core.settlement, core.settlement_fee, source.rule_split_visits
      rules.stockpiled_drug <- core.catalogue, core.prescription, core.refunded, source.rule_stockpiled_drug
      rules.undiscounted_surgery <- core.catalogue, core.fee_line, core.operation, core.refunded, core.settlement, source.rule_undiscounted_surgery
      rules.unregistered_chronic <- core.chronic_reg, core.refunded, core.settlement, source.rule_unregistered_chronic
      rules.upcoding <- core.dip_score, core.stay, source.rule_upcoding
      rules.visit_during_stay <- core.encounter, core.prescription, core.refunded, core.settlement, core.stay, source.rule_visit_during_stay
      rules.zero_copayment <- core.refunded, core.settlement, core.special_list, source.rule_zero_copayment
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
      source.rule_knowledge <- 
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
      forecast_ordered (warn) after marts.fund_forecast
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
