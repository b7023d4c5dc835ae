import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import {
  drawn,
  monthsOf,
  writeBudget,
  writeInsured,
  writeStatement,
} from "../../bench/statements.ts";
import { manifests } from "../../pipelines/documents/manifest.ts";
import { homeId, initHome, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { run } from "../../pipelines/run.ts";
import { Bench } from "../crash/command.ts";
import { type Contents, published } from "../crash/home-state.ts";
import { type Ended, fundwatch } from "./program.ts";

export const ROUNDS = 20;
export const TIMEOUT = 600_000;
export const BULLETINS = "document.monthly-bulletin";

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
  /** Of an undisturbed run, in milliseconds. */
  duration = 0;

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

  /** A run that nobody disturbs tells how long one takes and what must come out. */
  async undisturbed(to = "home", env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const root = this.bench.copy("prepared", to);
    const ended = await fundwatch(root, ["run"], env);
    this.duration = ended.milliseconds;
    this.today = await published(root);
    for (const [partition, { content }] of manifests(openHome(root), BULLETINS))
      this.documents.set(partition, content);
    return ended;
  }

  /** A moment of the undisturbed run, not before it begins its work. */
  moment(seed: number, round: number): number {
    return this.duration * (0.15 + (0.9 * drawn(1000, seed, round)) / 1000);
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
