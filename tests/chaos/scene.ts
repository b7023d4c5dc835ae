import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import {
  drawn,
  monthsOf,
  writeBudget,
  writeInsured,
  writeStatement,
} from "../../bench/statements.ts";
import { manifests } from "../../pipelines/documents/manifest.ts";
import { eventsOf, runIds } from "../../pipelines/history.ts";
import { homeId, initHome, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { run } from "../../pipelines/run.ts";
import { Bench } from "../crash/command.ts";
import { type Contents, published } from "../crash/home-state.ts";
import { fundwatch } from "./program.ts";

export const ROUNDS = 20;
export const TIMEOUT = 600_000;
export const BULLETINS = "document.monthly-bulletin";

/** As a run tells its progress, so that a slow machine does not move it: so long after so many events. */
export interface Moment {
  events: number;
  pause: number;
}

export const inOrder = (a: Moment, b: Moment): number => a.events - b.events || a.pause - b.pause;

/** Which bulletins are due, and settings beside the usual ones. */
export interface SceneOptions {
  regions?: number;
  /** `2019-12` for one month. */
  from?: string;
  runs?: { lost_seconds?: number; parallel?: number };
}

/**
 * A home that was run and published; then more months, and a restatement, arrived. Beside it, what
 * an undisturbed run makes of it.
 */
export class Scene {
  readonly bench = new Bench();
  yesterday: Contents = "";
  today: Contents = "";
  /** What each bulletin says, by partition. */
  documents = new Map<string, string>();
  /** When the events of undisturbed runs happened, in milliseconds from the first, by their words. */
  readonly #events = new Map<string, number[]>();

  static async prepare({ regions = 0, from = "2019-12", runs = {} }: SceneOptions): Promise<Scene> {
    const scene = new Scene();
    const { bench } = scene;
    const now = () => new Date();
    const root = bench.at("prepared");
    const config = (codes: string[]) =>
      JSON.stringify({ bulletins: { regions: codes, from }, runs, schedules: [], deadlines: [] });
    mkdirSync(root);
    writeFileSync(`${root}/fundwatch.config.json`, config([]));
    const { home } = initHome(root);
    homeId(home);
    mkdirSync(bench.at("files"));
    const file = (name: string) => bench.at("files", name);
    const shape = { regions: 10, months: monthsOf(2019, 1) };
    writeStatement(file("a.csv"), { ...shape, months: shape.months.slice(0, 8) });
    writeBudget(file("b.csv"), shape);
    writeInsured(file("c.csv"), shape);
    await load(home, ["a.csv", "b.csv", "c.csv"].map(file), { now });
    await run(home, { now });
    writeStatement(file("d.csv"), { ...shape, months: shape.months.slice(8) });
    writeInsured(file("e.csv"), { ...shape, regions: 2, revision: 1 });
    await load(home, ["d.csv", "e.csv"].map(file), { now });
    writeFileSync(home.configFile, config(CODES.slice(0, regions)));
    scene.yesterday = await published(root);
    return scene;
  }

  /** Runs that nobody disturbs tell how long one takes and what must come out. */
  async undisturbed(env: NodeJS.ProcessEnv = {}, commands = [["run"]]): Promise<void> {
    const root = this.bench.copy("prepared", "home");
    const home = openHome(root);
    for (const command of commands) {
      await fundwatch(root, command, env);
      const at = eventsOf(home, runIds(home).at(-1)!).map((event) => Date.parse(event.at));
      this.#events.set(
        command.join(" "),
        at.map((moment) => moment - at[0]!),
      );
    }
    this.today = await published(root);
    for (const [partition, { content }] of manifests(home, BULLETINS))
      this.documents.set(partition, content);
  }

  /** A moment of the undisturbed run, from its first event to its last. */
  moment(command: string[], ...keys: number[]): Moment {
    const all = this.#events.get(command.join(" "))!;
    const time = (all.at(-1)! * drawn(1000, ...keys)) / 1000;
    const events = all.filter((at) => at <= time).length;
    return { events, pause: time - all[events - 1]! };
  }

  clear(): void {
    rmSync(this.bench.folder, { recursive: true, force: true });
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
