import { dx, itemCode } from "./catalogue.ts";
import { type Kind, line, type Topic, visit } from "./topic.ts";

const ILLNESS = `[${["J18.900", "I63.900", "E11.900", "M51.202", "K29.500"].map(dx).join(", ")}][1 + x % 5]`;
const STAY = {
  k: 60,
  inst: "[h2, h1, h3][1 + cast((x >> 50) % 3 as integer)]",
  from: "(x >> 16) % 12",
  days: "4 + (x >> 20) % 7",
  dx: ILLNESS,
  mark: 0,
};
const CALL = { k: 60, kind: 2, inst: "h0", from: "(x >> 16) % 27", mark: 0 };

const kind = (
  rule: string,
  more: string,
  pool: Kind["pool"],
  note: string,
  isPlanted = false,
): Kind => ({
  key: more ? `${rule}-${more}` : rule,
  rule,
  label: isPlanted ? "planted" : "look_alike",
  subject: "fee_line",
  pool,
  note,
});

const limited = (
  key: string,
  name: string,
  price: number,
  columns: Record<string, string | number> = {},
): string => {
  const n = "1 + (x >> 24) % 4";
  const code = name.startsWith("XM") ? name : itemCode(name);
  return line(key, {
    line: 80,
    code: `'${code}'`,
    n,
    amount: `(${n}) * ${price}`,
    day: "ends",
    mark: 1,
    ...columns,
  });
};

/** R14 限性别, R15 限年龄, R16 限适应症, R17 限机构级别、就医方式、险种. */
export const LIMITS: Topic = {
  kinds: [
    { ...kind("R14", "man", "man", "男性收取限女性项目", true), among: 2 },
    { ...kind("R14", "woman", "woman", "女性收取限男性项目", true), among: 2 },
    kind("R14", "breast", "man", "男性乳腺癌用他莫昔芬"),
    kind("R14", "newborn", "woman", "新生儿随母结算"),
    { ...kind("R15", "", "adult", "成人使用限儿童药品", true), among: 1.25 },
    { ...kind("R15", "teen", "teen", "刚超过年龄上限的少年使用限儿童药品", true), among: 5 },
    kind("R15", "filed", "adult", "超说明书用药已备案"),
    kind("R15", "birth", "adult", "出生日期登记错误，儿科就诊"),
    kind("R16", "", "adult", "没有限定的诊断", true),
    kind("R16", "rescue", "adult", "危重抢救"),
    kind("R16", "second", "adult", "限定的诊断在其他诊断里"),
    { ...kind("R17", "level", "adult", "机构级别不够", true), among: 3 },
    { ...kind("R17", "visit", "adult", "门诊使用限住院药品", true), among: 3 },
    { ...kind("R17", "fund", "adult", "基本医保支付限工伤药品", true), among: 3 },
    kind("R17", "alliance", "adult", "医共体牵头医院统一采购"),
    kind("R17", "observed", "adult", "急诊留观"),
  ],
  visits: [
    ...["R14-man", "R14-woman", "R15", "R15-teen", "R17-fund"].map((key) => visit(key, STAY)),
    visit("R14-breast", { ...STAY, inst: "h3", dx: dx("C50.900") }),
    visit("R14-newborn", {
      ...STAY,
      inst: "h2",
      dx: dx("O80.000"),
      dept: "'妇产科'",
      remark: "'新生儿随母结算'",
    }),
    visit("R15-filed", { ...STAY, inst: "h3", remark: "'超说明书用药已备案'" }),
    visit("R15-birth", {
      ...STAY,
      inst: "h2",
      dept: "'儿科'",
      dx: dx("J20.900"),
      remark: "'出生日期登记错误，待更正'",
    }),
    visit("R16", { ...STAY, inst: "case when x % 2 = 0 then h2 else h3 end" }),
    visit("R16-rescue", { ...STAY, inst: "h3", dx: dx("R57.900"), remark: "'危重抢救'" }),
    visit("R16-second", { ...STAY, inst: "h3", dx: dx("J18.901") }),
    visit("R17-level", CALL),
    visit("R17-visit", { ...CALL, inst: "case when x % 2 = 0 then h2 else h3 end" }),
    visit("R17-alliance", { ...STAY, inst: "h1" }),
    visit("R17-observed", { ...CALL, inst: "h3", dept: "'急诊留观'", remark: "'急诊留观'" }),
  ],
  lines: [
    limited("R14-man", "子宫颈检查", 8_600),
    limited("R14-woman", "前列腺特异性检查", 8_600),
    limited("R14-breast", "XM0010", 5_600),
    limited("R14-newborn", "XM0011", 8_000),
    ...["R15", "R15-teen", "R15-filed"].map((key) => limited(key, "小儿清肺口服液", 8_600)),
    limited("R15-birth", "小儿退热颗粒", 8_600, { dept: "'儿科'" }),
    ...["R16", "R16-rescue", "R16-second"].map((key) => limited(key, "抗肿瘤靶向药", 8_600)),
    limited("R17-level", "XM0012", 9_000),
    limited("R17-visit", "XM0013", 12_000),
    limited("R17-fund", "XM0014", 14_000),
    limited("R17-alliance", "XM0012", 9_000),
    limited("R17-observed", "XM0013", 12_000, { dept: "'急诊留观'" }),
  ],
};
