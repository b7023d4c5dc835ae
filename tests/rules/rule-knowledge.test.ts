import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { initHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { openSnapshot } from "../../pipelines/publish/snapshot.ts";
import { run } from "../../pipelines/run.ts";
import { workbookOf } from "../records/workbook.ts";
import { useTables } from "../sql/tables.ts";

const tables = useTables();
const made = (given: Record<string, string>, expected: string) =>
  tables.expect("core.item_limit", given, expected);

describe("limits of items under one name", () => {
  test("the bureau's catalogue comes before knowledge points, kind by kind", () =>
    made(
      {
        "core.catalogue": `hilist_code | hilist_name | lmt_sex | lmt_age_max | max_day_cnt
          A | 目录名 | 女 | 12 | null
          N | 不限 | null | null | null`,
        "core.rule_knowledge": `rule_name | hilist_code | hilist_name | lmt_sex | lmt_age_min | max_day_cnt
          区分性别 | A | 知识点名 | 男 | null | null
          限年龄 | A | 知识点名 | null | 3 | null
          限频次 | A | 知识点名 | null | null | 2
          区分性别 | K | 只在知识点 | 男 | null | null`,
      },
      `hilist_code | hilist_name | lmt_sex | lmt_age_min | lmt_age_max | max_day_cnt | item_b
       A | 目录名 | 女 | null | 12 | 2 | null
       K | 只在知识点 | 男 | null | null | null | null`,
    ));

  test("points hold together, lists are joined, and what contradicts itself limits nothing", () =>
    tables.expectFrom(
      `select hilist_code, lmt_sex, lmt_age_max, replace(lmt_insutype, '|', '/') as insurances
       from (${tables.sqlOf("core.item_limit")}\n) as made`,
      {
        "core.rule_knowledge": `rule_name | hilist_code | lmt_sex | lmt_age_max | lmt_insutype
          一 | A | 男 | 17 | 工伤
          二 | A | 女 | 6 | 生育`,
      },
      `hilist_code | lmt_sex | lmt_age_max | insurances
       A | null | 6 | 工伤/生育`,
    ));

  test("pairs of the bureau come before those of knowledge points", () =>
    made(
      {
        "core.mutex_pair": "item_a | item_b | win\n A | B | stay",
        "core.rule_knowledge": `rule_name | hilist_code | item_b | win
          重复收费 | A | B | day
          重复收费 | A | C | day`,
      },
      `hilist_code | item_b | win | lmt_sex
       A | B | stay | null
       A | C | day | null`,
    ));
});

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-knowledge-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const now = () => new Date("2025-05-14T01:00:00Z");

const SEX = [
  ["附件"],
  ["“药品区分性别使用”规则对应知识点明细"],
  [null],
  ["序号", "药品通用名", "限定性别", "检出逻辑", "逻辑依据", "知识点对应药品代码数量"],
  [1, "甲丸", "女", "与限定性别不符", "妇科用药", 2],
  ["合计", 1],
];
const CODES = [
  [null],
  ["“药品区分性别使用”知识点对应药品代码"],
  [null],
  ["对应知识点序号", "药品通用名", "序号", "药品代码"],
  [1, "甲丸", 1, "XG0001"],
  [null, null, 2, "XG0002"],
];
const TWICE = [
  ["附件"],
  ["“医疗服务项目重复收费”规则对应知识点明细"],
  [null],
  [
    ...["序号", "时间区间", "医疗服务项目A名称", "医疗服务项目A代码供参考"],
    ...["医疗服务项目B名称", "医疗服务项目B代码供参考", "检出逻辑", "逻辑依据"],
  ],
  [1, "单日", "全身麻醉", "330100005", "气管插管", "330100006", "同时收取", "内涵"],
];

const csv = (text: string) =>
  `${text
    .trim()
    .replaceAll(/ *\| */g, ",")
    .replaceAll(/\n +/g, "\n")}\n`;
const SETTLED = csv(`
  setl_id|psn_no|gend|brdy|insutype|insu_admdvs|setl_time|begndate|enddate|med_type|fixmedins_code|medfee_sumamt|inscp_amt|hifp_pay|fund_pay_sumamt|acct_pay|psn_cash_pay|vali_flag|refd_setl_flag|updt_time
  s1|p1|1|1960-01-01|310|410101|2025-03-10 10:00:00|2025-03-08|2025-03-10|21|H1|210.00|210.00|150.00|150.00|0.00|60.00|1|0|2025-03-10 10:00:00
  s2|p2|2|1961-01-01|310|410101|2025-03-11 10:00:00|2025-03-08|2025-03-11|21|H1|30.00|30.00|20.00|20.00|0.00|10.00|1|0|2025-03-11 10:00:00`);
const LINES = csv(`
  bkkp_sn|setl_id|fee_ocur_time|hilist_code|hilist_name|med_chrgitm_type|pric|cnt|det_item_fee_sumamt|inscp_amt
  f1|s1|2025-03-08 09:00:00|XG0002|甲丸|09|30|1|30.00|30.00
  f2|s1|2025-03-08 09:00:00|330100005|全身麻醉|05|100|1|100.00|100.00
  f3|s1|2025-03-08 09:30:00|330100006|气管插管|05|80|1|80.00|80.00
  f4|s2|2025-03-08 09:00:00|XG0002|甲丸|09|30|1|30.00|30.00`);

test("a settlement that breaks a knowledge point is suspected", async () => {
  const { home } = initHome(root);
  const file = (name: string, content: string | Uint8Array) => {
    const at = path.join(root, name);
    writeFileSync(at, content);
    return at;
  };
  const book = workbookOf([
    { name: "知识点", rows: SEX },
    { name: "代码", rows: CODES, isFullWidth: true },
  ]);
  const files = [
    file("第一批-1.xlsx", book),
    file("第七批.xlsx", workbookOf([{ name: "Sheet1", rows: TWICE }])),
    file("结算.csv", SETTLED),
    file("明细.csv", LINES),
  ];
  const outcomes = await load(home, files, { now });
  expect(outcomes.map(({ source, status, rows }) => [source, status, rows])).toEqual([
    ["rule_knowledge", "loaded", 2],
    ["rule_knowledge", "loaded", 1],
    ["settlement", "loaded", 2],
    ["fee_line", "loaded", 4],
  ]);
  const report = await run(home, { now, selection: ["+marts.suspicion"] });
  expect(report.status).toBe("done");
  const store = await openSnapshot(home);
  try {
    const found = await store.rows(
      "select rule, subject, observed from marts.suspicion where exclusion is null and rule in ('R10', 'R14') order by rule",
    );
    expect(found).toEqual([
      {
        rule: "R10",
        subject: "f3",
        observed: "同日收取“全身麻醉”和其内涵已含的“气管插管”",
      },
      { rule: "R14", subject: "f1", observed: "“甲丸”限女性，参保人登记为男性" },
    ]);
  } finally {
    store.close();
  }
});
