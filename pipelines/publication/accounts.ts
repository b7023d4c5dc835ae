import type { Config } from "../../models/config.ts";
import { UserError } from "../../models/errors.ts";
import type { Actor } from "../../models/publication-log.ts";

const ROLES = { make: "经办（make）", approve: "审批（approve）" } as const;

/** Refuses whoever may not act so: with accounts in the config, only they may, each in its roles. */
export function requireRole(
  config: Config,
  { by, os_user }: Actor,
  role: keyof typeof ROLES,
): void {
  if (by.trim() === "")
    throw new UserError("没有写明由谁办理", "如 --by 张三，或设环境变量 FUNDWATCH_ACCOUNT。", 2);
  const { accounts } = config.publication;
  if (accounts.length === 0) return;
  const known = accounts.find(({ account }) => account === by);
  const able = accounts.filter(({ roles }) => roles.includes(role)).map(({ account }) => account);
  const names = able.length > 0 ? able.join("、") : "（没有）";
  if (!known)
    throw new UserError(
      `配置里没有账号“${by}”`,
      `可${ROLES[role]}的账号：${names}；账号在 fundwatch.config.json 的 publication.accounts 里登记。`,
      2,
    );
  if (!known.roles.includes(role))
    throw new UserError(
      `账号“${by}”不能${ROLES[role]}`,
      `可${ROLES[role]}的账号：${names}；职责在 publication.accounts 的 roles 里设定。`,
      2,
    );
  if (known.os_user !== null && known.os_user !== os_user)
    throw new UserError(
      `账号“${by}”应由系统用户 ${known.os_user} 使用，现在登录的是 ${os_user}`,
      "请用自己的系统用户登录后办理；对应关系在 publication.accounts 的 os_user 里设定。",
      2,
    );
}
