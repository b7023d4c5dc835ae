import { writeFileSync } from "node:fs";
import { UserError } from "../models/errors.ts";
import { isNumber, type RuleCard } from "../models/rules/define.ts";
import { RULES, ruleNamed } from "../models/rules/index.ts";
import { exportedRules } from "../pipelines/rules/export.ts";
import { exportedFile } from "../pipelines/rules/export-file.ts";
import { type RuleStanding, ruleStandings } from "../pipelines/rules/overview.ts";
import { ruleLog, ruleSettings, setRule } from "../pipelines/rules/settings.ts";
import { type Trial, tryRule } from "../pipelines/rules/trial.ts";
import { NO_VALUE, percent } from "../reports/format.ts";
import { actorFrom, textOf } from "./publishing.ts";
import type { Session } from "./session.ts";
import { local } from "./status.ts";
import { table } from "./table.ts";

export async function act(
  session: Session,
  [action, name, ...pairs]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  switch (action) {
    case undefined:
      return list(session);
    case "show":
      return show(session, requireRule(name));
    case "set":
      return set(session, requireRule(name), pairs, options);
    case "try":
      return trial(session, requireRule(name), pairs);
    case "history":
      return history(session, name === undefined ? undefined : requireRule(name));
    case "export":
      return exported(session, options);
    default:
      throw new UserError(
        `rules 没有“${action}”这个动作`,
        "可用：show、set、try、history、export；不写动作为列出。",
        2,
      );
  }
}

function requireRule(name: string | undefined): RuleCard {
  const rule = ruleNamed(name ?? "");
  if (rule) return rule;
  throw new UserError(
    name === undefined ? "没有指明规则" : `没有“${name}”这条规则`,
    `可用：${RULES.map(({ id, title }) => `${id} ${title}`).join("、")}。`,
    2,
  );
}

/** A rule for programs. */
const LONGEST_CODES = 12;

/** A list of codes by its beginning; `rules show` has it whole. */
const shortened = (value: string): string =>
  value.length > LONGEST_CODES ? `${value.slice(0, LONGEST_CODES)}…` : value;

const forPrograms = ({ card, values, version, found, feedback, missing }: RuleStanding) => ({
  rule: card.id,
  name: card.name,
  title: card.title,
  group: card.group,
  severity: card.severity,
  rule_version: version,
  parameters: card.parameters.map((parameter) => ({
    ...parameter,
    value: isNumber(parameter) ? Number(values[parameter.name]) : values[parameter.name],
  })),
  suspicions: found?.suspicions ?? null,
  excluded: found?.excluded ?? null,
  amount_yuan: found === null ? null : Number(found.amount_yuan),
  checked: feedback.checked,
  confirmed: feedback.confirmed,
  precision: feedback.checked === 0 ? null : feedback.confirmed / feedback.checked,
  expected_precision: feedback.rule_precision,
  missing_sources: missing,
});

async function list(session: Session): Promise<number> {
  const standings = await ruleStandings(session.home());
  session.answer(standings.map(forPrograms), () =>
    table(
      ["规则", "名称", "严重程度", "版本", "参数", "疑点", "金额（元）", "属实率", "缺来文"],
      standings.map((s) => [
        ...[s.card.id, s.card.title, s.card.severity, s.version],
        Object.entries(s.values)
          .map(([key, value]) => `${key}=${shortened(value)}`)
          .join(" "),
        s.found === null ? "" : String(s.found.suspicions),
        s.found?.amount_yuan ?? "",
        precisionOf(s),
        s.missing.join("、"),
      ]),
    ),
  );
  return 0;
}

const precisionOf = ({ feedback: { checked, confirmed } }: RuleStanding): string =>
  checked === 0 ? NO_VALUE : `${percent(String(confirmed / checked), 1)}（${checked} 条）`;

