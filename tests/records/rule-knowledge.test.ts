import { describe, expect, test } from "vitest";
import { quarantined } from "../../pipelines/ingest/quarantine.ts";
import { Office } from "./settlements.ts";
import { type SheetOf, workbookOf } from "./workbook.ts";

const office = new Office();
const NOTES = "说明：本表由本局根据公开内容编制，供测试使用。";

async function loaded(name: string, sheets: SheetOf[]) {
  office.anew();
  const [outcome] = await office.load([office.file(name, workbookOf(sheets))]);
  const bad = await quarantined(office.home);
  return { outcome: outcome!, bad };
}

const points = (columns: string) =>
  office.landed("rule_knowledge", columns).then((rows) => rows.map((row) => Object.values(row)));

/** A sheet of knowledge points: a title over the whole width, header on row 4, a tail. */
const sheet = (rule: string, header: string[], rows: SheetOf["rows"], more = {}): SheetOf => ({
  name: `“${rule}”规则对应知识点明细`,
  rows: [
    ["附件1"],
    [`“${rule}”规则对应知识点明细`],
    ["（供参考）"],
    header,
    ...rows,
    ["合计", rows.length],
    [NOTES],
  ],
  merges: ["A2:XFD2"],
  ...more,
});

const codes = (rule: string, rows: SheetOf["rows"], more = {}): SheetOf => ({
  name: `"${rule}“知识点对应药品代码`,
  rows: [
    [null],
    [`“${rule}”知识点对应药品代码`],
    [null],
    ["对应知识点序号", "药品通用名", "序号", "药品代码"],
    ...rows,
    ["合计", null, null, rows.length],
  ],
  ...more,
});

const DRUGS = ["序号", "药品通用名", "检出逻辑", "逻辑依据（2024版国家药品目录备注）"];
const COUNT = "知识点对应              药品代码数量";
const ITEMS = ["检出逻辑", "逻辑依据", "项目代码，供参考 （2022版全国医疗服务项目）", "备注"];

test("drugs by sex: codes of a second sheet 16,384 columns wide, numbers filled downwards", async () => {
  const { outcome, bad } = await loaded("第一批-1.xlsx", [
    sheet(
      "药品区分性别使用",
      ["序号", "药品通用名", "是否为目录内\n药品", "限定性别", "检出逻辑", "逻辑依据", COUNT],
      [
        [1, "甲丸", "是", "女", "与限定性别不符", "用于妇科", 3],
        [2, "乙片", "是", "男", "与限定性别不符", "用于男科", 1],
      ],
    ),
    codes(
      "药品区分性别使用",
      [
        [1, "甲丸", 1, "XA01AAA0001"],
        [null, null, 2, "ＸＡ０１ＡＡＡ０００２"],
        [null, null, 3, "xa01aaa0003"],
        [2, "乙片", 1, "XB01AAA0001"],
      ],
      { isFullWidth: true },
    ),
  ]);
  expect(bad).toEqual([]);
  expect(outcome).toMatchObject({ source: "rule_knowledge", status: "loaded", rows: 4 });
  expect(await points("rule_name, point_no, hilist_code, hilist_name, lmt_sex")).toEqual([
    ["药品区分性别使用", "1", "XA01AAA0001", "甲丸", "女"],
    ["药品区分性别使用", "1", "XA01AAA0002", "甲丸", "女"],
    ["药品区分性别使用", "1", "XA01AAA0003", "甲丸", "女"],
    ["药品区分性别使用", "2", "XB01AAA0001", "乙片", "男"],
  ]);
});

