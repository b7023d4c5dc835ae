import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COLUMNS, EXACT_COLUMNS, halfColumn } from "../../models/metrics/columns.ts";
import type { Mart } from "../../models/metrics/define.ts";
import { columnsOf, inWords } from "../../models/metrics/expression.ts";
import { METRICS, metricOf } from "../../models/metrics/index.ts";
import { basisOf, monthsPayable } from "../../models/metrics/months-payable.ts";
import { useTables } from "../sql/tables.ts";

const tables = useTables();
const MARTS = Object.keys(COLUMNS) as Mart[];
const inMart = new Map<Mart, string[]>();

beforeAll(async () => {
  for (const mart of MARTS) {
    const rows = await tables.store.rows<{ column_name: string }>(`describe marts.${mart}`);
    inMart.set(
      mart,
      rows.map(({ column_name }) => column_name),
    );
  }
});
afterAll(() => inMart.clear());

test("the metrics are those that other programs know, and no more", () => {
  const known =
    "income_ytd, expenditure_ytd, current_balance, opening_balance, closing_balance, income_budget, expenditure_budget, income_completion, expenditure_completion, even_progress, ahead_of_even, months_payable, balance_rate, insured, dependency_ratio";
  expect(METRICS.map(({ id }) => id).sort()).toEqual(
    [
      ...known.split(", "),
      ...["income_month", "expenditure_month", "insured_share"],
      ..."admissions, inpatients, outpatient_visits, hospitalization_rate, annualized_hospitalization_rate, cost_per_admission, length_of_stay, actual_reimbursement_rate, in_scope_reimbursement_rate, pooled_payment_rate, pooled_spend_per_insured, drug_share, material_share, out_of_area_share, settlement_fund_spend, inpatient_fund_pay, inpatient_spend_change, insured_effect, admission_rate_effect, cost_effect, fund_share_effect".split(
        ", ",
      ),
      ..."supervision_suspicions, supervision_clues, supervision_checked, supervision_verified, verification_rate, supervision_recovered, recovered_per_clue, supervision_outstanding".split(
        ", ",
      ),
      ..."forecast_income, forecast_expenditure, forecast_balance, forecast_balance_low, forecast_balance_high, forecast_months_payable, forecast_below_6, forecast_below_3, forecast_below_0, forecast_crossed_6, forecast_crossed_3, forecast_crossed_0".split(
        ", ",
      ),
    ].sort(),
  );
  expect(metricOf("income_ytd.yoy")?.id).toBe("income_ytd");
  expect(metricOf("income")).toBeUndefined();
});

describe.each(METRICS.map((metric) => [metric.id, metric] as const))("%s", (_, metric) => {
  const read = metric.variants.flatMap(({ value }) => columnsOf(value));

  test("reads columns with an origin, that its mart has", () => {
    for (const name of read) {
      expect(Object.keys(COLUMNS[metric.mart])).toContain(name);
      expect(inMart.get(metric.mart)).toContain(name);
      if (!EXACT_COLUMNS.has(name)) expect(inMart.get(metric.mart)).toContain(halfColumn(name));
    }
  });

  test("names its variants apart, each with its policy", () => {
    const ids = metric.variants.map(({ basis }) => basis);
    expect(new Set(ids).size).toBe(ids.length);
    expect(metric.variants.filter(({ policy }) => policy === "")).toEqual([]);
    expect(metric.title).toMatch(/^\p{Script=Han}+$/u);
  });

  test("reads in Chinese", () => {
    for (const { value } of metric.variants) {
      expect(inWords(value, (name) => COLUMNS[metric.mart][name]!.title)).toMatch(
        /^[\p{Script=Han}\d（）＋－÷、]+$/u,
      );
    }
  });
});

test("every origin is made of columns that have one", () => {
  for (const mart of MARTS) {
    const origins = Object.entries(COLUMNS[mart]);
    const parts = origins.flatMap(([, { ways }]) => ways.flatMap(({ columns }) => columns ?? []));
    for (const name of parts) expect(Object.keys(COLUMNS[mart])).toContain(name);
    for (const [name] of origins) expect(inMart.get(mart)).toContain(name);
  }
});

test("formulas in words", () => {
  const words = (id: string, basis = "") => {
    const metric = metricOf(id)!;
    const { value } = metric.variants.find((v) => v.basis === basis)!;
    return inWords(value, (name) => COLUMNS[metric.mart][name]!.title);
  };
  expect(words("expenditure_completion")).toBe("累计支出÷年度支出预算");
  expect(words("ahead_of_even")).toBe("（累计支出÷年度支出预算）－（已过月数÷12）");
  expect(words("balance_rate")).toBe("（累计收入－累计支出）÷累计收入");
  expect(words("months_payable", "trailing_12")).toBe(
    "统筹基金累计结余÷（近12个月支出（不含上解、补助下级）÷12）",
  );
  expect(words("insured_share")).toBe("人数÷参保人数");
});

test("every choice of 可支付月数 a config can make is a variant", () => {
  const bases = monthsPayable.variants.map(({ basis }) => basis);
  const chosen = ["trailing_12", "ytd_average", "budget", "prior_year"].flatMap((denominator) =>
    (["pooled", "total"] as const).flatMap((numerator) =>
      [true, false].map((exclude_transfers) =>
        basisOf({ numerator, denominator, exclude_transfers }),
      ),
    ),
  );
  expect(chosen.sort()).toEqual([...bases].sort());
});
