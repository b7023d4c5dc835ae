import { UserError } from "../models/errors.ts";
import { CLEARING } from "../models/simulation/clearing.ts";
import { NATIONAL } from "../models/simulation/national.ts";
import { planLike } from "../models/simulation/plan.ts";
import type { Calibration } from "../pipelines/simulate/calibration.ts";
import { PLANTS } from "../pipelines/simulate/plants/index.ts";
import { simulate, type Wish } from "../pipelines/simulate/simulate.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

const MOST_PEOPLE = 20_000_000;
const MOST_MONTHS = 240;

const FUND_NAMES = { employee: "职工", resident: "居民" };
const MEASURES: Record<Calibration["measure"], [title: string, show: (value: number) => string]> = {
  hospitalization_rate: ["住院率（%）", (v) => (v * 100).toFixed(2)],
  cost_per_admission: ["次均住院费用（元）", (v) => v.toFixed(0)],
  bed_days: ["次均住院床日（天）", (v) => v.toFixed(2)],
  in_scope_rate: ["政策范围内报销比（%）", (v) => (v * 100).toFixed(1)],
  actual_rate: ["实际报销比（%）", (v) => (v * 100).toFixed(1)],
};

export async function act(
  session: Session,
  _args: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const started = performance.now();
  const format = chosen(options.format ?? "parquet", "--format", ["parquet", "csv"] as const);
  const like = whole(options.like ?? 2023, "--like", 0, 9999);
  if (!NATIONAL[like])
    throw wrong("--like", options.like, `有全国数据的年份：${Object.keys(NATIONAL).join("、")}`);
  if (options.out === undefined)
    throw new UserError("没有指明输出文件夹", "请加上 --out <文件夹>。", 2);
  const plants = chosen(options.plants ?? "all", "--plants", ["all", "none"] as const);
  const signal = session.stop();
  const wish: Wish = {
    people: whole(options.people ?? 10_000, "--people", 100, MOST_PEOPLE),
    months: whole(options.months ?? 12, "--months", 1, MOST_MONTHS),
    seed: whole(options.seed ?? 1, "--seed", 0, Number.MAX_SAFE_INTEGER),
    from: month(options.from ?? "2025-01"),
    plan: planLike(like),
    out: String(options.out),
    format,
    feeLines:
      chosen(options.feeLines ?? "true", "--fee-lines", ["true", "false"] as const) === "true",
    ...(plants === "all" ? { plant: PLANTS } : {}),
    signal,
    progress: session.progress,
  };
  const made = await simulate(wish).catch((error) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (made === null) {
    session.remark("已停止，没有留下文件。");
    return 130;
  }
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  session.answer({ ...made, seconds }, () => [
    `已写入 ${made.out}：${made.files} 个文件，${(made.bytes / 1024 / 1024).toFixed(1)} MiB，用时 ${seconds} 秒`,
    "",
    ...table(
      ["来源", "行数"],
      Object.entries(made.rows).map(([source, rows]) => [source, String(rows)]),
    ),
    "",
    `与全国数据对照（${like} 年；模拟的城市和人都是虚构的）：`,
    ...calibrationTable(made.calibration),
    "",
    `接着试：fundwatch load ${made.out}`,
    `月报按这样的清算规则做成，写进工作目录的配置，结算与月报才对得上：`,
    `  "clearing": ${JSON.stringify(clearingPolicy())}`,
  ]);
  return 0;
}

function calibrationTable(rows: Calibration[]): string[] {
  return table(
    ["险种", "指标", "模拟", "全国", "年份", "比"],
    rows.map(({ fund, measure, simulated, national, year, ratio }) => {
      const [title, show] = MEASURES[measure];
      return [
        FUND_NAMES[fund],
        title,
        show(simulated),
        show(national),
        String(year),
        ratio.toFixed(3),
      ];
    }),
  );
}

const wrong = (flag: string, value: unknown, remedy: string): UserError =>
  new UserError(`${flag} 的值“${String(value)}”不对`, remedy, 2);

function whole(value: unknown, flag: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(String(value)) || number < least || number > most)
    throw wrong(flag, value, `请给出 ${least} 到 ${most} 之间的整数。`);
  return number;
}

function month(value: unknown): string {
  const text = String(value);
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(text))
    throw wrong("--from", value, "请写成 2025-01 这样的年月。");
  return text;
}

function chosen<T extends string>(value: unknown, flag: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === String(value));
  if (found === undefined) throw wrong(flag, value, `可用：${allowed.join("、")}`);
  return found;
}

/** The rule behind the simulated statements, as the config has it. */
function clearingPolicy() {
  const { lag_months, deposit_share, deposit_returned_in, advance } = CLEARING;
  return { lag_months, deposit_share, deposit_returned_in, advance };
}
