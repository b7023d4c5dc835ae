import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { Actor } from "../../models/publication-log.ts";
import { RULES } from "../../models/rules/index.ts";
import {
  type RuleChange,
  type RuleSetting,
  requireChange,
  settingsFrom,
} from "../../models/rules/settings.ts";
import { type Break, HashChain, type Link } from "../hash-chain.ts";
import type { Home } from "../home.ts";
import { momentOf, type Standpoint } from "../ingest/batches.ts";
import { takeProcessLock } from "../process-lock.ts";

/** A change of parameters in the log, with who made it. */
export type LoggedChange = Omit<RuleChange, "at"> & Pick<Actor, "os_user">;

/** The log of changes: `rules/log.jsonl`, only ever added to. */
export const ruleLog = ({ root }: Pick<Home, "root">): HashChain<LoggedChange> => {
  const file = path.join(root, "rules", "log.jsonl");
  return new HashChain<LoggedChange>(file, (broken) => edited(file, broken));
};

/** The rules with the parameters in force in a home, now or at a moment. */
export function ruleSettings(home: Pick<Home, "root">, at?: Standpoint): RuleSetting[] {
  const changes = ruleLog(home).read();
  return settingsFrom(
    RULES,
    changes.filter((change) => change.at <= momentOf(at)),
  );
}

/** Sets parameters of a rule from now on; refused out of range, without a reason, or unchanged. */
export async function setRule(
  home: Pick<Home, "root" | "state">,
  change: Pick<RuleChange, "rule" | "values" | "reason">,
  { by, os_user }: Actor,
  at: Date,
): Promise<{ was: RuleSetting; is: RuleSetting; entry: LoggedChange & Link }> {
  const lock = await takeProcessLock(path.join(home.state, "rules.duckdb"), busy);
  try {
    const find = () => ruleSettings(home).find(({ card }) => card.id === change.rule)!;
    const was = find();
    const logged = requireChange(was, change);
    const [entry] = ruleLog(home).append([{ ...logged, by, os_user }], at);
    return { was, is: find(), entry: entry! };
  } finally {
    lock.release();
  }
}

const edited = (file: string, { line, expected, found }: Break): UserError =>
  new UserError(
    `规则参数日志 ${file} 第${line}行被改动过：应接 ${expected.slice(0, 12)}…，实为 ${found.slice(0, 12)}…`,
    "日志只增不改：请从备份恢复这个文件，再重试；不知道参数是谁定的，就不能按它计算。",
  );

const busy = (pid: number | null): UserError =>
  new UserError(
    `另一个进程${pid === null ? "" : `（进程号 ${pid}）`}正在改规则参数`,
    "请等它结束后再执行；没有任何改动。",
  );
