import { expect, test } from "vitest";
import type { Figure } from "../../../models/figure.ts";
import { textOf } from "../../../reports/document.ts";
import { countyFunds } from "../../../reports/documents/quarterly/annex.ts";
import { countiesSentence, countyRates } from "../../../reports/documents/quarterly/counties.ts";
import { figure, quarter, statement } from "./quarter.ts";

const COUNTIES = ["甲县", "乙县", "丙县", "丁县"].map((name, i) => ({
  code: `62070${i + 1}`,
  name,
}));

/** A metric of the counties in their order; null where a county has none. */
const spread = (metric: string, values: (string | null)[]): Figure[] =>
  values.flatMap((value, i) =>
    value === null ? [] : [figure(metric, "employee", value, { region: COUNTIES[i]!.code })],
  );
const facts = (...all: Figure[]) => quarter([...statement(), ...all], { children: COUNTIES });
const told = (...all: Figure[]) => textOf(countiesSentence(facts(...all), "employee"));

test("many counties ahead: how many and the two ends, then deficits", () => {
  expect(
    told(
      ...spread("ahead_of_even", ["0.1679", "0.0627", "0.0817", "0.1072"]),
      ...spread("current_balance", ["-151700", "6600", "-168100", "-91100"]),
    ),
  ).toBe(
    "分地区看，4个地区支出均超均衡进度，甲县最高，为16.79个百分点，乙县最低，为6.27个百分点；3个地区当期赤字，丙县最大，为16.81万元。",
  );
});

test("those not ahead and those without numbers are counted apart", () => {
  expect(told(...spread("ahead_of_even", ["0.3", "0.1", "0.2", "-0.1"]))).toContain(
    "4个地区中3个支出超均衡进度，甲县最高，为30.00个百分点，乙县最低，为10.00个百分点。",
  );
  expect(told(...spread("ahead_of_even", ["0.3", "0.1", "0.2", null]))).toContain(
    "3个地区支出均超均衡进度，甲县最高，为30.00个百分点，乙县最低，为10.00个百分点，另有1个地区无支出进度数据。",
  );
});

test("one or two ahead are named as in the bulletin; none known is nothing to say", () => {
  expect(told(...spread("ahead_of_even", ["0.3", "-0.1", "0.2", "-0.1"]))).toBe(
    "分地区看，支出超均衡进度的有：甲县30.00个百分点，丙县20.00个百分点，其余地区未超均衡进度。",
  );
  expect(told()).toBe("");
});

test("rates: the highest and the lowest, alike, or one alone", () => {
  const rates = (values: (string | null)[]) =>
    textOf(countyRates(facts(...spread("annualized_hospitalization_rate", values)), "employee"));
  expect(rates(["0.2", "0.25", null, "0.21"])).toBe("乙县最高，为25.00%，甲县最低，为20.00%");
  expect(rates(["0.2", "0.2", null, null])).toBe("各地区均为20.00%");
  expect(rates(["0.2", null, null, null])).toBe("");
});

test("the annexed table has a row a county and the whole, funds side by side", () => {
  const balances = spread("current_balance", ["-151700", "6600", "-168100", "-91100"]);
  const table = countyFunds(facts(...balances), ["employee"])!;
  expect(table.rows.map((row) => textOf(row.cells[0]!))).toEqual([
    "甲县",
    "乙县",
    "丙县",
    "丁县",
    "全市",
  ]);
  expect(table.columns.map(({ title }) => title)).toEqual(["地区", "职工当期结余"]);
  expect(countyFunds(facts(), ["employee"])).toBeNull();
});
