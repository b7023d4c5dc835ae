import { Command, CommanderError, Option } from "commander";
import { FORECAST_VERBS } from "./forecast-verbs.ts";
import { PUBLICATION_VERBS } from "./publication-verbs.ts";
import { failed, type Session, sessionFrom, VERSION } from "./session.ts";
import { SUPERVISION_VERBS } from "./supervision-verbs.ts";

/** A verb of the command line. `options` are commander's: flags, what they do. */
export interface Verb {
  name: string;
  about: string;
  module: () => Promise<{ act: Action }>;
  arguments?: string;
  options?: [flags: string, about: string][];
}

type Action = (
  session: Session,
  args: string[],
  options: Record<string, unknown>,
) => Promise<number>;

const SELECTION: [string, string][] = [
  ["--from <年月>", "起始月份，如 2019-01"],
  ["--to <年月>", "截止月份，如 2019-07"],
];

/** Every verb, carried out by the module of the same name, which is read when it is asked for. */
const VERBS: Verb[] = [
  { name: "init", about: "建立工作目录和带说明的配置文件", module: () => import("./init.ts") },
  {
    name: "load",
    about: "载入文件（默认收件夹 inbox/）",
    module: () => import("./load.ts"),
    arguments: "[文件或文件夹...]",
    options: [
      ["--dry-run", "只看每个文件会被怎样理解，不载入"],
      ["--accept <理由>", "接受因勾稽不符而暂存的批次，理由会印在相关数字下面"],
      ["--region <代码>", "文件里没有统筹区时，指明 6 位统筹区代码"],
      ["--withdraw <批次>", "撤回一个批次（可再载入同一文件恢复），需同时给出 --reason"],
      ["--reason <理由>", "撤回的理由"],
    ],
  },
  {
    name: "quarantine",
    about: "列出被隔离的行：文件、工作表、行、列、值、原因",
    module: () => import("./quarantine.ts"),
  },
  {
    name: "plan",
    about: "看 run 会建什么、为什么，会变动哪些已发布的指标和文书",
    module: () => import("./plan.ts"),
    arguments: "[资产...]",
    options: [
      ...SELECTION,
      ["--force", "连没有变化的也算上"],
      ["--quick", "不试算：只列分区，不看指标和文书会怎样变"],
    ],
  },
  {
    name: "run",
    about: "建立缺少或过时的表，发布快照，更新文书",
    module: () => import("./run.ts"),
    arguments: "[资产...]",
    options: [
      ...SELECTION,
      ["--force", "没有变化的也重建"],
      ["--resume", "接着做上一次被中断的运行（同样的资产和月份）"],
    ],
  },
  {
    name: "backfill",
    about: "回填一段月份，可中断、可接续",
    module: () => import("./backfill.ts"),
    arguments: "[资产...]",
    options: [
      ...SELECTION,
      ["--force", "没有变化的也重建"],
      ["--chunk <月数>", "一步最多建几个月（默认 12）：中断时最多重做这么多"],
      ["--dry-run", "只看会建什么"],
      ["--resume [编号]", "接着做没有完成的回填"],
      ["--cancel <编号>", "取消没有完成的回填，已建好的保留"],
      ["--list", "列出全部回填"],
    ],
  },
  {
    name: "serve",
    about: "常驻运行：看收件夹、按计划更新、核对时限",
    module: () => import("./serve.ts"),
    options: [
      ["--port <端口>", "GET /health 所在的端口（默认 8788；0 由系统选一个）"],
      ["--host <地址>", "监听的地址（默认 127.0.0.1，只供本机；容器里用 0.0.0.0）"],
    ],
  },
  {
    name: "worker",
    about: "在 Redis（REDIS_URL）上领取文书任务",
    module: () => import("./worker.ts"),
  },
  {
    name: "status",
    about: "资产与月份一览、待做的、自动任务、批次与运行；加月份则说这个月做完没有、为什么",
    module: () => import("./status.ts"),
    arguments: "[月份]",
  },
  {
    name: "runs",
    about: "运行的历史；加编号则看一次运行的经过",
    module: () => import("./runs.ts"),
    arguments: "[运行编号]",
  },
  {
    name: "alerts",
    about: "未恢复的告警；alerts test 向每个渠道发一条测试消息",
    module: () => import("./alerts.ts"),
    arguments: "[动作]",
  },
  {
    name: "figures",
    about: "查指标",
    module: () => import("./figures.ts"),
    options: [
      ["--metric <指标>", "指标代码，如 expenditure_completion；可用 months_payable* 这样的前缀"],
      ["--region <代码>", "统筹区代码"],
      ["--fund <险种>", "employee、resident、maternity 等，或中文名"],
      ["--account <账户>", "all、pooled、personal"],
      ["--period <期间>", "2019-07、2019Q3 或 2019"],
      ["--basis <口径>", "口径变体，如 budget、trailing_12"],
      ["--as-of <时刻>", "按当时已到达的来文计算，如 2019-08-14"],
    ],
  },
  {
    name: "trace",
    about: "从一个指标，或文书里印出的一个数，追到来文的单元格",
    module: () => import("./trace.ts"),
    arguments: "<指标编号或文书> [印出的数]",
    options: [["--as-of <时刻>", "按当时已到达的来文"]],
  },
  {
    name: "report",
    about:
      "生成文书：report monthly --period 2019-07，report quarterly --period 2019Q3，report problem-list --institution 编码",
    module: () => import("./report.ts"),
    arguments: "[文书]",
    options: [
      ["--period <期间>", "所属期：monthly 为 2019-07，quarterly 为 2019Q3"],
      ["--region <代码>", "统筹区代码（默认取配置）"],
      ["--all", "该期有数据的全部统筹区，每个一份"],
      ["--format <格式>", "docx、pdf、html、xlsx，几种用逗号隔开（默认取配置）"],
      ["--issued-on <日期>", "落款日期（默认今天）"],
      ["--out <文件夹>", "输出文件夹（默认工作目录下 out/）"],
      ["--institution <机构>", "problem-list：哪个定点机构的问题清单"],
      ["--due <日期>", "problem-list：答复期限（默认落款后10个工作日）"],
    ],
  },
  {
    name: "check-bulletin",
    about: "核对别人写的通报：找出互相对不上的数（.docx、.html、.txt；- 为粘贴的文字）",
    module: () => import("./check-bulletin.ts"),
    arguments: "<文件...>",
  },
  {
    name: "deliver",
    about: "把印发的文书送给配置里的各个对象：邮件、文件夹、其他系统",
    module: () => import("./deliver.ts"),
    options: [
      ["--group <对象>", "只送给这个对象"],
      ["--document <文书>", "monthly 月度通报，quarterly 季度报告"],
      ["--period <期间>", "所属期，如 2019-07、2019Q3"],
      ["--region <代码>", "统筹区代码"],
      ["--dry-run", "只看会把什么送给谁，不送"],
      ["--again", "送过的、不确定的再送一次"],
      ["--arrived", "经核实对方已收到：把不确定的记为已送"],
      ["--test", "向每个对象发一份测试，不算送达"],
    ],
  },
  ...PUBLICATION_VERBS,
  ...FORECAST_VERBS,
  ...SUPERVISION_VERBS,
  {
    name: "sql",
    about: "对已发布快照做只读查询",
    module: () => import("./sql.ts"),
    arguments: "[查询]",
    options: [
      ["--describe [视图]", "列出可查的视图；加视图名则看它的各列：类型、单位、说明"],
      ["--examples", "列出现成的查询"],
      ["--example <名称>", "执行一个现成的查询"],
      ["--format <格式>", "table、csv、json、parquet、arrow（默认 table）"],
      ["--out <文件>", "写到文件（默认标准输出）"],
    ],
  },
  {
    name: "rebuild",
    about: "由 raw/ 重新建立数据仓库，并核对与原来是否一致",
    module: () => import("./rebuild.ts"),
  },
  {
    name: "simulate",
    about: "造一个虚构城市的全部来文（结算、明细、名录、报表），供试用和测试",
    module: () => import("./simulate.ts"),
    options: [
      ["--people <人数>", "参保人数（默认 10000）"],
      ["--months <月数>", "月数（默认 12）"],
      ["--from <年月>", "第一个月（默认 2025-01）"],
      ["--seed <整数>", "种子（默认 1）；同样的种子和选项，得到同样的字节"],
      ["--like <年份>", "住院率、费用、报销比照哪一年的全国公报（默认 2023）"],
      ["--out <文件夹>", "输出文件夹，须是新的或空的"],
      ["--format <格式>", "parquet 或 csv（默认 parquet）"],
      ["--fee-lines <true|false>", "要不要费用明细及由它而来的文件（默认 true）"],
      ["--plants <all|none>", "要不要埋进监管规则所查的异常及其貌似者，答案在 truth/（默认 all）"],
    ],
  },
  {
    name: "doctor",
    about: "体检：环境、配置、磁盘、数据、快照",
    module: () => import("./doctor.ts"),
  },
];