test("items charged twice: one item A over several items B, merged or left blank", async () => {
  const header = [
    ...["序号", "时间区间", "医疗服务项目A名称", "医疗服务项目A代码供参考\n（全国医疗服务项目）"],
    ...["医疗服务项目B名称", "医疗服务项目B代码供参考\n（全国医疗服务项目）", ...ITEMS.slice(0, 2)],
  ];
  const { outcome } = await loaded("第七批_医疗服务项目重复收费.xlsx", [
    sheet(
      "医疗服务项目重复收费",
      header,
      [
        [1, "单日", "全身麻醉", "330100005", "气管插管", "330100006", "同时收取", "内涵"],
        [2, null, null, null, "麻醉监护", "330100007、330100008", "同时收取", "内涵"],
        [3, "当次住院", "清创", "330100009", "换药", "120600001", "同时收取", "内涵"],
        [4, null, null, null, "包扎", "120600002", "同时收取", "内涵"],
      ],
      { merges: ["A2:H2", "B7:B8", "C7:C8", "D7:D8"] },
    ),
  ]);
  expect(outcome).toMatchObject({ rows: 5, quarantined: 0 });
  expect(await points("hilist_code, hilist_name, item_b, item_b_name, win")).toEqual([
    ["330100005", "全身麻醉", "330100006", "气管插管", "day"],
    ["330100005", "全身麻醉", "330100007", "麻醉监护", "day"],
    ["330100005", "全身麻醉", "330100008", "麻醉监护", "day"],
    ["330100009", "清创", "120600001", "换药", "stay"],
    ["330100009", "清创", "120600002", "包扎", "stay"],
  ]);
});

describe("a limit in the words of its rule", () => {
  test.each([
    ["药品儿童专用", "用于2岁以上小儿感冒", "lmt_age_min, lmt_age_max", [null, 17]],
    ["药品限儿童使用", "限儿童", "lmt_age_min, lmt_age_max", [null, 17]],
    ["药品限儿童使用", "限３—12岁儿童", "lmt_age_min, lmt_age_max", [3, 12]],
    ["药品限儿童使用", "限14周岁以下", "lmt_age_min, lmt_age_max", [null, 14]],
    ["药品限儿童使用", "限未满七周岁", "lmt_age_min, lmt_age_max", [null, 6]],
    ["药品限工伤保险", "限工伤保险", "lmt_insutype", ["工伤"]],
    ["药品限生育保险", "限生育保险", "lmt_insutype", ["生育"]],
    ["药品限就医方式", "限住院使用", "lmt_med_type", ["住院"]],
    ["药品限就医方式", "限急诊、抢救", "lmt_med_type", ["住院|急诊"]],
    ["药品限医疗机构级别", "限二级及以上医疗机构", "lmt_hosp_lv", ["2|3"]],
    ["药品限医疗机构级别", "限三级医院", "lmt_hosp_lv", ["3"]],
    ["药品限支付疗程", "支付不超过两周", "max_course_days", [14]],
    ["药品限支付疗程", "限新发患者，支付不超过14天", "max_course_days", [14]],
  ])("%s: %s", async (rule, basis, columns, expected) => {
    const { outcome, bad } = await loaded("知识点.xlsx", [
      sheet(rule, [...DRUGS, COUNT], [[1, "丙片", "超限定使用", basis, 1]]),
      codes(rule, [[1, "丙片", 1, "XC01AAA0001"]]),
    ]);
    expect(bad).toEqual([]);
    expect(outcome).toMatchObject({ rows: 1, quarantined: 0 });
    expect(await points(columns)).toEqual([expected]);
  });
});

test("items by day, by age and by cycle; a rule that is named by its file alone", async () => {
  const daily = sheet(
    "医疗服务项目限定频次",
    ["序号", "医疗服务项目名称", "单日上限数量", ...ITEMS],
    [[1, "吸氧", "２４小时", "超过上限", "小时", "120400001", null]],
  );
  const aged = sheet(
    "医疗服务项目限年龄",
    ["序号", "医疗服务项目名称", ...ITEMS],
    [[1, "儿童康复", "年龄不符", "支付6岁以下", "340200001", "备注"]],
  );
  const cycle = sheet(
    "医疗服务项目周期超频次",
    ["序号", "医疗服务项目名称", "频次上限", "周期（天）", ...ITEMS],
    [[1, "平衡试验", 1, 14, "超频次", "评定", "340200002", null]],
  );
  const { outcome, bad } = await loaded("第八批.xlsx", [daily, aged, cycle]);
  expect(bad).toEqual([]);
  expect(outcome.rows).toBe(3);
  expect(
    await points("hilist_code, max_day_cnt, lmt_age_max, max_cycle_cnt, cycle_days"),
  ).toMatchObject([
    ["120400001", "24.0000", null, null, null],
    ["340200001", null, 6, null, null],
    ["340200002", null, null, "1.0000", 14],
  ]);
  expect(outcome.messages.join()).toContain("不参与计算的知识点：医疗服务项目周期超频次 1 个");

  const bare = { ...daily, name: "Sheet1", rows: daily.rows.slice(3), merges: [] };
  await loaded("第八批-1_医疗服务项目限定频次.xlsx", [bare]);
  expect(await points("rule_name, hilist_code")).toEqual([["医疗服务项目限定频次", "120400001"]]);
});

