import { Rational } from "../../models/bulletin-check/rational.ts";

/** A bulletin whose every printed number is a true one rounded, and its parts, so that one can be spoilt. */
export interface MadeUp {
  text: string;
  /** Derived numbers as printed, each once in the text. */
  derived: string[];
}

/** The same numbers for the same seed. */
export function seeded(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 12345) % 4294967296;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor((state / 4294967296) * below);
  };
}

const MONEY: [string, bigint][] = [
  ["亿元", 100_000_000n],
  ["万元", 10_000n],
];

/** Two funds over some months of a year, in 亿元 or 万元 with any decimals, in one order or another. */
export function madeUpBulletin(seed: number): MadeUp {
  const pick = seeded(seed);
  const months = 2 + pick(9);
  const derived: string[] = [];
  const keep = (printed: string) => {
    derived.push(printed);
    return printed;
  };
  const funds = ["城镇职工基本医疗保险", "城乡居民基本医疗保险"].map((title, i) => {
    const [unit, scale] = MONEY[pick(2)]!;
    const places = unit === "亿元" ? 1 + pick(4) : pick(3);
    const yuan = () => BigInt(2 + pick(90)) * 10_000_000n + BigInt(pick(9_999_999));
    const money = (value: bigint) => print(Rational.of(value, scale), places) + unit;
    const percent = (value: Rational) => `${print(value.times(Rational.of(100)), 1 + pick(2))}%`;
    const income = yuan();
    const spent = yuan();
    const budget = (spent * BigInt(12 * (90 + pick(30)))) / BigInt(100 * months);
    const opening = yuan() * 3n + spent;
    const before = (spent * BigInt(80 + pick(45))) / 100n;
    const closing = opening + income - spent;
    const pooled = (closing * BigInt(30 + pick(60))) / 100n;
    const completion = Rational.of(spent, budget);
    const ahead = completion.minus(Rational.of(months, 12)).times(Rational.of(100));
    const word = (value: Rational, up: string, down: string) =>
      value.compare(Rational.of(0)) < 0 ? down : up;
    const size = (value: Rational) => (value.compare(Rational.of(0)) < 0 ? value.negated() : value);
    const growth = Rational.of(spent, before).minus(Rational.of(1));
    const net = income - spent;
    const change = `${word(growth, "增加", "减少")}${money(spent > before ? spent - before : before - spent)}，${word(growth, "增长", "下降")}${percent(size(growth))}`;
    const why = ["", "由于待遇提高，", "自开展整治以来，", "据云河自治县医疗保障局统计，"][
      pick(4)
    ]!;
    const compared = ["比上年同期", `上年同期支出${money(before)}，`][pick(2)]!;
    const rate = `${1 + pick(2)}${pick(10)}.${pick(10)}%`;
    const benchmark = `住院率${pick(2) === 0 ? "约" : ""}${rate}，住院率高于全省平均水平${1 + pick(9)}个百分点`;
    const sentences = [
      `基金收入${money(income)}`,
      `${why}基金支出${money(spent)}，${compared}${change}`,
      `支出完成预算${money(budget)}的${keep(percent(completion))}，${word(ahead, "超", "低于")}均衡进度${keep(`${print(size(ahead), 2)}个百分点`)}`,
      `当期${net < 0n ? "赤字" : "结余"}${keep(money(net < 0n ? -net : net))}`,
      `年初累计结余${money(opening)}`,
      ...(net > 0n ? ["基金收支平衡，略有结余"] : []),
      `累计结余${keep(money(closing))}${i === 0 ? `，其中统筹基金${money(pooled)}，个人账户${money(closing - pooled)}` : ""}`,
      `可支付${keep(`${print(Rational.of((i === 0 ? pooled : closing) * 12n, budget), 2)}个月`)}`,
      benchmark,
    ];
    return `（${"一二"[i]}）${title}。截至${months}月底，${sentences.join(pick(2) === 0 ? "；" : "。")}。`;
  });
  return { text: `2023年1—${months}月医保基金运行情况通报\n${funds.join("\n")}`, derived };
}

const print = (value: Rational, places: number): string => value.decimal(places, "half");
