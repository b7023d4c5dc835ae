import { expect } from "vitest";
import type { Row, Store } from "../../pipelines/store.ts";

let asked: Store;

/** Says whose answers are to be proved. */
export const ask = (store: Store): void => {
  asked = store;
};

const CITY = "990100";
const FUND_NAMES: Record<string, string> = {
  职工基本医疗保险: "employee",
  城乡居民基本医疗保险: "resident",
};

/** The single value of a query, as a number. */
const one = async (sql: string): Promise<number> =>
  Number(Object.values(await asked.row(sql))[0] as string);

const figure = (metric: string, at: string, fund: string, period: string, basis = "") =>
  one(`select value from analysis.figure where metric = '${metric}' and region_code = '${at}'
    and fund = '${fund}' and account = 'all' and period = '${period}' and basis = '${basis}'`);

const sum = (rows: Row[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

const LAST_12 = "month between '2025-02' and '2026-01'";

/** Columns of each example, and a number of it worked out in another way. */
export const EXPECTED: Record<string, { columns: string; proof: (rows: Row[]) => Promise<void> }> =
  {
    admissions_by_level: {
      columns: "month, hosp_lv_name, admissions, cost_per_admission_yuan",
      async proof(rows) {
        expect(new Set(rows.map(({ month }) => month)).size).toBe(12);
        const june = rows.filter(({ month }) => month === "2025-06");
        const [employee, resident] = await Promise.all(
          ["employee", "resident"].map((f) => figure("admissions", CITY, f, "2025-06", "month")),
        );
        expect(sum(june, "admissions")).toBe(employee! + resident!);
      },
    },
    top_institutions: {
      columns: "fixmedins_code, fixmedins_name, hifp_pay_ytd_yuan, past_hifp_pay_ytd_yuan, growth",
      async proof([top]) {
        const spend = (month: string) =>
          one(`select sum(hifp_pay) from analysis.settlement
          where fixmedins_code = '${top!.fixmedins_code}' and month = '${month}'`);
        expect(Number(top!.hifp_pay_ytd_yuan)).toBe(await spend("2026-01"));
        expect(Number(top!.growth)).toBeCloseTo(
          (await spend("2026-01")) / (await spend("2025-01")) - 1,
        );
      },
    },
    out_of_area_by_county: {
      columns:
        "region_code, region_name, fund_name, month, admissions_ytd, out_of_area_admissions_ytd, out_of_area_share, out_of_area_fund_share",
      async proof(rows) {
        const city = rows.find(
          (row) => row.region_code === CITY && FUND_NAMES[String(row.fund_name)] === "resident",
        )!;
        const key = ["out_of_area_share", CITY, "resident", "2026-01"] as const;
        expect(city.out_of_area_share).toBeCloseTo(await figure(...key));
        expect(city.out_of_area_fund_share).toBeCloseTo(await figure(...key, "fund_spend"));
      },
    },
    drug_share_by_institution: {
      columns:
        "fixmedins_code, fixmedins_name, hosp_lv_name, drug_yuan, itemised_yuan, drug_share, level_drug_share, difference",
      async proof([top]) {
        const share = await one(`
        select sum(case when fee.charge_category in ('drug', 'herb') then fee.det_item_fee_sumamt else 0 end)
          / sum(fee.det_item_fee_sumamt)
        from analysis.fee_line as fee inner join analysis.settlement as line on line.setl_id = fee.setl_id
        where line.care = 'inpatient' and line.fixmedins_code = '${top!.fixmedins_code}'`);
        expect(top!.drug_share).toBeCloseTo(share, 9);
      },
    },
    special_group_rates: {
      columns:
        "special_group, admissions, cost_per_admission_yuan, actual_reimbursement_rate, in_scope_reimbursement_rate",
      async proof(rows) {
        const [whole, ...groups] = rows;
        expect(whole!.special_group).toBe("全部");
        expect(sum(groups, "admissions")).toBe(Number(whole!.admissions));
        const rate =
          await one(`select sum(fund_pay_sumamt) / sum(medfee_sumamt) from analysis.settlement
        where care = 'inpatient' and special_group = '低保' and ${LAST_12}`);
        const group = groups.find((row) => row.special_group === "低保")!;
        expect(group.actual_reimbursement_rate).toBeCloseTo(rate, 9);
      },
    },
    readmission_15_days: {
      columns: "fixmedins_code, fixmedins_name, discharges, readmissions, readmission_rate",
      async proof(rows) {
        const stays = await asked.rows<{ psn_no: string; begin: string; end: string }>(`
        select psn_no, cast(begndate as varchar) as begin, cast(enddate as varchar) as end
        from analysis.settlement where care = 'inpatient' and is_refund = 0
        order by psn_no, begndate, setl_id`);
        const again = stays.filter((stay, i) => {
          const next = stays[i + 1];
          if (next?.psn_no !== stay.psn_no) return false;
          const days = (Date.parse(next.begin) - Date.parse(stay.end)) / 86_400_000;
          return days >= 0 && days <= 15;
        });
        expect(sum(rows, "discharges")).toBe(stays.length);
        expect(again.length).toBeGreaterThan(0);
        expect(sum(rows, "readmissions")).toBe(again.length);
      },
    },
    cost_quantiles_by_dip: {
      columns:
        "dip_code, dip_name, stays, lower_quartile_yuan, median_yuan, upper_quartile_yuan, p95_yuan, highest_yuan",
      async proof([top]) {
        const costs = (
          await asked.rows<{ cost: string }>(`
          select line.medfee_sumamt as cost from analysis.settlement as line
          inner join analysis.encounter as stay on stay.setl_id = line.setl_id
          where stay.dip_code = '${top!.dip_code}' and line.care = 'inpatient' and line.is_refund = 0`)
        )
          .map(({ cost }) => Number(cost))
          .sort((a, b) => a - b);
        const [lower, upper] = [(costs.length - 1) / 2, costs.length / 2].map(Math.floor);
        expect(costs.length).toBe(Number(top!.stays));
        expect(top!.median_yuan).toBeCloseTo((costs[lower!]! + costs[upper!]!) / 2, 6);
        expect(Number(top!.highest_yuan)).toBe(costs.at(-1));
      },
    },
    spend_per_insured_by_county: {
      columns:
        "region_code, region_name, fund_name, month, insured_persons, hifp_pay_ytd_yuan, pooled_spend_per_insured_yuan",
      async proof(rows) {
        for (const { region_code, fund_name, pooled_spend_per_insured_yuan } of rows) {
          const fund = FUND_NAMES[String(fund_name)]!;
          expect(pooled_spend_per_insured_yuan).toBeCloseTo(
            await figure("pooled_spend_per_insured", String(region_code), fund, "2026-01"),
          );
        }
      },
    },
    statement_vs_settlement: {
      columns:
        "region_name, fund_name, month, statement_yuan, settled_yuan, difference_yuan, lag_effect_yuan, retention_effect_yuan, advance_effect_yuan, unexplained_yuan, note",
      async proof(rows) {
        expect(rows.length).toBe(26);
        const june = rows.find((r) => r.month === "2025-06" && r.fund_name === "职工基本医疗保险")!;
        const settled = await one(`
        select sum(hifp_pay + hifob_pay + oth_pay + acct_pay + coalesce(acct_mulaid_pay, 0))
        from analysis.settlement where month = '2025-06' and fund = 'employee'`);
        expect(Number(june.settled_yuan)).toBeCloseTo(settled, 2);
        expect(Number(june.difference_yuan)).toBeCloseTo(Number(june.statement_yuan) - settled, 2);
      },
    },
    refunds_by_institution: {
      columns: "fixmedins_code, fixmedins_name, refunds, refunded_yuan, settlements, refund_share",
      async proof(rows) {
        expect(sum(rows, "refunds")).toBe(
          await one("select sum(refunds) from analysis.settlement_quality"),
        );
        expect(sum(rows, "refunded_yuan")).toBeGreaterThan(0);
      },
    },
    costliest_items: {
      columns:
        "hilist_code, hilist_name, charge_category_name, amount_yuan, quantity, persons, share",
      async proof(rows) {
        const year = "month = '2026-01'";
        const whole = await one(
          `select sum(det_item_fee_sumamt) from analysis.fee_line where ${year}`,
        );
        const top = await one(`select sum(det_item_fee_sumamt) from analysis.fee_line
        where ${year} and hilist_code = '${rows[0]!.hilist_code}'`);
        expect(Number(rows[0]!.amount_yuan)).toBe(top);
        expect(rows[0]!.share).toBeCloseTo(top / whole, 9);
      },
    },
    over_price_cap: {
      columns:
        "fixmedins_code, fixmedins_name, hilist_code, hilist_name, lines, highest_price_yuan, lowest_cap_yuan, over_cap_yuan",
      async proof(rows) {
        expect(sum(rows, "lines")).toBe(
          await one(
            "select count(*) from analysis.fee_line where pric > pric_uplmt_amt and pric_uplmt_amt > 0 and cnt > 0",
          ),
        );
        expect(rows.every((row) => row.fixmedins_name !== null)).toBe(true);
      },
    },
    chronic_spend: {
      columns:
        "dise_no, dise_name, registered, patients, visits, medfee_yuan, fund_pay_yuan, fund_pay_per_patient_yuan",
      async proof(rows) {
        expect(sum(rows, "fund_pay_yuan")).toBeCloseTo(
          await one("select sum(fund_pay_yuan) from analysis.service_cell where care = 'chronic'"),
          2,
        );
      },
    },
    months_payable_trend: {
      columns: "region_name, fund_name, month, months_payable, low, high, policy",
      async proof(rows) {
        const last = rows.findLast((row) => row.region_name === "示例市")!;
        const payable =
          await one(`select payable_yuan / (spending_12_yuan / 12) from analysis.fund_month
        where region_code = '${CITY}' and fund = '${FUND_NAMES[String(last.fund_name)]}'
          and account = 'all' and month = '${last.month}'`);
        expect(last.months_payable).toBeCloseTo(payable, 9);
      },
    },
    budget_completion: {
      columns:
        "region_name, fund_name, month, item_name, ytd_yuan, budget_yuan, completion, ahead_of_even, over_even_yuan",
      async proof(rows) {
        const total = rows.find((r) => r.region_name === "示例市" && r.item_name === "支出合计")!;
        const fund = FUND_NAMES[String(total.fund_name)]!;
        expect(total.completion).toBeCloseTo(
          await figure("expenditure_completion", CITY, fund, "2026-01"),
        );
        expect(total.ahead_of_even).toBeCloseTo(
          Number(total.completion) - (await figure("even_progress", CITY, fund, "2026-01")),
        );
      },
    },
    spending_decomposition: {
      columns:
        "region_name, fund_name, month, change_yuan, insured_effect_yuan, rate_effect_yuan, cost_effect_yuan, share_effect_yuan, note",
      async proof(rows) {
        const city = rows.find(
          (r) => r.region_name === "示例市" && r.fund_name === "城乡居民基本医疗保险",
        )!;
        const effects = ["insured", "rate", "cost", "share"].map((factor) =>
          Number(city[`${factor}_effect_yuan`]),
        );
        const change =
          await one(`select sum(case when month = '2026-01' then fund_pay_sumamt else -fund_pay_sumamt end)
        from analysis.settlement
        where care = 'inpatient' and fund = 'resident' and month in ('2025-01', '2026-01')`);
        expect(Number(city.change_yuan)).toBe(change);
        expect(effects.reduce((a, b) => a + b)).toBeCloseTo(change, 2);
      },
    },
    most_visits: {
      columns:
        "psn_no, fund_name, region_name, visits, institutions, days_with_visits, medfee_yuan, fund_pay_yuan",
      async proof(rows) {
        expect(rows.every((row) => /^[0-9a-f]{32}$/.test(String(row.psn_no)))).toBe(true);
        const most = await one(`select max(visits) from (
        select sum(visits) as visits from analysis.settlement where ${LAST_12} group by psn_no)`);
        expect(Number(rows[0]!.visits)).toBe(most);
      },
    },
    stay_distribution: {
      columns: "hosp_lv_name, stay, admissions, bed_days, share, fund_pay_yuan",
      async proof(rows) {
        const [admissions, days] = [sum(rows, "admissions"), sum(rows, "bed_days")];
        const stays = "from analysis.service_cell where care = 'inpatient'";
        expect(admissions).toBe(await one(`select sum(visits) ${stays}`));
        expect(days).toBe(await one(`select sum(bed_days) ${stays}`));
      },
    },
    benchmark_gaps: {
      columns:
        "region_name, fund_name, metric_name, metric_unit, period, value, scope, benchmark_period, benchmark_value, difference, ratio, rank, peers",
      async proof(rows) {
        const cost = rows.find((row) => row.metric_name === "次均住院费用")!;
        const fund = FUND_NAMES[String(cost.fund_name)]!;
        const local = await figure("cost_per_admission", CITY, fund, String(cost.period));
        expect([cost.region_name, cost.value, cost.metric_unit]).toEqual(["示例市", local, "元"]);
        expect(cost.difference).toBeCloseTo(local - Number(cost.benchmark_value), 6);
      },
    },
    data_quality: {
      columns:
        "month, settlements, refunds, repeated_rows, negative_totals, fund_parts_off, fee_parts_off, unknown_funds, unknown_med_types",
      async proof(rows) {
        expect(rows.length).toBe(13);
        expect(sum(rows, "settlements")).toBe(
          await one("select count(*) from analysis.settlement"),
        );
      },
    },
  };
