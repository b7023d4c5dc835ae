import { describe, expect, test } from "vitest";
import { textOf } from "../../../reports/document.ts";
import { levelsSentence } from "../../../reports/documents/quarterly/levels.ts";
import { basisBlocks } from "../../../reports/documents/quarterly/opening.ts";
import { placesSentence } from "../../../reports/documents/quarterly/places.ts";
import { countyRatesChart } from "../../../reports/documents/quarterly/service-charts.ts";
import { specialServices } from "../../../reports/documents/quarterly/special.ts";
import {
  benchmark,
  figure,
  figures,
  level,
  PERIOD,
  quarter,
  services,
  statement,
} from "./quarter.ts";

describe("verdicts agree with the numbers printed beside them", () => {
  const special = (rate: string) => {
    const basis = "special:低保";
    return textOf(
      specialServices(
        quarter([
          figure("admissions", "resident", "900"),
          figure("actual_reimbursement_rate", "resident", "0.57866"),
          ...figures(
            "resident",
            { admissions: { now: "30" }, actual_reimbursement_rate: { now: rate } },
            { basis },
          ),
        ]),
      ),
    );
  };
  test.each([
    ["0.57868", "57.87%，其中低保人员不高于全体，倾斜政策效果需核实。"],
    ["0.5788", "57.87%，高于全体。"],
  ])("special groups, %s", (rate, words) => expect(special(rate)).toContain(words));

  test("care elsewhere", () => {
    const cost = (place: string, value: string) =>
      figure("cost_per_admission", "employee", value, { basis: `place:${place}` });
    const told = (out: string) =>
      textOf(
        placesSentence(
          quarter([
            figure("out_of_area_share", "employee", "0.062"),
            cost("out", out),
            cost("local", "25133.1"),
          ]),
          "employee",
        ),
      );
    expect(told("25133.4")).toContain("25133元，不高于本地的25133元");
    expect(told("25133.6")).toContain("25134元，高于本地的25133元");
  });
});

describe("levels", () => {
  const told = (...moves: (string | null)[]) =>
    textOf(
      levelsSentence(
        quarter([
          ...services(),
          ...moves.flatMap((yoy, i) =>
            level("employee", String(3 - i), String(200 - i), "9000", yoy ?? "0").filter(
              (each) => yoy !== null || !each.metric.endsWith(".yoy"),
            ),
          ),
        ]),
        "employee",
      ),
    );
  test("which grew fastest is said where the change of every level is known", () => {
    expect(told("0.1", "0.2", "0.3")).toContain("一级住院人次增长最快");
    expect(told("0.3", "0.2", "0.1")).toContain("增幅为各等级最大");
    expect(told("-0.3", "-0.2", "-0.1")).toContain("各等级住院人次均未增长");
  });
  test.each([[["0.1", "0.2", null]], [["0.3", "0.2", null]], [["-0.3", "-0.2", null]]])(
    "and not where one is unknown: %s",
    (moves) => {
      expect(told(...moves)).not.toMatch(/各等级最大|增长最快|均未增长/);
    },
  );
});

describe("admission rates by county", () => {
  const children = ["甲县", "乙县"].map((name, i) => ({ code: `62070${i + 1}`, name }));
  const rates = (metric: string, period: string) =>
    [undefined, ...children].map((child, i) =>
      figure(metric, "employee", `0.2${i}`, {
        period,
        ...(child ? { region: child.code } : {}),
      }),
    );
  const drawn = (period: string) =>
    countyRatesChart(
      quarter(
        [
          ...rates("hospitalization_rate", period),
          ...rates("annualized_hospitalization_rate", period),
        ],
        {
          period,
          children,
          benchmarks: [benchmark({ metric: "hospitalization_rate", value: "0.2159" })],
        },
      ),
      "employee",
    )!;

  test.each([
    [PERIOD, "职工折算全年住院率", "annualized_hospitalization_rate"],
    ["2025Q4", "职工住院率", "hospitalization_rate"],
  ])("%s: one rate for bars and lines, held against what was published", (period, name, metric) => {
    const chart = drawn(period);
    expect(chart.title).toContain(name);
    expect(chart.svg).toContain("全国2023年");
    expect(chart.figures.map((id) => id.split("/")[0])).toEqual([metric, metric, metric]);
  });
});

test("a region without settlements does not say that it has them, whatever others sent", () => {
  const facts = quarter(statement());
  expect(facts.tables.has("marts.service_month")).toBe(true);
  const told = (all = facts) =>
    basisBlocks(all, false)
      .map((b) => JSON.stringify(b))
      .join("");
  expect(told()).not.toContain("医保结算");
  expect(told(quarter([...statement(), ...services()]))).toContain("取自医保结算");
});
