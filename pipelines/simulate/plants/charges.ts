import { dx, itemCode } from "./catalogue.ts";
import { type Kind, line, type Topic, visit } from "./topic.ts";

const ILLNESS = `[${["J18.900", "I63.900", "E11.900", "M51.202", "K29.500"].map(dx).join(", ")}][1 + x % 5]`;
const STAY = {
  k: 60,
  inst: "[h2, h1, h3][1 + cast((x >> 50) % 3 as integer)]",
  from: "(x >> 16) % 12",
  days: "6 + (x >> 20) % 7",
  dx: ILLNESS,
  mark: 0,
};
const LOS = "greatest(1, ends - begins)";
const NARROW = "x % 5 = 0";
const PAIRS = ["'XM0001'", "'XM0002'", "'XM0003'", "'XM0004'"] as const;
const INNER = { n: 1, day: "begins + 2", mark: 1 };
const SOME = "2 + (x >> 24) % 6";
const ABOVE = `case when ${NARROW} then 200 else 1500 + (x >> 32) % 40 * 100 end`;
const BED = itemCode("普通病房床位费");
const BED_PRICE = 4_000;

const kind = (rule: string, more: string, subject: Kind["subject"], note: string): Kind => ({
  key: more ? `${rule}-${more}` : rule,
  rule,
  label: more ? "look_alike" : "planted",
  subject,
  pool: "adult",
  note,
});

const beds = (key: string, n: string, columns: Record<string, string | number>, where?: string) =>
  line(
    key,
    { code: `'${BED}'`, n, amount: `(${n}) * ${BED_PRICE}`, day: "ends", mark: 1, ...columns },
    where,
  );

const priced = (
  key: string,
  code: string,
  price: number,
  columns: Record<string, string | number>,
): string => {
  return line(key, {
    line: 80,
    code: `'${code}'`,
    n: SOME,
    amount: `(${SOME}) * ${price}`,
    day: "begins + 1",
    mark: 1,
    ...columns,
  });
};

