/** How much a suspicion weighs before anybody looked; also which rule's amount of a fee line counts. */
export type Severity = "critical" | "high" | "medium" | "low";
export const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];

/** What is reported together in the funnel. */
export type RuleGroup =
  | "住院行为"
  | "收费项目"
  | "支付范围"
  | "购药与追溯"
  | "待遇资格"
  | "聚集与身份"
  | "医师与机构"
  | "病种与费用"
  | "零星报销";

/** A number of a rule that a bureau may set between `min` and `max`. */
export interface NumberParameter {
  name: string;
  title: string;
  /** 天, 倍, 元, 次, 占比 … */
  unit: string;
  default: number;
  min: number;
  max: number;
  /** Whole numbers only. */
  whole: boolean;
}

/** A list of codes of a rule, separated by `|`. */
export interface CodesParameter {
  name: string;
  title: string;
  default: string;
}

export type RuleParameter = NumberParameter | CodesParameter;

export const isNumber = (parameter: RuleParameter): parameter is NumberParameter =>
  typeof parameter.default === "number";

/**
 * A supervision rule. Its SELECT is `sql/rules/<name>.sql`; the fields of `card` are those of the
 * national rule cards (医保基金智能监管规则库), under the names they have there.
 */
export interface RuleCard {
  /** `R01`. */
  id: string;
  /** `split_admission`: of its table `rules.split_admission` and its parameters `source.rule_split_admission`. */
  name: string;
  title: string;
  group: RuleGroup;
  severity: Severity;
  /** Changes with the meaning of the rule, not with its parameters. */
  version: number;
  card: {
    监管依据: string;
    逻辑: string;
    规则运行结果类型: "可疑" | "违规";
    时间区间:
      | "当次门诊"
      | "当次住院"
      | "自然日"
      | "单日"
      | "自然月"
      | "季度"
      | "自然年"
      | "医保年度"
      | "跨期";
    医疗机构级别: string;
    机构类型: string;
    人员: string;
    应用场景: ("住院" | "门急诊" | "购药" | "互联网诊疗" | "异地就医" | "手工报销")[];
    监管费用类型: string;
    监管环节: ("事前" | "事中" | "事后")[];
    参保险种: string;
  };
  parameters: RuleParameter[];
  /** What looks alike and is in order, and how it is told apart or left to the one who verifies. */
  lookalikes: string[];
}

export function defineRule(card: RuleCard): RuleCard {
  if (!/^R\d\d$/.test(card.id)) throw new Error(`not a rule's number: ${card.id}`);
  for (const parameter of card.parameters) {
    if (!isNumber(parameter)) continue;
    const { name, min, max, whole } = parameter;
    if (parameter.default < min || parameter.default > max)
      throw new Error(`default out of range: ${card.id} ${name}`);
    if (whole && ![parameter.default, min, max].every(Number.isInteger))
      throw new Error(`not whole: ${card.id} ${name}`);
  }
  return card;
}

/** 天, 次 and other counts. */
export const whole = (
  name: string,
  title: string,
  unit: string,
  value: number,
  range: [min: number, max: number],
): NumberParameter => ({
  name,
  title,
  unit,
  default: value,
  min: range[0],
  max: range[1],
  whole: true,
});

/** 占比, 倍数 and other fractions. */
export const fraction = (
  name: string,
  title: string,
  unit: string,
  value: number,
  range: [min: number, max: number],
): NumberParameter => ({ ...whole(name, title, unit, value, range), whole: false });

export const codes = (name: string, title: string, value: string): CodesParameter => ({
  name,
  title,
  default: value,
});
