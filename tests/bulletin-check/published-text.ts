import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Block } from "../../models/bulletin-check/block.ts";
import { ORACLE, type Printed, REPOSITORY } from "../published/oracle.ts";

/** A row of a statement, a budget or a list of insured, as published. */
interface Row {
  fund: string;
  account: string;
  period: string;
  direction: string;
  item: string;
  value: string;
  unit: string;
}

/** A bulletin made of published facts, and the oracle's rows whose figures it prints. */
export interface Written {
  name: string;
  sentences: Block[];
  table: Block[];
  printed: Printed[];
}

const TITLES: Record<string, string> = {
  职工: "职工基本医疗保险",
  居民: "城乡居民基本医疗保险",
  基本医疗保险: "基本医疗保险",
  合计: "基本医疗保险",
};
const FUNDS: Record<string, string[]> = {
  employee: ["职工"],
  resident: ["居民"],
  basic: ["基本医疗保险", "合计"],
  large_amount: ["大额补充"],
  civil_servant: ["公务员补助"],
  veteran_cadre: ["离休"],
};
/** Written out by hand in fixtures/: their budgets, or last year's amounts, are not in print. */
const BY_HAND = new Set(["samples/city-2019-07", "samples/yunlong-2022"]);
/** Identities between periods need the periods in one text. */
const ONE_TEXT = /xupu|yearbook/;

/** Every home of the oracle written out, a text for each period, in words of our own. */
export function writtenHomes(): Written[] {
  return [...new Set(ORACLE.map((row) => row.home))]
    .filter((home) => !BY_HAND.has(home))
    .flatMap((home) => {
      const rows = rowsOf(home);
      const printed = ORACLE.filter((row) => row.home === home);
      const periods = [...new Set(rows.map((row) => row.period))].sort();
      const groups = ONE_TEXT.test(home) ? [periods] : periods.map((period) => [period]);
      return groups.map((group) => written(home, group, rows, printed));
    })
    .filter(({ printed }) => printed.length > 0);
}

function rowsOf(home: string): Row[] {
  const folder = path.join(REPOSITORY, home);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".csv"))
    .flatMap((file) => {
      const [head, ...lines] = readFileSync(path.join(folder, file), "utf8").trimEnd().split("\n");
      const names = head!.split(",");
      return lines.map((line) => {
        const cells = line.split(",");
        const at = (name: string) => cells[names.indexOf(name)] ?? "";
        return {
          fund: at("险种"),
          account: at("账户"),
          period: at("所属期") || `${at("年度")}预算`,
          direction: at("方向") || "参保",
          item: at("科目") || at("人员类别"),
          value: at("本年累计") || at("预算数") || at("人数"),
          unit: at("单位"),
        };
      });
    })
    .filter((row) => row.value !== "");
}

function written(home: string, periods: string[], rows: Row[], all: Printed[]): Written {
  const printed = all.filter((row) => periods.some((period) => isOf(row, period)));
  const before =
    periods.length > 1 ? [] : rows.filter((row) => row.period === yearBefore(periods[0]!));
  const plain = before.filter(
    (row) => row.item.endsWith("合计") || /^(?:在职|退休)$/.test(row.item),
  );
  const now = rows.filter((row) => periods.includes(row.period));
  const paragraphs = [...groupsOf([...plain, ...now])].map((group) => paragraph(group, printed));
  return {
    name: `${path.basename(home)} ${periods.join(" ")}`,
    sentences: [title(periods), ...paragraphs].map((text) => ({ kind: "text", text })),
    table: periods.flatMap((period) =>
      tableOf(
        period,
        now.filter((row) => row.period === period),
      ),
    ),
    printed,
  };
}

const isOf = (row: Printed, period: string): boolean =>
  period.endsWith("预算")
    ? row.basis === "budget" && `${row.period}预算` === period
    : row.period === (period.includes("-") ? period : `${period}-12`);

function yearBefore(period: string): string {
  return String(Number(period.slice(0, 4)) - 1) + period.slice(4);
}

function inWords(period: string): string {
  const [year, month] = period.replace("预算", "").split("-");
  if (period.endsWith("预算")) return `${year}年`;
  return month && month !== "12" ? `${year}年1—${Number(month)}月` : `${year}年全年`;
}

const title = (periods: string[]): string => `${inWords(periods.at(-1)!)}基本医疗保险基金运行情况`;

