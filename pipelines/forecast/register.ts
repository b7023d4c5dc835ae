import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { FundForecast } from "../../models/forecast/fund.ts";
import type { Month } from "../../models/period.ts";
import type { Actor } from "../../models/publication-log.ts";
import { type Break, HashChain, type Link } from "../hash-chain.ts";
import { type Home, writeAtomically } from "../home.ts";
import { liveBatches } from "../ingest/batches.ts";
import { takeProcessLock } from "../process-lock.ts";
import type { Store } from "../store.ts";
import { newestMonth, readForecasts } from "./read.ts";
import { forecastSettings } from "./settings.ts";
import { FORECAST } from "./table.ts";

/** A forecast was put on record. */
export interface IssuedEvent extends Actor {
  event: "issued";
  /** `2025-12.1`: origin, and which one of that origin. */
  id: string;
  origin: Month;
  /** The newest month that was known when it was issued: past the origin, it is hindsight. */
  known_until: Month;
  /** Of the frozen file, and of what is forecast in it. */
  sha256: string;
  content: string;
  funds: number;
  program: string;
  run: string;
}

/** What is kept of an issued forecast. */
export interface IssuedForecast {
  id: string;
  origin: Month;
  known_until: Month;
  program: string;
  /** The run that computed it, and when. */
  run: string;
  computed_at: string;
  settings: object;
  /** Batches of statements and insured persons that counted. */
  batches: string[];
  bands: number[];
  forecasts: FundForecast[];
}

const at = ({ root }: Pick<Home, "root">, ...parts: string[]): string =>
  path.join(root, "forecasts", ...parts);

const frozenFile = (home: Pick<Home, "root">, id: string): string =>
  at(home, "issued", `${id}.json`);

/** The register of issued forecasts: `forecasts/log.jsonl`, only ever added to. */
export const forecastRegister = (home: Pick<Home, "root">): HashChain<IssuedEvent> => {
  const file = at(home, "log.jsonl");
  return new HashChain<IssuedEvent>(file, (broken) => edited(file, broken));
};

const edited = (file: string, { line, expected, found }: Break): UserError =>
  new UserError(
    `预测存档 ${file} 第${line}行被改动过：应接 ${expected.slice(0, 12)}…，实为 ${found.slice(0, 12)}…`,
    "存档只增不改：请从备份恢复这个文件，再重试。",
  );

/**
 * Freezes the forecasts of all funds that stand in the published snapshot at an origin, the newest where none
 * is said. Throws a UserError where there are none, or where the same are on record.
 */
export async function issueForecasts(
  home: Home,
  store: Store,
  asked: { asOf?: Month | undefined; actor: Actor; program: string; now: Date },
): Promise<IssuedEvent & Link> {
  const known_until = await newestMonth(store);
  const origin = asked.asOf ?? known_until;
  const standing = await readForecasts(store, { asOf: origin });
  const forecasts = standing.forecasts.filter((one) => one.origin === origin);
  if (!forecasts.some(({ months }) => months.length > 0))
    throw new UserError(
      `没有站在 ${origin} 的预测可以存档`,
      "请先执行 fundwatch run；可存档的月份是最近 25 个有数据的月，且至少要有 12 个月的历史。",
      2,
    );
  const lock = await takeProcessLock(path.join(home.state, "forecasts.duckdb"), busy);
  try {
    const register = forecastRegister(home);
    const issued = register.read();
    const { run, computed_at } = await builtBy(store, origin);
    const frozen = {
      ...{ origin, known_until, program: asked.program, run, computed_at },
      settings: forecastSettings(home.config),
      batches: batchesAt(home, origin, computed_at),
      bands: standing.bands,
      forecasts,
    };
    const content = sha256(JSON.stringify([origin, standing.bands, forecasts]));
    const same = issued.find((event) => event.content === content);
    if (same)
      throw new UserError(
        `同样的预测已经存档：${same.id}（${same.at.slice(0, 10)}，${same.by}）`,
        "数据、设置没有变化时不必再存；有了变化，run 之后再存会另编一号。",
        2,
      );
    const id = `${origin}.${issued.filter((event) => event.origin === origin).length + 1}`;
    const text = `${JSON.stringify({ id, ...frozen } satisfies IssuedForecast, null, 1)}\n`;
    mkdirSync(path.dirname(frozenFile(home, id)), { recursive: true });
    writeAtomically(frozenFile(home, id), text);
    const event: IssuedEvent = {
      ...{ event: "issued", id, origin, known_until },
      ...{ sha256: sha256(text), content, funds: forecasts.length },
      ...{ program: asked.program, run, ...asked.actor },
    };
    return register.append([event], asked.now)[0]!;
  } finally {
    lock.release();
  }
}

const busy = (pid: number | null): UserError =>
  new UserError(
    `另一个进程${pid === null ? "" : `（进程号 ${pid}）`}正在存档预测`,
    "请等它结束后再执行；没有任何改动。",
  );

const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

/** The run that made the forecasts of an origin, and when. */
async function builtBy(store: Store, origin: Month): Promise<{ run: string; computed_at: string }> {
  const [row] = await store.rows<{ run: string; computed_at: string }>(
    `select run, strftime(built_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') as computed_at
     from meta.partition where asset = $1 and partition = $2`,
    [FORECAST, origin],
  );
  return row ?? { run: "", computed_at: "" };
}

/** Batches of months up to the origin that counted when its forecasts were computed. */
const batchesAt = (home: Home, origin: Month, moment: string): string[] =>
  ["fund_statement", "insured"].flatMap((source) =>
    liveBatches(home, source, moment === "" ? undefined : moment)
      .filter(({ batch }) => Object.keys(batch.periods).some((month) => month <= origin))
      .map(({ batch }) => batch.batch),
  );

/** Forecasts on record as they were issued. Throws a UserError where the register or a file was changed. */
export function issuedForecasts(
  home: Pick<Home, "root">,
): { event: IssuedEvent & Link; frozen: IssuedForecast }[] {
  return forecastRegister(home)
    .read()
    .map((event) => {
      const damage = damageOf(home, event);
      if (damage) throw new UserError(damage, "请从备份恢复这个文件，再重试。", 4);
      const text = readFileSync(frozenFile(home, event.id), "utf8");
      return { event, frozen: JSON.parse(text) as IssuedForecast };
    });
}

/** What is wrong with the register and the files beside it; empty where nothing is. */
export function verifyRegister(home: Pick<Home, "root">): { issued: number; damage: string[] } {
  const register = forecastRegister(home);
  const { entries, broken } = register.inspect();
  const damage = entries.flatMap((event) => damageOf(home, event) ?? []);
  if (broken) damage.push(`${register.file} 第${broken.line}行被改动过`);
  return { issued: entries.length, damage };
}

function damageOf(home: Pick<Home, "root">, { id, sha256: expected }: IssuedEvent): string | null {
  const file = frozenFile(home, id);
  if (!existsSync(file)) return `存档的预测 ${file} 不见了`;
  return sha256(readFileSync(file)) === expected ? null : `存档的预测 ${file} 被改动过`;
}