/** R10 互斥项目, R11 单日上限, R12 超住院天数, R13 超标准收费. */
export const CHARGES: Topic = {
  kinds: [
    kind("R10", "", "fee_line", "包含项目与被包含项目一并收取"),
    kind("R10", "sides", "fee_line", "左右两侧，上下午两次独立操作"),
    kind("R10", "days", "fee_line", "按日互斥的两项在不同日收取"),
    kind("R11", "", "settlement_line", "一日数量超过上限"),
    kind("R11", "booked", "settlement_line", "多日费用月末集中记账"),
    kind("R11", "bilateral", "settlement_line", "双侧，各记一次"),
    kind("R12", "", "settlement_line", "床位费数量超过住院天数"),
    kind("R12", "hourly", "settlement_line", "监护按小时计费"),
    kind("R12", "transfer", "settlement_line", "转科当日两科各计一天"),
    kind("R13", "", "fee_line", "单价高于限价，超出部分进了基金"),
    kind("R13", "own", "fee_line", "本行限价高于目录，按备案价收取"),
    kind("R13", "paid", "fee_line", "超限价部分由个人自付"),
    kind("R13", "before", "fee_line", "降价生效日之前按原价收取"),
    { ...kind("R13", "child", "fee_line", "儿童加收"), pool: "child" },
  ],
  visits: [
    ...[
      "R10",
      "R10-sides",
      "R10-days",
      "R11",
      "R11-bilateral",
      "R13",
      "R13-own",
      "R13-paid",
      "R13-before",
      "R13-child",
    ].map((key) => visit(key, STAY)),
    visit("R11-booked", {
      ...STAY,
      from: "t.days - 9",
      days: "8",
      at_end: "true",
      remark: "'费用月末集中记账'",
    }),
    ...["R12", "R12-transfer"].map((key) => visit(key, { ...STAY, without: "'01'" })),
    visit("R12-hourly", { ...STAY, inst: "h3" }),
  ],
  lines: [
    ...[0, 2].flatMap((at) => {
      const where = `(x >> 24) % 2 = ${at / 2}`;
      const [whole, part] = [PAIRS[at]!, PAIRS[at + 1]!];
      const price = at ? [8_000, 1_800] : [6_000, 2_500];
      return [
        line(
          "R10",
          { ...INNER, line: 80, code: whole, amount: price[0]!, mark: 2, sec: 36_000 },
          where,
        ),
        line(
          "R10",
          { ...INNER, line: 81, code: part, amount: price[1]!, sec: 36_000 + 300 },
          where,
        ),
      ];
    }),
    line("R10-sides", {
      ...INNER,
      line: 80,
      code: PAIRS[0],
      amount: 6_000,
      mark: 2,
      sec: 32_400,
      name: "'换药（特大）（左侧）'",
    }),
    line("R10-sides", {
      ...INNER,
      line: 81,
      code: PAIRS[1],
      amount: 2_500,
      sec: 57_600,
      name: "'换药（中）（右侧）'",
    }),
    line("R10-days", { ...INNER, line: 80, code: PAIRS[0], amount: 6_000, mark: 2, sec: 36_000 }),
    line("R10-days", {
      ...INNER,
      line: 81,
      code: PAIRS[1],
      amount: 2_500,
      day: "begins + 4",
      sec: 36_000,
    }),

    ...[
      ["R11", `case when ${NARROW} then 4 else 6 + (x >> 24) % 6 end`, "begins + 2"],
      ["R11-booked", "3 * (ends - begins)", "ends"],
    ].map(([key, n, day]) =>
      line(key!, {
        line: 80,
        code: "'XM0005'",
        n: n!,
        amount: `(${n}) * 3200`,
        day: day!,
        mark: 1,
        stake: `((${n}) - 3) * 3200`,
      }),
    ),
    ...["左侧", "右侧"].map((side, i) =>
      line("R11-bilateral", {
        line: 80 + i,
        code: "'XM0005'",
        n: 3,
        amount: 9_600,
        day: "begins + 2",
        mark: 1,
        stake: i * 9_600,
        sec: 36_000 + i * 3_600,
        name: `'低频脉冲电治疗（部位）（${side}）'`,
      }),
    ),

    beds("R12", `${LOS} + case when ${NARROW} then 2 else 4 + (x >> 24) % 5 end`, {
      line: 80,
      stake: `(case when ${NARROW} then 1 else 3 + (x >> 24) % 5 end) * ${BED_PRICE}`,
    }),
    beds("R12-transfer", `${LOS} // 2 + 1`, {
      line: 80,
      day: "begins + 3",
      stake: 0,
      dept: "'外科'",
    }),
    beds("R12-transfer", `${LOS} - ${LOS} // 2 + 1`, {
      line: 81,
      stake: BED_PRICE,
      dept: "'康复医学科'",
    }),
    line("R12-hourly", {
      line: 80,
      code: "'XM0006'",
      n: "24 + (x >> 24) % 40",
      amount: "(24 + (x >> 24) % 40) * 1200",
      day: "begins + 3",
      mark: 1,
    }),

    line("R13", {
      line: 80,
      code: "'XM0007'",
      n: SOME,
      amount: `(${SOME}) * (10000 + ${ABOVE})`,
      day: "begins + 1",
      mark: 1,
      stake: `(${SOME}) * (${ABOVE})`,
    }),
    priced("R13-own", "XM0007", 12_500, { cap: 12_500, stake: `(${SOME}) * 2500` }),
    priced("R13-paid", "XM0007", 12_500, { over: `(${SOME}) * 2500`, stake: 0 }),
    priced("R13-before", "XM0009", 18_000, { cap: 18_000, stake: `(${SOME}) * 3000` }),
    priced("R13-child", "XM0008", 7_200, {
      name: "'静脉穿刺置管（儿童加收）'",
      stake: `(${SOME}) * 1200`,
    }),
  ],
};
