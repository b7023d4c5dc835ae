import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { UNIT_NAMES } from "../models/dictionary/codes.ts";
import { COLUMNS } from "../models/metrics/columns.ts";
import { inWords } from "../models/metrics/expression.ts";
import { METRICS } from "../models/metrics/index.ts";
import { SOURCES } from "../models/sources/index.ts";
import { columnNamed } from "../models/sources/records/define.ts";
import { RECORD_SOURCES } from "../models/sources/records/index.ts";

function metricsPage(): string {
  const rows = METRICS.flatMap((metric) =>
    metric.variants.map((variant) => {
      const formula = inWords(variant.value, (name) => COLUMNS[metric.mart][name]!.title);
      return `| \`${metric.id}\` | ${metric.title} | ${variant.basis ? `\`${variant.basis}\`` : ""} | ${formula} | ${UNIT_NAMES[metric.unit]} | ${metric.version} | ${variant.policy} |`;
    }),
  );
  return `# Metrics 指标

Written from \`models/metrics/\` by the test suite (\`npm run test:update\`). Every id, but those
that are changes themselves (the terms of the decomposition), also exists with \`.yoy\` 同比 and \`.mom\` 环比: a fraction for amounts and persons, a difference for ratios and months,
empty where the two periods are not comparable. Figures of settlements are of the year to date (that of
December is the year's), \`month\` of the month alone; those without a basis also exist by cut
(\`person:retired\`, \`special:低保\`, \`level:3\`, \`place:out\`, \`institution:H62078600001\`: these last not
compared) and by each named 口径 of inpatient in the config, under its name. Periods are months, quarters (\`2019Q3\`) and years, as at
their end. \`insured\` and \`insured_share\` have the category of persons as basis (empty is all).

Months payable is a family: the same balance lasts 10.25, 11.50, 12.10 or 13.58 months in one published
city, depending on numerator and denominator. The config says which one reports quote, from which month
on; \`_total\` counts personal accounts, \`_gross\` leaves transfers between levels in the denominator.

| id | 指标 | basis | 公式 | 单位 | 版 | 口径 |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function inputsPage(): string {
  const sections = SOURCES.map((source) => {
    const columns = Object.values(source.dimensions).map(
      (d) => `| ${d.title} | ${d.aliases.filter((a) => a !== d.title).join("、")} |`,
    );
    const measures = source.measures.map(
      (m) => `| ${m.title} | ${m.aliases.filter((a) => a !== m.title).join("、")} |`,
    );
    const terms = source.terms.map(
      (t) =>
        `| \`${t.key}\` | ${t.title} | ${t.aliases.filter((a) => a !== t.title && a !== t.key).join("、")} |`,
    );
    const identities = [...new Set(source.identities.map((i) => `- ${i.title}`))];
    return `## ${source.title} \`${source.id}\`

| 列 | 也认得 |
| --- | --- |
${[...columns, ...measures].join("\n")}

| 代码 | ${source.quantity === "money" ? "科目" : "人员类别"} | 也认得 |
| --- | --- | --- |
${terms.join("\n")}

勾稽：

${identities.join("\n")}
`;
  });
  return `# Inputs 来文

Written from \`models/sources/\` by the test suite (\`npm run test:update\`).

.xlsx、.csv（UTF-8、带 BOM、GB18030/GBK、UTF-16）、.parquet。按表头认，不按文件名认；一个文件可有多个
工作表。长表一行一个科目；宽表一行一个险种，科目作列名，可有两三行合并表头（基金收入 / 合计）。
标题行、单位行、备注行、空列、全角数字、千分位、\`-\` \`—\` \`/\` \`无\` 表示空，都可以有。

- 期间：2019-07、201907、2019年7月、2019年1-7月（累计）、2019年上半年、2019年、Excel 日期。
- 单位：元、万元、亿元（人、万人），写在“单位”列、列名或标题里；哪里都没写就拒收。
- 没有写明本月数还是本年累计的金额，按本年累计读取并提示。
- 标“其中”的科目不要求与同级相加等于合计。
- 险种或统筹区写“合计”的行只核对，不载入；人员类别的“合计”是全部参保人数。
- 没有统筹区的文件，用 \`load --region 代码\` 指明；配置里没有的统筹区会按来文登记并提示。
- 本地的列名、险种名、科目名登记在配置 \`aliases\`。

除下列勾稽外，还核对：本年累计＝各月本月数之和（跨文件），合计行＝各险种（各统筹区）之和。容差是所印
位数的四舍五入。

${sections.join("\n")}
${recordPages()}`;
}

function recordPages(): string {
  const sections = RECORD_SOURCES.map(({ id, title, columns, required, key, month }) => {
    const rows = columns.map((name) => {
      const column = columnNamed(name);
      const must = required.includes(name) ? "必有" : "";
      return `| \`${name}\` | ${column.title} | ${column.aliases.join("、")} | ${must} |`;
    });
    return `### ${title} \`${id}\`

一行由 ${key.map((name) => `\`${name}\``).join("、")} 认定，后到的为准${month === null ? "" : `；月份看 \`${month}\``}。

| 列 | 名称 | 也认得 | |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
  });
  return `## 明细 records

一行一条记录：国家医保信息平台的列名、中文列名都认得，.csv（UTF-8、GBK）和 .parquet 不限大小，小的也可用 .xlsx。
个人信息在入口去掉，人员编号换成密文，见 [settlements.zh-CN.md](settlements.zh-CN.md)。未识别的列原样保留在
\`raw/\` 的落地文件里，不参与计算。

${sections.join("\n")}`;
}

test("docs/metrics.md says what the definitions say", async () => {
  await expect(metricsPage()).toMatchFileSnapshot("../docs/metrics.md");
});

test("docs/inputs.md says what the definitions say", async () => {
  await expect(inputsPage()).toMatchFileSnapshot("../docs/inputs.md");
});

test("links in the documents lead somewhere", () => {
  const pages = [
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    ...readdirSync("docs")
      .filter((f) => f.endsWith(".md"))
      .map((f) => `docs/${f}`),
  ];
  const broken = pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\(([^)#]+)\)/g)]
      .map((m) => m[1]!)
      .filter((link) => !/^https?:/.test(link) && !existsSync(path.join(path.dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});
