import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { Verb } from "../../bin/fundwatch.ts";
import { failed, type Session } from "../../bin/session.ts";
import { SUPERVISION_VERBS } from "../../bin/supervision-verbs.ts";
import { type Home, initHome, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { type RunReport, run } from "../../pipelines/run.ts";

const HEADER =
  "setl_id,psn_no,insutype,insu_admdvs,setl_time,begndate,enddate,med_type,dise_no,fixmedins_code,medfee_sumamt,hifp_pay,fund_pay_sumamt,acct_pay,psn_cash_pay,vali_flag,refd_setl_flag,init_setl_id,updt_time";

/** A line of a stay: its id, person, hospital, days, diagnosis and what the fund paid. */
export function stay(
  id: string,
  person: string,
  hospital: string,
  [begin, end]: [string, string],
  diagnosis: string,
  fund: string,
  refunds = "",
): string {
  const at = `${end} 10:00:00`;
  const sign = refunds === "" ? "" : "-";
  return [
    ...[id, person, "310", "410101", at, begin, end, "21", diagnosis, hospital],
    ...[`${sign}${(Number(fund) + 500).toFixed(2)}`, `${sign}${fund}`, `${sign}${fund}`],
    ...["0.00", `${sign}500.00`, "1", refunds === "" ? "0" : "1", refunds, at],
  ].join(",");
}

export interface Ended<Value> {
  status: number;
  value: Value;
  text: string;
  remark: string;
}

/** A bureau at work: a home of its own, a clock, and the verbs of supervision. */
export class Desk {
  home: Home;
  #time = Date.parse("2025-08-14T01:00:00Z");

  constructor(config: object = {}) {
    const root = mkdtempSync(path.join(tmpdir(), "fundwatch-clues-"));
    mkdirSync(root, { recursive: true });
    writeFileSync(path.join(root, "fundwatch.config.json"), JSON.stringify(config));
    initHome(root);
    this.home = openHome(root);
    afterAll(() => rmSync(root, { recursive: true, force: true }));
  }

  now = (): Date => new Date(this.#time);
  /** Lets days pass. */
  wait(days: number): void {
    this.#time += days * 86_400_000;
  }

  async receives(name: string, lines: string[]): Promise<void> {
    const file = path.join(this.home.root, name);
    writeFileSync(file, `${[HEADER, ...lines].join("\n")}\n`);
    const [outcome] = await load(this.home, [file], { now: this.now });
    if (outcome?.status !== "loaded") throw new Error(JSON.stringify(outcome));
    rmSync(file);
  }

  runs = (): Promise<RunReport> => run(this.home, { now: this.now });

  /** Runs a verb with its arguments as the command line does. */
  async says<Value = never>(
    verb: "clues" | "rules",
    args: string[] = [],
    options: Record<string, unknown> = {},
  ): Promise<Ended<Value>> {
    const ended: Ended<Value> = { status: 0, value: undefined as never, text: "", remark: "" };
    const session = {
      root: this.home.root,
      json: false,
      version: "0",
      home: () => openHome(this.home.root),
      now: this.now,
      answer: (value: unknown, lines: () => string[]) => {
        ended.value = JSON.parse(JSON.stringify(value)) as Value;
        ended.text = lines().join("\n");
      },
      remark: (line: string) => {
        ended.remark += line;
      },
    } as unknown as Session;
    const { module } = SUPERVISION_VERBS.find(({ name }) => name === verb) as Verb;
    try {
      ended.status = await (await module()).act(session, args, { by: "张三", ...options });
    } catch (error) {
      ended.status = failed(session, error);
    }
    return ended;
  }
}

const DIAGNOSES = "K35 I21 N20 S72 E11 K80 J44 H25 M51 G45 L03 D25".split(" ");

/** Two split admissions at one hospital, a planned gap, and others that nothing speaks against. */
export const STAYS = [
  stay("S1", "P1", "H41010100001", ["2025-03-01", "2025-03-08"], "I10.x00", "3000.00"),
  stay("S2", "P1", "H41010100001", ["2025-03-11", "2025-03-18"], "I10.x00", "2800.50"),
  stay("S3", "P2", "H41010100001", ["2025-03-02", "2025-03-05"], "J18.900", "1500.00"),
  stay("S4", "P2", "H41010100001", ["2025-03-17", "2025-03-20"], "J18.900", "1200.25"),
  ...Array.from({ length: 12 }, (_, i) => {
    const day = String(i + 3).padStart(2, "0");
    const days: [string, string] = [`2025-03-${day}`, `2025-03-${i + 11}`];
    return stay(
      `N${i}`,
      `Q${i}`,
      "H41010100002",
      days,
      `${DIAGNOSES[i]}.900`,
      `${900 + 37 * i}.00`,
    );
  }),
];
