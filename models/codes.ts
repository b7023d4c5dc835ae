import { FUNDS } from "./fund.ts";

/**
 * Code sets of the national platform (医保业务编码标准), and the names bureau exports print in their
 * place. Regions extend them: their own go into the config.
 */

/** What kind of care a settlement paid for. */
export type Care =
  | "inpatient"
  | "outpatient"
  | "chronic"
  | "pharmacy"
  | "maternity_outpatient"
  | "other";

/** A code, what it stands for, and the names that are read as it. */
export interface Code<Meaning extends string = string> {
  code: string;
  title: string;
  meaning: Meaning;
  aliases: string[];
}

const code = <Meaning extends string>(
  own: string,
  title: string,
  meaning: Meaning,
  ...aliases: string[]
): Code<Meaning> => ({ code: own, title, meaning, aliases });

/** 医疗类别 by the first two digits of `med_type`. */
export const MED_TYPES: readonly Code<Care>[] = [
  code("11", "普通门诊", "outpatient", "门诊", "门诊统筹", "普通门急诊"),
  code("12", "门诊挂号", "outpatient"),
  code("13", "急诊", "outpatient", "门诊急诊"),
  code("14", "门诊慢特病", "chronic", "门诊慢病", "门诊特病", "门诊大病", "慢特病", "门诊两病"),
  code("21", "普通住院", "inpatient", "住院"),
  code("22", "外伤住院", "inpatient"),
  code("23", "转外诊治住院", "inpatient", "转外就医住院"),
  code("24", "急诊转住院", "inpatient"),
  code("41", "定点药店购药", "pharmacy", "药店购药", "购药"),
  code("51", "生育门诊", "maternity_outpatient"),
  code("52", "生育住院", "inpatient"),
  code("53", "计划生育手术费", "other", "计划生育手术"),
  code("91", "其他门诊", "outpatient"),
  code("92", "其他住院", "inpatient"),
  code("93", "其他购药", "pharmacy"),
];

/** Inpatient where a bureau has said nothing: the types the national set calls 住院. */
export const INPATIENT: readonly string[] = MED_TYPES.filter(
  ({ meaning }) => meaning === "inpatient",
).map((type) => type.code);

/** 人员类别 by the first two digits of `psn_type`. */
export const PERSON_CATEGORIES: readonly Code[] = [
  code("11", "在职", "working", "在职职工", "在职人员", "职工在职"),
  code("12", "退休", "retired", "退休人员", "退休职工", "职工退休"),
  code("13", "离休", "veteran_cadre", "离休人员", "离休干部"),
  code("14", "居民（未成年）", "minor", "居民未成年", "未成年居民", "未成年人", "学生儿童"),
  code("15", "居民（成年）", "adult", "居民成年", "成年居民", "成年人"),
  code("16", "居民（老年）", "elderly", "居民老年", "老年居民", "老年人"),
];

/** 医疗收费项目类别 by the first two digits of `med_chrgitm_type`. */
export const CHARGE_TYPES: readonly Code[] = [
  code("01", "床位费", "bed", "床位"),
  code("02", "诊察费", "consult", "诊查费", "诊察"),
  code("03", "检查费", "exam", "检查"),
  code("04", "化验费", "lab", "化验", "检验费"),
  code("05", "治疗费", "treat", "治疗"),
  code("06", "手术费", "surgery", "手术"),
  code("07", "护理费", "nursing", "护理"),
  code("08", "卫生材料费", "material", "材料费", "卫生材料", "耗材"),
  code("09", "西药费", "drug", "西药"),
  code("10", "中药饮片费", "herb", "中药饮片", "中草药费", "中草药"),
  code("11", "中成药费", "drug", "中成药"),
  code("12", "一般诊疗费", "consult", "一般诊疗"),
  code("13", "挂号费", "registration", "挂号"),
  code("14", "其他费", "other", "其他", "其他费用"),
];

/** 医院等级. */
export const HOSPITAL_LEVELS: readonly Code[] = [
  code("3", "三级", "3", "三级甲等", "三级乙等", "三级丙等", "三级特等", "三甲", "三乙"),
  code("2", "二级", "2", "二级甲等", "二级乙等", "二级丙等", "二甲", "二乙"),
  code("1", "一级", "1", "一级甲等", "一级乙等", "一级丙等", "一级及以下"),
  code("9", "未定级", "9", "无等级", "未评级", "其他", "无"),
];

/** 支付地点类别. */
export const PAY_PLACES: readonly Code[] = [
  code("1", "中心", "1", "中心报销", "经办机构"),
  code("2", "医院", "2", "定点医疗机构", "医疗机构"),
  code("3", "省内异地", "3"),
  code("4", "省外异地", "4", "跨省异地", "跨省"),
];

/** 特殊人群: what a settlement or a count of insured persons says, under one name. */
export const SPECIAL_GROUPS: readonly Code[] = [
  code("", "特困人员", "特困", "特困", "特困供养", "特困供养人员", "五保", "五保户"),
  code("", "低保对象", "低保", "低保", "低保人员", "最低生活保障对象"),
  code("", "低保边缘家庭成员", "低保边缘", "低保边缘", "低保边缘人员", "低收入"),
  code("", "脱贫人口", "脱贫", "脱贫", "脱贫人员", "已脱贫人口", "建档立卡", "建档立卡贫困人口"),
  code("", "返贫致贫人口", "返贫致贫", "返贫致贫", "防返贫监测对象", "监测对象"),
  code("", "孤儿", "孤儿", "事实无人抚养儿童"),
  code("", "重度残疾人", "重度残疾", "重度残疾", "重残"),
];

/** Codes and names of a set with what they stand for: each once, the first wins. */
export function readings<Meaning extends string>(
  set: readonly Code<Meaning>[],
): [text: string, found: Code<Meaning>][] {
  const seen = new Map<string, Code<Meaning>>();
  for (const found of set) {
    for (const text of [found.code, found.title, ...found.aliases, found.meaning]) {
      if (text !== "" && !seen.has(text)) seen.set(text, found);
    }
  }
  return [...seen];
}

/** The fund of every insutype, by its code and its names. */
export function insutypes(aliases: Record<string, string[]> = {}): [text: string, fund: string][] {
  const seen = new Map<string, string>();
  for (const fund of FUNDS.filter((f) => f.code !== "basic")) {
    const own = [fund.code, fund.title, fund.short, ...fund.aliases, ...(aliases[fund.code] ?? [])];
    for (const text of own) if (!seen.has(text)) seen.set(text, fund.code);
  }
  return [...seen];
}
