import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { act } from "../../bin/forecast.ts";
import { failed, type Session } from "../../bin/session.ts";
import { addMonths, type Month } from "../../models/period.ts";
import { randomFrom } from "../../models/random.ts";
import { type Home, initHome, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { type RunReport, run } from "../../pipelines/run.ts";
import { type Row, Store } from "../../pipelines/store.ts";

const HEADER = "统筹区代码,险种,账户,所属期,方向,科目,本月数,本年累计,单位";

export const FIRST: Month = "2022-01";

/** What a made-up fund does: 万元 by month with a season, growth and noise that follow from the seed. */
export interface FundPlan {
  region: string;
  fund: string;
  account?: string;
  from?: Month;
  months: number;
  income: number;
  expenditure: number;
  opening: number;
  seed?: number;
  /** Lines beside the totals; without them a fund is known by its totals alone. */
  isByLine?: boolean;
}

/** Amounts of a plan in 万元, month by month. */
export function flowsOf({ months, income, expenditure, seed = 1 }: FundPlan) {
  const random = randomFrom(seed);
  return Array.from({ length: months }, (_, i) => {
    const season = 1 + 0.1 * Math.sin((2 * Math.PI * i) / 12);
    const growth = 1.004 ** i;
    const drawn = () => 1 + 0.06 * (random() - 0.5);
    return {
      income: Math.round(income * growth * drawn() * 100) / 100,
      expenditure: Math.round(expenditure * growth * season * drawn() * 100) / 100,
    };
  });
}

/** The statement of a plan, a line each of the file. */
export function statementOf(plan: FundPlan): string[] {
  const { region, fund, account = "", from = FIRST, opening, isByLine = false } = plan;
  let balance = opening;
  return flowsOf(plan).flatMap(({ income, expenditure }, i) => {
    balance += income - expenditure;
    const month = addMonths(from, i);
    const line = (side: string, item: string, amount: number) =>
      [region, fund, account, month, side, item, amount.toFixed(2), "", "万元"].join(",");
    const fiscal = Math.round(income * 40) / 100;
    return [
      ...(isByLine
        ? [
            line("收入", "基本医疗保险费收入", income - fiscal),
            line("收入", "财政补贴收入", fiscal),
            line("支出", "待遇支出", expenditure),
          ]
        : []),
      line("收入", "收入合计", income),
      line("支出", "支出合计", expenditure),
      [region, fund, account, month, "结余", "累计结余", "", balance.toFixed(2), "万元"].join(","),
    ];
  });
}

export interface Ended<Value> {
  status: number;
  value: Value;
  text: string;
  remark: string;
}

/** A bureau of its own, with a clock that stands still. */
export class Bureau {
  readonly root = mkdtempSync(path.join(tmpdir(), "fundwatch-forecast-"));
  home: Home;
  #files = 0;

  constructor(config: object = {}) {
    initHome(this.root);
    this.home = this.configured(config);
  }

  /** Few paths: quantiles are rough, and a test is fast. */
  configured(config: object): Home {
    const text = JSON.stringify({ forecast: { paths: 400, horizon: 12 }, ...config });
    writeFileSync(path.join(this.root, "fundwatch.config.json"), text);
    this.home = openHome(this.root);
    return this.home;
  }

  now = (): Date => new Date("2026-02-10T01:00:00Z");
  close = (): void => rmSync(this.root, { recursive: true, force: true });

  async receives(lines: string[]): Promise<void> {
    this.#files += 1;
    const file = path.join(this.root, `statement-${this.#files}.csv`);
    writeFileSync(file, `${[HEADER, ...lines].join("\n")}\n`);
    const [outcome] = await load(this.home, [file], { now: this.now });
    if (outcome?.status !== "loaded") throw new Error(JSON.stringify(outcome));
  }

  runs = (selection: string[] = ["+marts.forecast_score"]): Promise<RunReport> =>
    run(this.home, { now: this.now, selection });

  async asks<T extends object = Row>(sql: string): Promise<T[]> {
    const store = await Store.open(this.home.snapshot, { readOnly: true });
    try {
      return await store.rows<T>(sql);
    } finally {
      store.close();
    }
  }

  /** `forecast` with its arguments, as the command line runs it. */
  async forecasts<Value = never>(
    args: string[] = [],
    options: Record<string, unknown> = {},
  ): Promise<Ended<Value>> {
    const ended: Ended<Value> = { status: 0, value: undefined as never, text: "", remark: "" };
    const session = {
      root: this.root,
      json: false,
      version: "0",
      home: () => openHome(this.root),
      now: this.now,
      stop: () => new AbortController().signal,
      progress: () => {},
      answer: (value: unknown, lines: () => string[]) => {
        ended.value = JSON.parse(JSON.stringify(value)) as Value;
        ended.text = lines().join("\n");
      },
      remark: (line: string) => {
        ended.remark += line;
      },
    } as unknown as Session;
    try {
      ended.status = await act(session, args, { by: "张三", ...options });
    } catch (error) {
      ended.status = failed(session, error);
    }
    return ended;
  }
}
