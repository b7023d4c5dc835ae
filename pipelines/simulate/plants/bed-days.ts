import { dx } from "./catalogue.ts";
import { type Topic, visit } from "./topic.ts";

const PLAIN = `[${["J20.900", "I10.x00", "K29.500", "R42.x00", "K52.900"].map(dx).join(", ")}][1 + x % 5]`;
const HEAVY = `[${["J18.900", "I63.900", "E11.900", "M51.202", "J44.100"].map(dx).join(", ")}][1 + x % 5]`;
const pick = (shift: number, least: number, more: number) => `${least} + (x >> ${shift}) % ${more}`;

const early = `[h2, h1, h3][1 + cast((x >> 50) % 3 as integer)]`;
const EMPTY = { k: 60, inst: "h2", from: pick(16, 0, 6), days: pick(20, 8, 9), dx: HEAVY };
const CHECKED = { k: 60, inst: early, from: pick(16, 0, 18), days: pick(20, 2, 5) };
const near = `[h2, h1][1 + cast((x >> 50) % 2 as integer)]`;
const LIGHT = { k: 60, inst: near, from: pick(16, 0, 20), days: "3", dx: HEAVY };
/** A share of what those of the fund cost; peers are of both funds, and an employee costs more. */
const little = (share: string) => `(case fund when 1 then 0.65 else 1 end) * (${share})`;
const LITTLE = little("0.12 + (x >> 24) % 3 / 100.0");
const LONG_DAYS = pick(20, 38, 15);
const LONG = { k: 60, later: 1, inst: "h2", from: `t.days - 4 - (${LONG_DAYS})`, days: LONG_DAYS };
const NARROW_LONG = `case when narrow then 34 else ${LONG_DAYS} end`;
const LEAST_SHARES = {
  exams: "0.76 + (x >> 24) % 12 / 100.0",
  therapy: "0.05 + (x >> 28) % 6 / 100.0",
};

/** R04 空床日, R05 体检式住院, R06 低标入院, R07 超长住院. */
export const BED_DAYS: Topic = {
  kinds: [
    {
      key: "R04",
      rule: "R04",
      label: "planted",
      subject: "settlement",
      pool: "adult",
      note: "多数住院日没有诊疗费用",
    },
    {
      key: "R04-leave",
      rule: "R04",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "登记请假的住院日没有费用",
    },
    {
      key: "R04-booked",
      rule: "R04",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "费用月末集中记账",
    },
    {
      key: "R04-daily",
      rule: "R04",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "精神科按床日付费",
    },
    {
      key: "R05",
      rule: "R05",
      label: "planted",
      subject: "settlement",
      pool: "adult",
      note: "检查检验占大头，几乎没有治疗",
    },
    {
      key: "R05-staging",
      rule: "R05",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "肿瘤分期、癫痫监测、疑难待查",
    },
    {
      key: "R05-transfer",
      rule: "R05",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "检查后转上级医院",
    },
    {
      key: "R06",
      rule: "R06",
      label: "planted",
      subject: "settlement",
      pool: "adult",
      note: "费用远低于同病种同级别均值的短住院",
    },
    {
      key: "R06-left",
      rule: "R06",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "非医嘱离院或转院，提前结束",
    },
    {
      key: "R06-day",
      rule: "R06",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "日间病房",
    },
    {
      key: "R06-child",
      rule: "R06",
      label: "look_alike",
      subject: "settlement",
      pool: "child",
      note: "儿科短住院",
    },
    {
      key: "R07",
      rule: "R07",
      label: "planted",
      subject: "settlement",
      pool: "adult",
      note: "住院日远超同病种",
      span: 2,
    },
    {
      key: "R07-rehab",
      rule: "R07",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "康复按床日付费",
      span: 2,
    },
    {
      key: "R07-mental",
      rule: "R07",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "精神科长期住院",
      span: 2,
    },
    {
      key: "R07-unclaimed",
      rule: "R07",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "无主病人或压疮",
      span: 2,
    },
  ],
  visits: [
    visit("R04", {
      ...EMPTY,
      busy: `greatest(1, case when narrow then (${EMPTY.days}) // 2 else (${EMPTY.days}) * (1 + (x >> 30) % 3) // 10 end)`,
    }),
    visit("R04-leave", {
      ...EMPTY,
      busy: `greatest(2, (${EMPTY.days}) // 3)`,
      leave_days: `(${EMPTY.days}) - greatest(2, (${EMPTY.days}) // 3)`,
      remark: "'住院期间请假已登记'",
    }),
    visit("R04-booked", {
      ...EMPTY,
      from: "t.days - 14",
      days: "13",
      at_end: "true",
      remark: "'费用月末集中记账'",
    }),
    visit("R04-daily", {
      ...EMPTY,
      busy: "2",
      dx: dx("F20.900"),
      dept: "'精神科'",
      remark: "'精神类疾病按床日付费'",
    }),

    visit("R05", {
      ...CHECKED,
      dx: PLAIN,
      exams: "case when narrow then 0.73 else 0.76 + (x >> 24) % 12 / 100.0 end",
      therapy: "case when narrow then 0.15 else 0.05 + (x >> 28) % 6 / 100.0 end",
    }),
    visit("R05-staging", {
      ...CHECKED,
      ...LEAST_SHARES,
      inst: "h3",
      dx: `[${["D48.900", "G40.900", "C34.900"].map(dx).join(", ")}][1 + x % 3]`,
      remark: "['疑难待查', '癫痫监测', '肿瘤分期检查'][1 + x % 3]",
    }),
    visit("R05-transfer", {
      ...CHECKED,
      ...LEAST_SHARES,
      inst: "h2",
      dx: HEAVY,
      dscg_way: "'2'",
      remark: "'检查后转上级医院'",
    }),

    visit("R06", {
      ...LIGHT,
      ratio: `case when narrow then ${little("0.155")} else ${LITTLE} end`,
    }),
    visit("R06-left", {
      ...LIGHT,
      ratio: LITTLE,
      dscg_way: "case when x % 2 = 0 then '4' else '2' end",
    }),
    visit("R06-day", {
      ...LIGHT,
      inst: "h3",
      ratio: LITTLE,
      dept: "'日间病房'",
      remark: "'日间病房'",
    }),
    visit("R06-child", {
      ...LIGHT,
      dx: `[${["J18.900", "J20.900", "K52.900"].map(dx).join(", ")}][1 + x % 3]`,
      ratio: LITTLE,
      dept: "'儿科'",
    }),

    visit("R07", { ...LONG, dx: PLAIN, from: `t.days - 4 - (${NARROW_LONG})`, days: NARROW_LONG }),
    visit("R07-rehab", {
      ...LONG,
      dx: dx("I63.900"),
      dept: "'康复医学科'",
      remark: "'康复按床日付费'",
    }),
    visit("R07-mental", {
      ...LONG,
      dx: dx("F20.900"),
      dept: "'精神科'",
      remark: "'精神类疾病按床日付费'",
    }),
    visit("R07-unclaimed", {
      ...LONG,
      dx: `case when x % 2 = 0 then ${HEAVY} else ${dx("L89.900")} end`,
      remark: "case when x % 2 = 0 then '无主病人' else '三期压疮，长期换药' end",
    }),
  ],
};
