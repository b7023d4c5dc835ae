import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { type ParseError, parse } from "jsonc-parser";
import { z } from "zod";
import { UserError } from "../../models/errors.ts";
import { DRIVERS, type Driver, type Ramp, type Scenario } from "../../models/forecast/fund.ts";
import { type Home, writeAtomically } from "../home.ts";

/** What drivers are called. */
export const DRIVER_TITLES: Record<Driver, string> = {
  premium: "缴费标准",
  subsidy: "财政补助",
  insured: "参保人数",
  admission_rate: "住院率",
  cost_per_admission: "次均费用",
  payment_rate: "支付比例",
};

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "应为 2026-10 这样的年月");

const ramp = z
  .strictObject({
    driver: z.enum(DRIVERS),
    from: month,
    until: month,
    factor: z.number().positive().max(10),
    funds: z.array(z.string()).optional(),
    regions: z.array(z.string()).optional(),
  })
  .refine(({ from, until }) => until >= from, { message: "until 不能早于 from" });

const scenarioFile = z.strictObject({
  title: z.string().min(1),
  ramps: z.array(ramp).min(1),
  enrolment_elasticity: z.number().min(0).max(5).default(0),
});

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u;

const folderOf = ({ root }: Pick<Home, "root">): string =>
  path.join(root, "forecasts", "scenarios");

const fileOf = (home: Pick<Home, "root">, name: string): string => {
  if (!NAME.test(name))
    throw new UserError(
      `情景名“${name}”不能用`,
      "请用汉字、字母、数字、下划线或连字符，最多40个字，如 涨缴费。",
      2,
    );
  return path.join(folderOf(home), `${name}.jsonc`);
};

/** Names of the scenarios saved in a home. */
export function scenarioNames(home: Pick<Home, "root">): string[] {
  const folder = folderOf(home);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".jsonc"))
    .map((file) => file.slice(0, -".jsonc".length))
    .sort();
}

/** A saved scenario. Throws a UserError where there is none of that name or its file cannot be read. */
export function readScenario(home: Pick<Home, "root">, name: string): Scenario {
  const file = fileOf(home, name);
  if (!existsSync(file)) {
    const names = scenarioNames(home);
    throw new UserError(
      `没有名为“${name}”的情景`,
      names.length === 0
        ? `先建一个：fundwatch forecast scenario set ${name} --driver premium --factor 1.05 --from 2026-10`
        : `已有：${names.join("、")}。`,
      2,
    );
  }
  const problems: ParseError[] = [];
  const value: unknown = parse(readFileSync(file, "utf8"), problems, { allowTrailingComma: true });
  if (problems.length > 0)
    throw new UserError(`情景文件 ${file} 不是有效的 JSON`, "请检查逗号、引号和括号，或重新 set。");
  return { name, ...checked(value, `情景文件 ${file} 有误`) };
}

function checked(value: unknown, what: string): Omit<Scenario, "name"> {
  const result = scenarioFile.safeParse(value);
  if (result.success)
    return { ...result.data, ramps: result.data.ramps.map((one) => one satisfies Ramp) };
  const issues = result.error.issues.map((issue) => `${issue.path.join(".")}：${issue.message}`);
  throw new UserError(`${what}：${issues.join("；")}`, "请按上面逐条修改后重试。", 2);
}

/** Saves a scenario under its name; one of that name that was there is replaced. */
export function saveScenario(home: Pick<Home, "root">, { name, ...scenario }: Scenario): Scenario {
  const file = fileOf(home, name);
  const whole = checked(scenario, `情景“${name}”有误`);
  mkdirSync(folderOf(home), { recursive: true });
  writeAtomically(
    file,
    `// ${Object.entries(DRIVER_TITLES)
      .map(([driver, title]) => `${driver} ${title}`)
      .join(
        "，",
      )}；factor 是到位以后的倍数，从 from 起逐月变化，到 until 月底到位\n${JSON.stringify(whole, null, 2)}\n`,
  );
  return { name, ...whole };
}

/** Removes a saved scenario. Throws a UserError where there is none of that name. */
export function removeScenario(home: Pick<Home, "root">, name: string): void {
  readScenario(home, name);
  rmSync(fileOf(home, name));
}

/** `缴费标准自2026-10起逐步到1.05倍（2026-12到位）`. */
export function rampInWords({ driver, from, until, factor, funds, regions }: Ramp): string {
  const where = [...(funds ?? []), ...(regions ?? [])].join("、");
  const when = from === until ? `自 ${from} 起` : `自 ${from} 至 ${until} 逐月到位`;
  return `${DRIVER_TITLES[driver]}${when}为原来的 ${factor} 倍${where === "" ? "" : `（${where}）`}`;
}
