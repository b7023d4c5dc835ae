import { fundOf } from "../../../models/fund.ts";
import { endMonth } from "../../../models/period.ts";
import { insured as insuredSource } from "../../../models/sources/insured.ts";
import { join, type Run, say, type Table } from "../../document.ts";
import { endInWords, monthInWords, percent, persons, signOf } from "../../format.ts";
import { quote } from "../bulletin-facts.ts";
import { caveatNotes } from "../notes.ts";
import { figureTable, type Line } from "../table-cells.ts";
import { fundsWith } from "./cuts.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed, counted, yearBefore, yoyOf } from "./quotes.ts";
import { type Section, said } from "./section.ts";

/** 参保情况: who is insured, how old, in which special groups. */
export const insuredSection: Section = {
  title: "参保情况",
  needs: ["marts.insured_month"],
  blocks: (facts) => [
    ...fundsWith(facts, "insured").map((fund) => said(insuredSentence(facts, fund))),
    said(specialSentence(facts)),
    insuredTable(facts),
  ],
};

/** 截至9月底，职工医保参保2165人，同比下降1.41%；其中在职1584人，退休581人，…；在职退休比2.73，… */
export function insuredSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const whole = counted(facts, "insured", fund);
  if (!whole) return [];
  const head = join(
    [
      say`截至${endInWords(endMonth(facts.period))}，${fundOf(fund).title}参保${quote(whole)}`,
      yoyOf(facts, "insured", fund),
    ],
    "，",
  );
  const parts = groupsOf(facts, fund).map(({ key, title }) => {
    const figure = counted(facts, "insured", fund, { basis: key })!;
    return say`${title}${quote(figure)}`;
  });
  const inside = parts.length > 0 ? say`其中${join(parts, "、")}` : [];
  return say`${join([head, join([inside, retiredClause(facts, fund)], "，"), burden(facts, fund)], "；")}。`;
}

/** 退休人员占26.84%，同比上升0.90个百分点 */
function retiredClause(facts: QuarterlyFacts, fund: string): Run[] {
  const share = counted(facts, "insured_share", fund, { basis: "retired" });
  if (!share || signOf(share) === 0) return [];
  return join(
    [say`退休人员占${quote(share)}`, yoyOf(facts, "insured_share", fund, { basis: "retired" })],
    "，",
  );
}

/** 在职退休比2.73，比上年同期下降0.12，每名退休人员对应的在职人员减少 */
function burden(facts: QuarterlyFacts, fund: string): Run[] {
  const ratio = counted(facts, "dependency_ratio", fund);
  if (!ratio) return [];
  const yoy = counted(facts, "dependency_ratio.yoy", fund);
  const sign = yoy ? signOf(yoy) : null;
  if (!yoy || sign === null) return say`在职退休比${quote(ratio)}`;
  if (sign === 0) return say`在职退休比${quote(ratio)}，与上年同期持平`;
  const meaning = sign === 1 ? "增加" : "减少，供养负担加重";
  return say`在职退休比${quote(ratio)}，比上年同期${changed(yoy)}，每名退休人员对应的在职人员${meaning}`;
}

/** Categories of a fund that say more than the whole, in the order of the register. */
function groupsOf(facts: QuarterlyFacts, fund: string): { key: string; title: string }[] {
  const whole = counted(facts, "insured", fund);
  const present = insuredSource.terms.filter(({ key }) => {
    const figure = counted(facts, "insured", fund, { basis: key });
    return figure && whole && Number(figure.value) > 0 && figure.value !== whole.value;
  });
  return present.length > 1 ? present : [];
}

interface Group {
  fund: string;
  basis: string;
}

/** Insured persons by fund and category, with last year's beside them. */
export function insuredTable(facts: QuarterlyFacts): Table | null {
  const lines = fundsWith(facts, "insured").flatMap((fund): Line<Group>[] => [
    { label: fundOf(fund).short, subject: { fund, basis: "" }, kind: "plain" },
    ...groupsOf(facts, fund).map(
      ({ key, title }): Line<Group> => ({
        label: title,
        subject: { fund, basis: key },
        kind: "part",
      }),
    ),
  ]);
  if (lines.length < 2) return null;
  const of =
    (metric: string) =>
    ({ fund, basis }: Group) =>
      counted(facts, metric, fund, { basis });
  const { scale: _, ...table } = figureTable(
    facts,
    "险种、人员类别",
    [
      { title: "参保人数", figure: of("insured") },
      {
        title: "上年同期",
        figure: ({ fund, basis }) => yearBefore(facts, "insured", fund, { basis }),
      },
      { title: "同比", figure: of("insured.yoy") },
      { title: "占本险种", figure: of("insured_share") },
      {
        title: "上年占比",
        figure: ({ fund, basis }) => yearBefore(facts, "insured_share", fund, { basis }),
      },
    ],
    lines,
  );
  if (table.columns.length === 2 && lines.every(({ kind }) => kind === "plain")) return null;
  const title = `参保人数（${monthInWords(endMonth(facts.period))}底）`;
  return { kind: "table", title, ...table, notes: caveatNotes(facts, table.rows) };
}

/** 居民参保人员中，低保人员250人（占居民参保人数的4.42%）…: counts of the register, not figures. */
export function specialSentence({ specialGroups }: QuarterlyFacts): Run[] {
  if (specialGroups.length === 0) return [];
  const funds = [...new Set(specialGroups.map(({ fund }) => fund))];
  const told = funds.map((fund) => {
    const groups = specialGroups
      .filter((each) => each.fund === fund)
      .map(({ group, persons: count, share }, index) => {
        const of = index === 0 ? `占${fundOf(fund).short}参保人数的` : "占";
        const part = share === null ? "" : `（${of}${percent(share)}）`;
        return `${group}人员${persons(count)}${part}`;
      });
    return `${fundOf(fund).short}参保人员中，${groups.join("，")}`;
  });
  return [`${told.join("；")}。`];
}