/** Runs the command line; the exit status is returned, never thrown. */
export async function main(argv: string[]): Promise<number> {
  let status = 0;
  const program = new Command("fundwatch")
    .description("医保基金监测：来文进，指标、通报出，每个数字可追到单元格")
    .version(VERSION, "-V, --version", "显示版本")
    .helpOption("-h, --help", "显示帮助")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  for (const verb of VERBS) {
    const command = program
      .command(verb.arguments ? `${verb.name} ${verb.arguments}` : verb.name)
      .description(verb.about)
      .helpOption("-h, --help", "显示帮助")
      .addOption(
        new Option("--home <文件夹>", "工作目录（默认 FUNDWATCH_HOME，否则 ./fundwatch-home）"),
      )
      .addOption(new Option("--json", "在标准输出打印一个 JSON 文档，供程序读取"));
    for (const [flags, about] of verb.options ?? []) command.option(flags, about);
    command.action(async () => {
      const options = command.opts();
      const session = sessionFrom(options);
      try {
        const { act } = await verb.module();
        status = await act(session, command.args, options);
      } catch (error) {
        status = failed(session, error);
      }
    });
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    if (argv.length === 0) {
      process.stdout.write(program.helpInformation());
    }
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    process.stderr.write(
      `${usageInWords(error)}\n用 fundwatch --help 或 fundwatch <命令> --help 查看用法。\n`,
    );
    return 2;
  }
  return status;
}

/** Commander's complaints in Chinese. */
function usageInWords(error: CommanderError): string {
  const quoted = /'([^']+)'/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownCommand":
      return `没有“${quoted}”这个命令。`;
    case "commander.unknownOption":
      return `没有“${quoted}”这个选项。`;
    case "commander.missingArgument":
      return `缺少参数 ${quoted}。`;
    case "commander.optionMissingArgument":
      return `选项 ${quoted} 后面缺少值。`;
    case "commander.excessArguments":
      return "参数太多了。";
    default:
      return error.message;
  }
}
