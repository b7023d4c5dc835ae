import type { Verb } from "./fundwatch.ts";

const BY: [string, string] = ["--by <账号>", "办理人（默认 FUNDWATCH_ACCOUNT，否则系统用户名）"];

/** Verbs of supervision: rules, and clues from suspicion to money recovered. */
export const SUPERVISION_VERBS: Verb[] = [
  {
    name: "clues",
    about:
      "线索：列出、查看、办理（show、assign、explain、extend、verify、recover、refer、close、reopen、total、feedback、verify-log）",
    module: () => import("./clues.ts"),
    arguments: "[动作] [编号...]",
    options: [
      ["--rule <规则>", "规则编号或名称，如 R01、分解住院；随机抽查"],
      ["--institution <机构>", "定点机构编码"],
      ["--status <状态>", "new、assigned、explained、reopened、verified、recovered 等，或中文名"],
      ["--period <期间>", "2025-03、2025Q1 或 2025"],
      ["--limit <条数>", "最多几条"],
      ["--suspicions", "列出合并前的疑点"],
      ["--excluded", "与 --suspicions 同用：连被排除的也列出，并写明理由"],
      BY,
      ["--to <人或单位>", "assign 分派给谁（默认办理人自己）；refer 移送给谁"],
      ["--note <说明>", "说明、理由"],
      ["--document <文号>", "文书编号"],
      ["--amount <元>", "金额，到分为止"],
      ["--confirmed <规则>", "verify：哪些规则属实，逗号分隔（默认线索的全部规则）"],
      ["--found <条数>", "total：疑点条数"],
      ["--verified <条数>", "total：核实条数"],
    ],
  },
  {
    name: "rules",
    about: "规则：列出、查看、改参数、试算、导出（show、set、try、history、export）",
    module: () => import("./rules.ts"),
    arguments: "[动作] [规则] [参数...]",
    options: [
      BY,
      ["--reason <理由>", "改参数的理由"],
      ["--file <文件>", "export：写到 .json、.csv 或 .xlsx 文件（默认在标准输出打印 JSON）"],
    ],
  },
];
