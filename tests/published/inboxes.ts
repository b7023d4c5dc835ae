const STATEMENT = "统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位,口径";
const BUDGET = "统筹区代码,统筹区,险种,年度,方向,科目,预算数,单位,版本,批复日期";
const INSURED = "统筹区代码,统筹区,险种,所属期,人员类别,人数,单位";

const month = (index: number): string =>
  `${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;

interface Line {
  account?: string;
  fund?: string;
  at: string;
  item: string;
  month?: number | string;
  ytd?: number | string;
  policy?: string;
}

function statement(lines: Line[]): string {
  const rows = lines.map(
    ({ account = "", fund = "职工", at, item, month: m, ytd, policy = "" }) => {
      const side = item.includes("收入") ? "收入" : item.includes("支出") ? "支出" : "结余";
      return `620725,某县,${fund},${account},${at},${side},${item},${m ?? ""},${ytd ?? ""},万元,${policy}`;
    },
  );
  return [STATEMENT, ...rows, ""].join("\n");
}

/** Months from January 2024 on, by account. */
const flows = (count: number, accounts: string[], measure: "month" | "ytd"): Line[] =>
  Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    accounts.flatMap((account, j) => {
      const income = measure === "ytd" ? (100 + j) * ((i % 12) + 1) + i : 100 + 7 * i + j;
      const at = month(i);
      return [
        { account, at, item: "收入合计", [measure]: income + 0.25 },
        { account, at, item: "支出合计", [measure]: income - 9.5 },
      ];
    }),
  );

/** Made-up inboxes, by what is peculiar about them: file names and contents. */
export const INBOXES: Record<string, Record<string, string>> = {
  "months only": {
    "1.csv": statement([
      ...flows(15, [""], "month"),
      { at: "2024-01", item: "上年结余", ytd: 500 },
      { at: "2024-12", item: "累计结余", ytd: 617.5 },
    ]),
    "2.csv": [
      BUDGET,
      "620725,某县,职工,2025,收入,收入合计,2000,万元,年初预算,",
      "620725,某县,职工,2025,支出,支出合计,1900,万元,年初预算,",
      "620725,某县,职工,2025,支出,支出合计,1950,万元,调整预算,2025-02",
      "",
    ].join("\n"),
    "3.csv": [
      INSURED,
      "620725,某县,职工,2024-12,在职,700,人",
      "620725,某县,职工,2024-12,退休,300,人",
      "620725,某县,职工,2025-01,合计,1010,人",
      "620725,某县,职工,2025-01,在职,708,人",
      "620725,某县,职工,2025-01,退休,302,人",
      "",
    ].join("\n"),
  },
  "year to date only, with transfers": {
    "1.csv": statement([
      ...flows(15, [""], "ytd").map((line) => ({ ...line, fund: "居民" })),
      ...["2024-03", "2024-12", "2025-03"].map((at) => ({
        fund: "居民",
        at,
        item: "上解上级支出",
        ytd: 33,
      })),
      { fund: "居民", at: "2025-02", item: "累计结余", ytd: 800 },
    ]),
  },
  "by account only": {
    "1.csv": statement([
      ...flows(14, ["统筹", "个人账户"], "month"),
      { account: "统筹", at: "2024-02", item: "上解上级支出", month: 5 },
      { account: "统筹", at: "2024-01", item: "上解上级支出", month: 4 },
      { account: "统筹", at: "2024-01", item: "上年结余", ytd: 400 },
      { account: "个人账户", at: "2024-01", item: "上年结余", ytd: 40 },
      { account: "统筹", at: "2024-06", item: "累计结余", ytd: 460 },
      { account: "个人账户", at: "2024-06", item: "累计结余", ytd: 100 },
    ]),
  },
  "pooled balances to be worked out": {
    "1.csv": statement([
      { at: "2024-03", item: "收入合计", ytd: 300 },
      { at: "2024-03", item: "支出合计", ytd: 280 },
      { at: "2024-03", item: "上年结余", ytd: 500 },
      { account: "统筹", at: "2024-03", item: "收入合计", ytd: 200 },
      { account: "统筹", at: "2024-03", item: "支出合计", ytd: 190 },
      { account: "统筹", at: "2024-03", item: "上年结余", ytd: 350 },
      { at: "2024-04", item: "收入合计", ytd: 400 },
      { at: "2024-04", item: "支出合计", ytd: 390 },
      { at: "2024-04", item: "上年结余", ytd: 500 },
      { at: "2024-04", item: "统筹基金累计结余", ytd: 357 },
    ]),
  },
  "restated, and another 口径 after a year": {
    "1.csv": statement([
      { at: "2024-12", item: "收入合计", ytd: 1200, policy: "不含生育保险" },
      { at: "2024-12", item: "支出合计", ytd: 1100, policy: "不含生育保险" },
      { at: "2024-12", item: "累计结余", ytd: 900, policy: "不含生育保险" },
      { at: "2025-01", item: "收入合计", month: 99, policy: "含生育保险" },
      { at: "2025-01", item: "支出合计", month: 88, policy: "含生育保险" },
      { at: "2025-02", item: "收入合计", month: 101, policy: "含生育保险" },
      { at: "2025-02", item: "支出合计", month: 91, policy: "含生育保险" },
      { at: "2025-02", item: "累计结余", ytd: 930, policy: "含生育保险" },
    ]),
    "2.csv": statement([{ at: "2025-01", item: "支出合计", month: 87.5, policy: "含生育保险" }]),
  },
  "the whole in one month, accounts in the next": {
    "1.csv": statement([
      { at: "2024-01", item: "收入合计", month: 90 },
      { account: "统筹", at: "2024-02", item: "收入合计", month: 60 },
      { account: "个人账户", at: "2024-02", item: "收入合计", month: 20 },
    ]),
  },
};
