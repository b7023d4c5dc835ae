import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import {
  drawn,
  monthsOf,
  writeBudget,
  writeInsured,
  writeStatement,
} from "../../bench/statements.ts";
import type { DocumentAsset } from "../../pipelines/asset.ts";
import { assets } from "../../pipelines/assets.ts";
import { DOCUMENT_KINDS } from "../../pipelines/documents/kinds.ts";
import { planDocuments } from "../../pipelines/documents/plan.ts";
import { type Home, homeId, initHome, layout, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { openSnapshot } from "../../pipelines/publish/snapshot.ts";
import { run } from "../../pipelines/run.ts";
import { Bench } from "../crash/command.ts";
import { type Contents, published } from "../crash/home-state.ts";
import { ROUGH } from "../run/homes.ts";

export const ROUNDS = 20;
export const TIMEOUT = 600_000;
export const COMMANDS = { run: ["run"], force: ["run", "--force"] };
export type Command = keyof typeof COMMANDS;
export const BULLETINS = "document.monthly-bulletin";

/** As a run tells its progress, so that a slow machine does not move it: so long after so many events. */
export interface Moment {
  events: number;
  pause: number;
}

const now = () => new Date();

export const inOrder = (a: Moment, b: Moment): number => a.events - b.events || a.pause - b.pause;

/** Which bulletins may be due, and settings beside the usual ones. */
export interface SceneOptions {
  regions?: number;
  /** `2019-12` for one month. */
  from?: string;
  runs?: { lost_seconds?: number; parallel?: number };
}

/**
 * A home that was run and published; then more months, and a restatement, arrived. Beside it, what
 * undisturbed runs make of it.
 */
export class Scene {
  readonly bench = new Bench();
  yesterday: Contents = "";
  today: Contents = "";
  /** What each bulletin says, by partition. */
  documents = new Map<string, string>();
  readonly #options: SceneOptions;
  /** When the events of runs without bulletins happened, in milliseconds from the first. */
  readonly #events = new Map<Command, number[]>();

  private constructor(options: SceneOptions) {
    this.#options = options;
  }

  static async prepare(options: SceneOptions): Promise<Scene> {
    const scene = new Scene(options);
    const { home } = initHome(scene.bench.at("prepared"));
    homeId(home);
    scene.#configure(home.root, false);
    mkdirSync(scene.bench.at("files"));
    const file = (name: string) => scene.bench.at("files", name);
    const shape = { regions: 5, months: monthsOf(2019, 1) };
    writeStatement(file("a.csv"), { ...shape, months: shape.months.slice(0, 8) });
    writeBudget(file("b.csv"), shape);
    writeInsured(file("c.csv"), shape);
    await load(home, ["a.csv", "b.csv", "c.csv"].map(file), { now });
    await run(openHome(home.root), { now });
    writeStatement(file("d.csv"), { ...shape, months: shape.months.slice(8) });
    writeInsured(file("e.csv"), { ...shape, regions: 2, revision: 1 });
    await load(home, ["d.csv", "e.csv"].map(file), { now });
    scene.yesterday = await published(home.root);
    return scene;
  }

  #configure(root: string, documents: boolean): void {
    const { regions = 0, from = "2019-12", runs = {} } = this.#options;
    const bulletins = {
      documents: ["monthly-bulletin"],
      regions: documents ? CODES.slice(0, regions) : [],
      from,
      formats: ["docx", "html"],
    };
    const config = { bulletins, runs, forecast: ROUGH, schedules: [], deadlines: [] };
    writeFileSync(layout(root).configFile, JSON.stringify(config));
  }

  /** Puts the home, as it was before any run of today, in the place of the one there. */
  lay(root: string, documents: boolean): void {
    rmSync(root, { recursive: true, force: true });
    cpSync(this.bench.at("prepared"), root, { recursive: true });
    this.#configure(root, documents);
  }

  /** Runs that nobody disturbs tell how long one takes and what must come out. */
  async undisturbed(root: string, commands: Command[]): Promise<void> {
    this.lay(root, false);
    const home = openHome(root);
    for (const command of commands) {
      const at: number[] = [];
      const forced = command === "force" ? { forcedBefore: now().toISOString() } : {};
      await run(home, { now, ...forced, watch: (event) => void at.push(Date.parse(event.at)) });
      this.#events.set(
        command,
        at.map((moment) => moment - at[0]!),
      );
    }
    this.today = await published(root);
    this.#configure(root, true);
    this.documents = await contentsDue(openHome(root));
  }

  /** A moment of a run, from its first event to its last; every other one while documents are made. */
  moment(command: Command, documents: boolean, ...keys: number[]): Moment {
    const all = this.#events.get(command)!;
    if (documents && drawn(2, ...keys, 1) === 0)
      return { events: all.length - 1, pause: drawn(1500, ...keys, 2) };
    const time = (all.at(-1)! * drawn(1000, ...keys, 3)) / 1000;
    const events = all.filter((at) => at <= time).length;
    return { events, pause: time - all[events - 1]! };
  }

  clear(): void {
    rmSync(this.bench.folder, { recursive: true, force: true });
  }
}

/** What bulletins that are due would say. */
async function contentsDue(home: Home): Promise<Map<string, string>> {
  const asset = assets().find((a): a is DocumentAsset => a.key === BULLETINS)!;
  const store = await openSnapshot(home);
  try {
    const due = await planDocuments(home, store, asset, { named: false }, false);
    const contents = await Promise.all(
      due.map(({ region, period }) =>
        DOCUMENT_KINDS[BULLETINS]!.content(home, store, region, period),
      ),
    );
    return new Map(due.map(({ partition }, i) => [partition, contents[i]!]));
  } finally {
    store.close();
  }
}

const CODES = ["410101", "410102", "410103", "410104"];

/** How the rounds of a scenario came out. */
export class Score {
  rounds = 0;
  hit = 0;
  identical = 0;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  tell(more = ""): void {
    const lost = this.rounds - this.identical;
    console.log(
      `chaos ${this.#name}: ${this.rounds} rounds, ${this.hit} hit mid-run, ${this.identical} identical, lost ${lost}${more && `, ${more}`}`,
    );
  }
}
