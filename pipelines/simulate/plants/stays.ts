import { dx, itemCode } from "./catalogue.ts";
import { line, type Topic, visit } from "./topic.ts";

const SAME = `[${["I10.x00", "M51.202", "K29.500", "E11.900", "I63.900", "J44.100"].map(dx).join(", ")}][1 + x % 6]`;
const REHAB = dx("I63.900");
const days = (least: number, more: number, shift = 16) => `${least} + (x >> ${shift}) % ${more}`;

const again = (key: string, second: Record<string, string>, first: Record<string, string> = {}) => {
  const { dx: illness = SAME, ...more } = second;
  const inst = more.inst ?? "h2";
  const earlier = { k: 60, inst, from: "(x >> 30) % 3", days: "5 + (x >> 16) % 3", mark: "2" };
  return [
    visit(key, { ...earlier, dx: illness, ...first }),
    visit(key, {
      k: 61,
      inst,
      from: `10 + ${days(2, 5, 34)}`,
      days: days(4, 6),
      dx: illness,
      ...more,
    }),
  ];
};

/** R01 分解住院, R02 重叠住院, R03 住院期间门诊购药. */
export const STAYS: Topic = {
  kinds: [
    {
      key: "R01",
      rule: "R01",
      label: "planted",
      subject: "settlement",
      pool: "adult",
      note: "同院同病十日内再次入院",
    },
    {
      key: "R01-chemo",
      rule: "R01",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "化疗周期，主诊断 Z51",
    },
    {
      key: "R01-dialysis",
      rule: "R01",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "透析周期，主诊断 Z49",
    },
    {
      key: "R01-planned",
      rule: "R01",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "计划性再入院",
    },
    {
      key: "R01-transfer",
      rule: "R01",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "前次转院或非医嘱离院",
    },
    {
      key: "R02",
      rule: "R02",
      label: "planted",
      subject: "settlement",
      pool: "adult",
      note: "两院住院日期重叠",
    },
    {
      key: "R02-transfer",
      rule: "R02",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "转院当日，前次离院方式为转院",
    },
    {
      key: "R03",
      rule: "R03",
      label: "planted",
      subject: "settlement",
      pool: "adult",
      note: "住院期间在别处门诊、购药",
    },
    {
      key: "R03-edge",
      rule: "R03",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "入院、出院当日的门诊",
    },
    {
      key: "R03-approved",
      rule: "R03",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "外院检查已审批",
    },
    {
      key: "R03-family",
      rule: "R03",
      label: "look_alike",
      subject: "settlement",
      pool: "chronic",
      note: "家属代取慢性病处方",
    },
  ],
  visits: [
    ...again(
      "R01",
      { from: "case when narrow then 20 else 9 + (x >> 34) % 6 end" },
      {
        from: "0",
        days: "case when narrow then 5 else 5 + (x >> 16) % 3 end",
      },
    ),
    ...again("R01-chemo", { inst: "h3", dx: String(dx("Z51.103")) }),
    ...again("R01-dialysis", { dx: String(dx("Z49.100")) }),
    ...again("R01-planned", { plan_readm_flag: "'1'", remark: "'计划性再入院：二期手术'" }),
    ...again("R01-transfer", {}, { dscg_way: "case when x % 2 = 0 then '2' else '4' end" }),

    visit("R02", { k: 60, inst: "h2", from: days(0, 4), days: days(8, 5, 20), dx: SAME, mark: 2 }),
    visit("R02", {
      k: 61,
      inst: "case when (x >> 50) % 2 = 0 then h1 else h3 end",
      dx: REHAB,
      days: days(8, 3, 24),
      from: `(${days(0, 4)}) + (${days(8, 5, 20)}) - case when narrow then 2 else 3 + (x >> 28) % 4 end`,
    }),
    visit("R02-transfer", {
      k: 60,
      inst: "h2",
      from: days(0, 4),
      days: days(5, 5, 20),
      dx: SAME,
      mark: 2,
      dscg_way: "'2'",
    }),
    visit("R02-transfer", {
      k: 61,
      inst: "h3",
      dx: SAME,
      from: `(${days(0, 4)}) + (${days(5, 5, 20)}) - x % 2`,
      days: days(5, 7, 24),
    }),

    ...["R03", "R03-edge", "R03-approved", "R03-family"].map((key) =>
      visit(key, {
        k: 60,
        inst: "h2",
        from: days(1, 6),
        days: days(8, 8, 20),
        dx: SAME,
        ...(key === "R03-approved" ? { remark: "'外院检查已审批'" } : {}),
      }),
    ),
    visit("R03", { k: 61, kind: 2, inst: "h0", from: `(${days(1, 6)}) + 3`, mark: 2 }),
    visit("R03", {
      k: 62,
      kind: 4,
      inst: "h5",
      from: `(${days(1, 6)}) + 5`,
      mark: 2,
      where: "not narrow",
      template: "false",
    }),
    visit("R03-edge", {
      k: 61,
      kind: 2,
      inst: "h2",
      from: days(1, 6),
      mark: 2,
      sec: "28900 + y % 3000",
    }),
    visit("R03-edge", {
      k: 62,
      kind: 2,
      inst: "h0",
      from: `(${days(1, 6)}) + (${days(8, 8, 20)})`,
      mark: 2,
      where: "x % 2 = 0",
      sec: "61000 + y % 3000",
    }),
    visit("R03-approved", { k: 61, kind: 2, inst: "h3", from: `(${days(1, 6)}) + 3`, mark: 2 }),
    visit("R03-family", {
      k: 61,
      kind: 3,
      chronic: "chronic",
      inst: "h1",
      from: `(${days(1, 6)}) + 4`,
      mark: 2,
      template: "false",
    }),
  ],
  lines: [
    line(
      "R03",
      { line: 80, code: `'${itemCode("布洛芬（规格二）")}'`, n: 3, amount: "3 * 1500" },
      "kind = 4",
    ),
    line(
      "R03",
      { line: 81, code: `'${itemCode("板蓝根（规格二）")}'`, n: 4, amount: "4 * 1200" },
      "kind = 4",
    ),
    line(
      "R03-family",
      {
        line: 80,
        code: `'${itemCode("缬沙坦（规格二）")}'`,
        n: 4,
        amount: "4 * 4200",
        rx_type: "'chr'",
        days_supply: 28,
        rx_remark: "'家属代取'",
      },
      "kind = 3",
    ),
  ],
};