test("indications are judged where somebody added codes of diagnoses, else only kept", async () => {
  const rule = "药品限适应症";
  const { outcome } = await loaded("第十二批.xlsx", [
    sheet(
      rule,
      [...DRUGS, "诊断编码前缀", COUNT],
      [
        [1, "丁片", "诊断不符", "限肺癌", "c34、D02.2", 1],
        [2, "戊片", "诊断不符", "限维生素B12缺乏", null, 1],
      ],
    ),
    codes(rule, [
      [1, "丁片", 1, "XD01AAA0001"],
      [2, "戊片", 1, "XD01AAA0002"],
    ]),
  ]);
  expect(await points("hilist_code, lmt_diag_prefix")).toEqual([
    ["XD01AAA0001", "C34|D02.2"],
    ["XD01AAA0002", null],
  ]);
  expect(outcome.messages.join()).toContain("药品限适应症 1 个");
});

test("codes alone, a hidden sheet and a sheet of something else are told", async () => {
  const rule = "药品限工伤保险";
  const list = codes(rule, [[1, "丙片", 1, "XC01AAA0001"]]);
  const { outcome, bad } = await loaded("第三批-1.xlsx", [list]);
  expect(outcome).toMatchObject({ rows: 0, quarantined: 1 });
  expect(bad[0]!.reason).toContain("没有对应的知识点明细");

  const points = sheet(rule, [...DRUGS, COUNT], [[1, "丙片", "不符", "限工伤保险", 1]]);
  const other = { name: "目次", rows: [["甲", "乙"]] };
  const messages = (await loaded("第三批.xlsx", [points, list, other])).outcome.messages.join();
  expect(messages).toContain("工作表“目次”没有认出表头");
});

test("what cannot be understood is told with its place, its value and what to do", async () => {
  const rule = "药品限医疗机构级别";
  const { outcome, bad } = await loaded("第五批.xlsx", [
    sheet(
      rule,
      [...DRUGS, COUNT],
      [
        [1, "己片", "级别不符", "限指定机构", 1],
        [2, "庚片", "级别不符", "限三级医院", 2],
        [3, "辛片", "级别不符", "限三级医院", 1],
        [4, "壬片", "级别不符", "限三级医院", 0],
        [5, "癸片", "级别不符", "限三级医院", 2],
      ],
    ),
    codes(rule, [
      [1, "己片", 1, "XE01AAA0001"],
      [2, "庚片", 1, "待定"],
      [5, "癸片", 1, "XE01AAA0005"],
      [9, "子片", 1, "XE01AAA0009"],
    ]),
  ]);
  expect(await points("hilist_code")).toEqual([["XE01AAA0005"]]);
  const [first, second] = [`“${rule}”规则对应知识点明细`, `"${rule}“知识点对应药品代码`];
  expect(bad.map((row) => [row.sheet, Number(row.row), row.column, row.value])).toEqual(
    expect.arrayContaining([
      [first, 5, DRUGS[3], "限指定机构"],
      [first, 6, "药品通用名", "庚片"],
      [first, 7, "药品通用名", "辛片"],
      [second, 4, "对应知识点序号", "9"],
      [second, 6, "药品代码", "待定"],
    ]),
  );
  expect(outcome.quarantined).toBe(5);
  const said = outcome.messages.join("\n");
  expect(said).toContain("看不出限定的机构级别，请补“限…”列写明");
  expect(said).toContain("5（应有 2 个，读到 1 个）");
});
