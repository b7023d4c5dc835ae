import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { failed, type Session } from "../../bin/session.ts";
import { type Home, initHome, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { run } from "../../pipelines/run.ts";

/** How a command of the line ended: its exit status, its JSON, its words, and its complaint. */
export interface Ended<Value = never> {
  status: number;
  value: Value;
  text: string;
  remark: string;
}

const STATEMENT = "统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位,口径";
const BUDGET = "统筹区代码,统筹区,险种,年度,方向,科目,预算数,单位,版本,批复文号";

/** A line of a county's statement: residents, year to date, in 万元. */
export const line = (month: string, side: string, item: string, amount: number): string =>
  `620725,山丹县,居民,,${month},${side},${item},,${amount},万元,`;

/** The published figures of a city for January to July 2019, and a made-up county inside it. */
const JULY = [
  line("2019-07", "收入", "收入合计", 9000),
  line("2019-07", "支出", "支出合计", 5600),
  line("2019-07", "结余", "累计结余", 4100),
];
const COUNTY_BUDGET = [
  "620725,山丹县,居民,2019,收入,收入合计,9500,万元,年初预算,",
  "620725,山丹县,居民,2019,支出,支出合计,8800,万元,年初预算,",
];

/** A bureau at work: its home, its clock, and its commands as `bin/` carries them out. */
export class Office {
  readonly home: Home;
  #time: number;

  private constructor(root: string, time: number) {
    this.home = openHome(root);
    this.#time = time;
  }

  /** A home in which the statements of July 2019 were loaded and run. */
  static async open(config: object = {}): Promise<Office> {
    const office = await Office.with("samples/city-2019-07", { region: "620700", ...config });
    await office.receives("山丹县2019年7月.csv", JULY);
    await office.receives("山丹县2019年预算.csv", COUNTY_BUDGET, BUDGET);
    await office.runs();
    return office;
  }

  /** A home with the files of a folder, loaded and not yet run. */
  static async with(folder: string, config: object = {}): Promise<Office> {
    const root = mkdtempSync(path.join(tmpdir(), "fundwatch-publication-"));
    const { home } = initHome(root);
    writeFileSync(home.configFile, JSON.stringify(config));
    const office = new Office(root, Date.parse("2019-08-13T01:00:00Z"));
    await load(office.home, [folder], { now: office.now });
    return office;
  }

  /** The same, copied to another place, to see what becomes of it there. */
  copy(): Office {
    const root = mkdtempSync(path.join(tmpdir(), "fundwatch-publication-"));
    cpSync(this.home.root, root, { recursive: true });
    return new Office(root, this.#time);
  }

  readonly now = (): Date => {
    this.#time += 60_000;
    return new Date(this.#time);
  };

  /** Carries out a command; `--json` and words are both kept. */
  async does<Value = never>(
    verb: string,
    words: string[],
    options: Record<string, unknown> = {},
  ): Promise<Ended<Value>> {
    const ended = { status: 0, value: undefined as Value, text: "", remark: "" };
    const session: Session = {
      root: this.home.root,
      json: false,
      version: "test",
      home: () => openHome(this.home.root),
      now: this.now,
      answer: (value, lines) => {
        ended.value = JSON.parse(JSON.stringify(value)) as Value;
        ended.text = lines().join("\n");
      },
      remark: (said) => {
        ended.remark += said;
      },
      stop: () => new AbortController().signal,
      progress: () => {},
    };
    try {
      const { act } = await import(`../../bin/${verb}.ts`);
      ended.status = await act(session, words, options);
    } catch (error) {
      ended.status = failed(session, error);
    }
    return ended;
  }

  async receives(name: string, lines: string[], header = STATEMENT): Promise<Ended<Loaded[]>> {
    const file = path.join(this.home.inbox, name);
    writeFileSync(file, `${[header, ...lines].join("\n")}\n`);
    return this.does<Loaded[]>("load", [file]);
  }

  runs = async () => run(this.home, { now: this.now });

  /** The bytes of every file of an issued version, by name. */
  issued(place: string, names: readonly string[]): Record<string, string> {
    const folder = path.join(this.home.publications, "monthly-bulletin", place);
    return Object.fromEntries(
      names.map((name) => [name, readFileSync(path.join(folder, name), "base64")]),
    );
  }

  close(): void {
    rmSync(this.home.root, { recursive: true, force: true });
  }
}

export interface Loaded {
  batch: string;
  status: string;
  messages: string[];
}
