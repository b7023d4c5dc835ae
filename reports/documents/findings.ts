import type { Figure } from "../../models/figure.ts";
import { fundOf } from "../../models/fund.ts";
import { type Run, say } from "../document.ts";
import { signOf, size } from "../format.ts";
import { baseOf, metricTitle } from "../titles.ts";
import { type Breach, breachOf, breachWords } from "../warning.ts";
import {
  type BulletinFacts,
  bandOf,
  find,
  fundsPresent,
  isKnown,
  known,
  payableOf,
  quote,
  shortName,
} from "./bulletin-facts.ts";
import { countiesAhead } from "./counties.ts";
import { missingClause } from "./sentences.ts";
import { supervisionFindings } from "./supervision-findings.ts";

export type FindingKind =
  | "deficit"
  | "exhausted"
  | "ahead"
  | "county_ahead"
  | "payable_short"
  | "payable_low"
  | "payable_excess"
  | "policy"
  | "missing"
  | "unrecovered"
  | "low_verification"
  | "accepted"
  | "unjudged";

/** Something the figures show that must be told, in the same words for every fund. */
export interface Finding {
  kind: FindingKind;
  fund: string | null;
  /** The fact in a few words, for the summary: 职工基金当期赤字400万元. */
  brief: Run[];
  /** The fact with what belongs to it, a whole sentence. */
  runs: Run[];
}

type Rule = (facts: BulletinFacts, fund: string) => Finding[];

/** What the figures show, the gravest kind first, in fund order within a kind. */
export function findings(facts: BulletinFacts): Finding[] {
  const funds = fundsPresent(facts);
  const rules = [
    exhausted,
    deficit,
    payable("short"),
    payable("low"),
    ahead,
    countyAhead,
    payable("excess"),
    missing,
  ];
  const found = rules.flatMap((rule) => funds.flatMap((fund) => rule(facts, fund)));
  return [
    ...found,
    ...supervisionFindings(facts),
    ...incomparable(facts, funds),
    ...policyChanges(facts),
    ...accepted(facts),
    ...unjudged(facts, funds),
  ];
}

const exhausted: Rule = (facts, fund) =>
  (["all", "pooled", "personal"] as const).flatMap((account) => {
    const closing = known(facts, "closing_balance", fund, { account });
    if (!closing || signOf(closing) !== -1) return [];
    const part = { all: "", pooled: "中的统筹基金", personal: "中的个人账户" }[account];
    const brief = say`${shortName(facts, fund)}${part}累计赤字${quote(closing, size(closing))}`;
    return [{ kind: "exhausted", fund, brief, runs: say`${brief}，已收不抵支。` }];
  });

const deficit: Rule = (facts, fund) => {
  const current = known(facts, "current_balance", fund);
  if (!current || signOf(current) !== -1) return [];
  const brief = say`${shortName(facts, fund)}当期赤字${quote(current, size(current))}`;
  const income = known(facts, "income_ytd", fund);
  const spent = known(facts, "expenditure_ytd", fund);
  const sides = income && spent ? say`，收入${quote(income)}，支出${quote(spent)}` : [];
  return [{ kind: "deficit", fund, brief, runs: say`${brief}${sides}，收不抵支。` }];
};

const ahead: Rule = (facts, fund) => {
  const figure = known(facts, "ahead_of_even", fund);
  if (!figure || signOf(figure) !== 1) return [];
  const brief = say`${shortName(facts, fund)}支出超均衡进度${quote(figure, size(figure))}`;
  return [{ kind: "ahead", fund, brief, runs: say`${brief}。` }];
};

const countyAhead: Rule = (facts, fund) => {
  const all = countiesAhead(facts, fund);
  const worst = all[0];
  if (!worst) return [];
  const points = quote(worst.ahead, size(worst.ahead));
  const brief = say`${worst.region.name}${shortName(facts, fund)}支出超均衡进度${points}`;
  const rest = all.length > 1 ? `，为各地区最高；共${all.length}个地区超均衡进度` : "";
  return [{ kind: "county_ahead", fund, brief, runs: say`${brief}${rest}。` }];
};

