import type { Verb } from "./fundwatch.ts";

const BY: [string, string] = ["--by <账号>", "办理人（默认 FUNDWATCH_ACCOUNT，否则系统用户名）"];

const SUBJECT: [string, string][] = [
  ["--period <期间>", "所属期：monthly 为 2019-07，quarterly 为 2019Q3"],
  ["--region <代码>", "统筹区代码（默认取配置）"],
  ["--issued-on <日期>", "落款日期（默认今天）"],
];

const DECISION: [string, string][] = [
  ["--reason <理由>", "更正、退回、撤回的理由"],
  ["--approve <申请号>", "审批并印发另一人拟的稿"],
  ["--reject <申请号>", "退回另一人拟的稿"],
  ["--withdraw <申请号>", "撤回自己拟的稿"],
];

/** Verbs of closing, issuing and correcting. */
export const PUBLICATION_VERBS: Verb[] = [
  {
    name: "close",
    about: "月结（季结）：冻结一个期间的来文，以后到的待更正",
    module: () => import("./close.ts"),
    options: [
      ["--period <期间>", "2019-07，或 2019Q3（三个月）"],
      ["--region <代码>", "统筹区代码（默认取配置）"],
      BY,
      ["--reason <理由>", "备注；撤销月结时必填"],
      ["--dry-run", "只看会冻结什么、缺什么"],
      ["--undo", "撤销还没有印发的月结"],
    ],
  },
  {
    name: "issue",
    about: "印发：一人拟稿 issue monthly --period 2019-07，另一人 issue --approve 申请号",
    module: () => import("./issue.ts"),
    arguments: "[文书]",
    options: [...SUBJECT, BY, ...DECISION],
  },
  {
    name: "restate",
    about: "更正已印发的文书：并入待更正的批次，须写理由，另一人审批",
    module: () => import("./restate.ts"),
    arguments: "[文书]",
    options: [
      ...SUBJECT,
      ["--batch <批次>", "只并入这些批次（逗号分隔；默认全部待更正的）"],
      BY,
      ...DECISION,
    ],
  },
  {
    name: "publications",
    about: "月结、待审批、已印发、待更正的一览；--verify 核对日志和文件",
    module: () => import("./publications.ts"),
    options: [
      ["--document <文书>", "monthly 或 quarterly"],
      ["--region <代码>", "统筹区代码"],
      ["--period <期间>", "2019-07 或 2019Q3"],
      ["--verify", "核对日志链和每个印发文件的 SHA-256"],
      ["--render", "与 --verify 同用：逐版重新生成，逐字节比较"],
      ["--recompute", "与 --verify 同用：由 raw/ 按当时的批次重新计算，逐个数字比较"],
    ],
  },
  {
    name: "diff",
    about: "两版之间：原公布 → 更正 → 差 → 原因",
    module: () => import("./diff.ts"),
    arguments: "<文书>",
    options: [
      ["--period <期间>", "所属期"],
      ["--region <代码>", "统筹区代码（默认取配置）"],
      ["--from <版本>", "从哪一版（默认前一版）"],
      ["--to <版本>", "到哪一版（默认最新）"],
    ],
  },
];
