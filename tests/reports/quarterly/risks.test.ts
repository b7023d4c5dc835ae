import { describe, expect, test } from "vitest";
import type { Figure } from "../../../models/figure.ts";
import { type Document, documentText } from "../../../reports/document.ts";
import { monthlyBulletin } from "../../../reports/documents/monthly-bulletin.ts";
import type { QuarterlyFacts } from "../../../reports/documents/quarterly/quarterly-facts.ts";
import { quarterlyReport } from "../../../reports/documents/quarterly/quarterly-report.ts";
import { figure, quarter, services, statement } from "./quarter.ts";

interface Counts {
  suspicions: number;
  clues: number;
  checked?: number;
  verified?: number;
  recovered?: string;
  outstanding?: string;
}

const share = (a: number, b: number) => (b === 0 ? null : String(a / b));

function supervision(basis: string, counts: Counts, period = "2025Q3"): Figure[] {
  const { suspicions, clues, checked = 0, verified = 0, recovered = "0", outstanding } = counts;
  const at = { basis, period };
  return [
    figure("supervision_suspicions", "all", String(suspicions), at),
    figure("supervision_clues", "all", String(clues), at),
    figure("supervision_checked", "all", String(checked), at),
    figure("supervision_verified", "all", String(verified), at),
    figure("verification_rate", "all", share(verified, checked), at),
    figure("supervision_recovered", "all", recovered, at),
    figure("recovered_per_clue", "all", share(Number(recovered), verified), at),
    figure("supervision_outstanding", "all", outstanding ?? "0", at),
  ];
}

const TABLES = ["marts.figure", "marts.fund_month", "marts.supervision_month"];
const facts = (all: Figure[], more: Partial<QuarterlyFacts> = {}) =>
  quarter([...statement(), ...services(), ...all], { tables: new Set(TABLES), ...more });
const said = (write: (facts: QuarterlyFacts) => Document, of: QuarterlyFacts) =>
  documentText(write(of));

describe("a sentence is never more optimistic than its figures", () => {
  test.each<[string, Counts, string]>([
    ["nobody looked yet", { suspicions: 50, clues: 40 }, "形成线索40条；尚无核实结论。"],
    [
      "some were looked at, nothing came back",
      { suspicions: 50, clues: 40, checked: 5, verified: 2, outstanding: "300.10" },
      "已有结论5条，其中核实2条，核实率40.0%，其余尚无结论；尚未追回资金，已核实尚未追回300.10元。",
    ],
    [
      "all were looked at, some came back",
      { suspicions: 9, clues: 9, checked: 9, verified: 3, recovered: "90", outstanding: "10" },
      "已有结论9条，其中核实3条，核实率33.3%；追回90元，每条核实线索追回30.0元，已核实尚未追回10元。",
    ],
  ])("%s", (_, counts, sentence) => {
    expect(said(monthlyBulletin, facts(supervision("", counts)))).toContain(sentence);
  });
});

test("without supervision there is no chapter", () => {
  expect(said(monthlyBulletin, facts([]))).not.toContain("基金监管工作");
  expect(said(quarterlyReport, facts([]))).not.toContain("异常与风险");
  const none = supervision("", { suspicions: 0, clues: 0 });
  expect(said(monthlyBulletin, facts(none))).not.toContain("基金监管工作");
});

test("rules that are mostly wrong and money not back are problems, and steps follow", () => {
  const all = [
    ...supervision("", { suspicions: 90, clues: 90, checked: 60, verified: 6, outstanding: "800" }),
    ...supervision("group:住院行为", { suspicions: 90, clues: 90, checked: 60, verified: 6 }),
  ];
  const text = said(quarterlyReport, facts(all));
  expect(text).toContain("已核实的违规资金尚有800元未追回。");
  expect(text).toContain("住院行为类规则核实率仅10.0%，有结论的60条线索多数不属实。");
  expect(text).toContain("复核核实率偏低的规则");
  expect(text).toContain("督促有关机构按期退回已核实的违规资金");
});

test("a rate on few conclusions is no problem", () => {
  const few = supervision("group:住院行为", { suspicions: 9, clues: 9, checked: 9, verified: 0 });
  const whole = supervision("", { suspicions: 9, clues: 9, checked: 9, verified: 0 });
  expect(said(quarterlyReport, facts([...whole, ...few]))).not.toContain("核实率仅");
});

test("months of the quarter side by side, each by its own clock", () => {
  const months = ["07", "08", "09"].flatMap((month, i) =>
    supervision(
      "month",
      { suspicions: 10 + i, clues: 8 + i, checked: 4, verified: i },
      `2025-${month}`,
    ),
  );
  const whole = supervision("", { suspicions: 33, clues: 27, checked: 12, verified: 3 });
  const text = said(quarterlyReport, facts([...whole, ...months]));
  expect(text).toContain("9月 12 10 4 2 50.0");
  expect(text).toContain("同月的两数不是同一批线索");
  expect(text).toContain("疑点条数2025年9月为12条");
});

test("institutions to ask, why, and that asking finds nothing yet", () => {
  const indicator = { peersBy: "level and type", peers: 12 };
  const text = said(
    quarterlyReport,
    facts(supervision("", { suspicions: 1, clues: 1 }), {
      supervision: {
        institutions: [{ code: "H1", name: "甲医院", clues: "12", amount: "53210.55" }],
        outliers: [
          {
            code: "H1",
            name: "甲医院",
            place: 1,
            indicators: [
              { title: "15日内再住院占比", unit: "%", value: 0.214, median: 0.052, ...indicator },
              { title: "次均住院费用指数", unit: "倍", value: 1.62, median: 1.01, ...indicator },
            ],
          },
        ],
      },
    }),
  );
  expect(text).toContain("1. 甲医院 15日内再住院占比 21.4% 5.2% 同级同类机构12家");
  expect(text).toContain("次均住院费用指数 1.62倍 1.01倍");
  expect(text).toContain("是请机构说明情况的理由，不是对违规的认定");
  expect(text).toContain("甲医院，12条，5.32万元。疑点金额是待核查的金额，不是认定的违规金额。");
});