async function show(session: Session, rule: RuleCard): Promise<number> {
  const standing = (await ruleStandings(session.home())).find(({ card }) => card.id === rule.id)!;
  const changes = ruleLog(session.home())
    .read()
    .filter((change) => change.rule === rule.id);
  const value = { ...forPrograms(standing), card: rule.card, lookalikes: rule.lookalikes, changes };
  session.answer(value, () => [
    `${rule.id} ${rule.title}　${rule.group}　${rule.severity}　版本 ${standing.version}`,
    ...Object.entries(rule.card).map(
      ([key, field]) => `${key}：${Array.isArray(field) ? field.join("、") : field}`,
    ),
    ...rule.parameters.map((parameter) => {
      const range = isNumber(parameter)
        ? `默认 ${parameter.default}，范围 ${parameter.min}—${parameter.max} ${parameter.unit}`
        : "编码，用“|”分隔";
      return `参数 ${parameter.name} ${parameter.title}：${standing.values[parameter.name]}（${range}）`;
    }),
    ...rule.lookalikes.map((text) => `另行排除：${text}`),
    `疑点 ${standing.found?.suspicions ?? NO_VALUE} 条（另排除 ${standing.found?.excluded ?? NO_VALUE} 条），属实率 ${precisionOf(standing)}`,
    ...(standing.missing.length > 0 ? [`缺来文：${standing.missing.join("、")}`] : []),
    ...changes.map((change) => changeLine(change)),
  ]);
  return 0;
}

type Change = ReturnType<ReturnType<typeof ruleLog>["read"]>[number];

const changeLine = ({ at, by, os_user, rule, values, reason }: Change): string =>
  `${local(at)} ${by}（${os_user}）${rule} ${Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ")}：${reason}`;

async function set(
  session: Session,
  rule: RuleCard,
  pairs: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const actor = actorFrom(options);
  if (actor.by.trim() === "")
    throw new UserError("没有写明由谁办理", "如 --by 张三，或设环境变量 FUNDWATCH_ACCOUNT。", 2);
  const change = {
    rule: rule.id,
    values: valuesFrom(pairs),
    reason: textOf(options, "reason") ?? "",
  };
  const { was, is, entry } = await setRule(session.home(), change, actor, session.now());
  const value = { rule: rule.id, was: was.values, is: is.values, rule_version: is.version };
  session.answer(value, () => [
    changeLine(entry),
    `版本 ${was.version} → ${is.version}；下一次 fundwatch run 只重建这条规则和由它而来的表。`,
  ]);
  return 0;
}

function valuesFrom(pairs: string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (name && value) return [name, value];
      throw new UserError(`“${pair}”写法不对`, "参数写成 名称=值，如 days=10。", 2);
    }),
  );
}

async function trial(session: Session, rule: RuleCard, pairs: string[]): Promise<number> {
  const tried = await tryRule(session.home(), rule.id, valuesFrom(pairs));
  session.answer(tried, () => trialLines(tried));
  return 0;
}

function trialLines({ rule, was, tried, before, after, appear, disappear }: Trial): string[] {
  const moved = Object.keys(tried).filter((key) => tried[key] !== was[key]);
  const side = (title: string, { suspicions, amount_yuan, examples }: Trial["appear"]) => [
    `${title} ${suspicions} 条，${amount_yuan} 元`,
    ...examples.map((e) => `  ${e.month} ${e.subject}　${e.amount_yuan} 元　${e.observed}`),
  ];
  return [
    `试算 ${rule} ${moved.map((key) => `${key} ${was[key]} → ${tried[key]}`).join("，") || "（参数没有变）"}，没有任何改动`,
    `现在 ${before.suspicions} 条，${before.amount_yuan} 元；改后 ${after.suspicions} 条，${after.amount_yuan} 元`,
    ...side("新增", appear),
    ...side("减少", disappear),
    `确定要改：fundwatch rules set ${rule} ${moved.map((key) => `${key}=${tried[key]}`).join(" ")} --by 账号 --reason 理由`,
  ];
}

async function history(session: Session, rule: RuleCard | undefined): Promise<number> {
  const changes = ruleLog(session.home())
    .read()
    .filter((change) => rule === undefined || change.rule === rule.id);
  session.answer(changes, () =>
    changes.length === 0 ? ["参数没有改过。"] : changes.map(changeLine),
  );
  return 0;
}

async function exported(session: Session, options: Record<string, unknown>): Promise<number> {
  const settings = ruleSettings(session.home());
  const file = textOf(options, "file");
  const rules = exportedRules(settings);
  if (file === undefined) {
    session.answer(rules, () => [JSON.stringify(rules, null, 2)]);
    return 0;
  }
  writeFileSync(file, await exportedFile(file, settings));
  session.answer({ file, rules: rules.length }, () => [`已写到 ${file}，${rules.length} 条规则。`]);
  return 0;
}