function groupsOf(rows: Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = [row.period, row.fund, row.account].join("|");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function paragraph(rows: Row[], printed: Printed[]): string {
  const [{ fund, account, period }] = rows as [Row];
  const isBudget = period.endsWith("预算");
  const name = `${TITLES[fund] ?? fund}${account === "个人账户" ? "个人账户" : `${account}基金`}`;
  const amount = ({ value, unit }: Row) => `${value.replace("-", "−")}${unit}`;
  const part = (direction: string) => {
    const total = rows.find((row) => row.direction === direction && row.item.endsWith("合计"));
    const items = rows.filter((row) => row.direction === direction && row !== total);
    if (!total) return [];
    const list = items
      .map((row) => `${row.item.replace(/^其中[::]/, "")}${amount(row)}`)
      .join("、");
    const noun = isBudget ? `${direction}预算` : direction;
    return [`${noun}${amount(total)}${list ? `，其中${list}` : ""}`];
  };
  const balances = rows
    .filter((row) => row.direction === "结余")
    .map((row) => `${isBudget ? "预算" : ""}${row.item}${amount(row)}`);
  const people = rows.filter((row) => row.direction === "参保");
  const [everyone] = people.filter((row) => row.item === "合计");
  const insured = everyone
    ? [
        `参保人数${amount(everyone)}`,
        ...people
          .filter((row) => row !== everyone)
          .map((row) => `其中${row.item}${amount(row)}${shareOf(row, printed)}`),
      ]
    : [];
  const key = printed.filter(
    (row) => FUNDS[row.fund]?.includes(fund) && isOf(row, period) && accountOf(row) === account,
  );
  const sentences = [...part("收入"), ...part("支出"), ...balances, ...insured].map(
    (text) => `${inWords(period)}，${name}${text}。`,
  );
  return [...sentences, ...ratios(key, name)].join("");
}

const accountOf = ({ account, home }: Printed): string =>
  account === "pooled" && !/2023$/.test(home) ? "统筹" : account === "personal" ? "个人账户" : "";

const CATEGORIES: Record<string, string> = {
  enterprise: "企业",
  institution: "机关事业",
  flexible: "灵活就业",
  combined_account: "统账结合",
  pooled_only: "单建统筹",
  adult: "成年人",
  student: "中小学生儿童",
  college: "大学生",
};

function shareOf(row: Row, printed: Printed[]): string {
  const share = printed.find(
    ({ metric_or_identity: metric, basis, fund }) =>
      metric === "insured_share" &&
      CATEGORIES[basis] === row.item &&
      FUNDS[fund]!.includes(row.fund),
  );
  return share ? `，占参保人数的${share.published}%` : "";
}

function ratios(printed: Printed[], name: string): string[] {
  return printed.flatMap(({ metric_or_identity: metric, published, sign, basis }) => {
    const change = `比上年同期${sign === "-1" || published.startsWith("-") ? "下降" : "增长"}${published.replace("-", "")}%`;
    if (metric === "income_ytd.yoy") return [`${name}收入${change}。`];
    if (metric === "expenditure_ytd.yoy") return [`${name}支出${change}。`];
    if (metric === "insured.yoy") {
      return [
        `${name}${{ working: "在职人员", retired: "退休人员" }[basis] ?? "参保人数"}${change}。`,
      ];
    }
    if (metric === "dependency_ratio") return [`${name}在职退休比为${published}。`];
    if (metric === "months_payable") return [`${name}累计结余可支付${published}个月。`];
    return [];
  });
}

/** One row for each item, one column for each fund and account. */
function tableOf(period: string, rows: Row[]): Block[] {
  if (rows.length === 0) return [];
  const money = rows.filter((row) => row.direction !== "参保");
  const columns = [
    ...new Set(
      money.map((row) => `${row.fund}${row.account === "统筹" ? "统筹基金" : row.account}`),
    ),
  ];
  const items = [...new Set(money.map((row) => row.item))];
  const cells = items.map((item) => [
    item,
    ...columns.map((column) => {
      const row = money.find(
        (other) =>
          other.item === item &&
          `${other.fund}${other.account === "统筹" ? "统筹基金" : other.account}` === column,
      );
      return row?.value ?? "—";
    }),
  ]);
  const isBudget = period.endsWith("预算") ? "预算" : "";
  return [
    { kind: "text", text: `${inWords(period)}医保基金收支${isBudget}表` },
    { kind: "text", text: `单位：${money[0]?.unit ?? "万元"}` },
    { kind: "table", rows: [["项目", ...columns.map((column) => column + isBudget)], ...cells] },
  ];
}