const payable =
  (breach: Breach): Rule =>
  (facts, fund) => {
    const quoted = payableOf(facts, fund);
    const band = bandOf(facts, fund);
    if (!quoted || !band || breachOf(quoted.figure, band) !== breach) return [];
    const said =
      signOf(quoted.figure) === -1
        ? say`已无支付能力`
        : say`可支付${quote(quoted.figure)}，${breachWords(quoted.figure, band)}`;
    const basis = band.basisText === null ? "界限为本级设定" : `界限依据：${band.basisText}`;
    const brief = say`${shortName(facts, fund)}${said}`;
    return [{ kind: `payable_${breach}`, fund, brief, runs: say`${brief}（${basis}）。` }];
  };

/** Why a figure has no value: the last clause of its policy. */
const reasonOf = (figure: Figure): string => figure.policy.split("；").at(-1)!;

/** Comparisons that are not allowed, told once for all funds with the same reason. */
function incomparable(facts: BulletinFacts, funds: string[]): Finding[] {
  const byReason = new Map<string, string[]>();
  for (const fund of funds) {
    const blocked = ["income_ytd", "expenditure_ytd", "closing_balance"].flatMap((metric) => {
      const figure = find(facts, `${metric}.yoy`, fund);
      if (!figure || isKnown(figure) || figure.policy === "") return [];
      const told = facts.policyChanges.length > 0 && reasonOf(figure) === "口径不一致";
      return told ? [] : [figure];
    });
    if (blocked.length === 0) continue;
    const what = blocked.map((figure) => metricTitle(baseOf(figure.metric))).join("、");
    const why = [...new Set(blocked.map(reasonOf))].join("；");
    const told = `${what}不作同比（${why}）`;
    byReason.set(told, [...(byReason.get(told) ?? []), fundOf(fund).short]);
  }
  return [...byReason].map(([told, names]) => {
    const brief = [`${names.join("、")}基金${told}`];
    return { kind: "policy", fund: null, brief, runs: say`${brief}。` };
  });
}

const missing: Rule = (facts, fund) => {
  const clause = missingClause(facts, fund);
  if (clause === "") return [];
  const brief = [`${shortName(facts, fund)}${clause}`];
  return [{ kind: "missing", fund, brief, runs: say`${brief}。` }];
};

function policyChanges(facts: BulletinFacts): Finding[] {
  return facts.policyChanges.map((text) => ({
    kind: "policy",
    fund: null,
    brief: [text],
    runs: [`${text}。`],
  }));
}

/** Accepted batches: each reason once, with the figures that rest on it, fund by fund. */
function accepted(facts: BulletinFacts): Finding[] {
  const byReason = new Map<string, Map<string, Set<string>>>();
  for (const [id, reasons] of facts.caveats) {
    const figure = facts.figures.byId(id);
    if (!figure || figure.period !== facts.period || figure.region !== facts.region.code) continue;
    for (const reason of reasons) {
      const funds = byReason.get(reason) ?? new Map<string, Set<string>>();
      const titles = funds.get(figure.fund) ?? new Set();
      byReason.set(reason, funds.set(figure.fund, titles.add(metricTitle(figure.metric))));
    }
  }
  return [...byReason].map(([reason, funds]) => {
    const named = [...funds].map(
      ([fund, titles]) => `${shortName(facts, fund)}${listed([...titles])}`,
    );
    return {
      kind: "accepted",
      fund: null,
      brief: ["部分数字所依据的数据未通过校验"],
      runs: [
        `${named.join("，")}所依据的数据未通过校验，经批准采用：${reason.replace(/。$/, "")}。`,
      ],
    };
  });
}

const listed = (names: string[]): string =>
  names.length > 4 ? `${names.slice(0, 4).join("、")}等` : names.join("、");

/** What could not be judged for want of data: silence there is not a clean bill. */
function unjudged(facts: BulletinFacts, funds: string[]): Finding[] {
  const without = (has: (fund: string) => boolean) =>
    funds.filter((fund) => !has(fund)).map((fund) => fundOf(fund).short);
  const gaps: [string[], string][] = [
    [without((fund) => known(facts, "ahead_of_even", fund) !== undefined), "支出进度"],
    [without((fund) => known(facts, "current_balance", fund) !== undefined), "当期收支平衡"],
    [without((fund) => payableOf(facts, fund) !== undefined), "支付能力"],
  ];
  const said = gaps.filter(([names]) => names.length > 0);
  if (said.length === 0) return [];
  const brief = [
    `因数据不足，${said.map(([names, what]) => `未判断${names.join("、")}基金的${what}`).join("，")}`,
  ];
  return [{ kind: "unjudged", fund: null, brief, runs: say`${brief}。` }];
}
