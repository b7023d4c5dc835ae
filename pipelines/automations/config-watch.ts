import { statSync } from "node:fs";
import { UserError } from "../../models/errors.ts";
import { type Home, openHome } from "../home.ts";
import { validateSchedules } from "./cron.ts";

/** Follows a home's config file; what cannot be used is told once, and the old config kept. */
export class ConfigWatch {
  #home: Home;
  #stamp: string | null;
  readonly #say: (line: string) => void;

  /** Throws when the config cannot be used to begin with. */
  constructor(root: string, say: (line: string) => void) {
    this.#home = openHome(root);
    validateSchedules(this.#home.config.schedules);
    this.#stamp = stampOf(this.#home.configFile);
    this.#say = say;
  }

  get home(): Home {
    return this.#home;
  }

  /** Reads the config again if its file changed. */
  refresh(): Home {
    const stamp = stampOf(this.#home.configFile);
    if (stamp === this.#stamp) return this.#home;
    this.#stamp = stamp;
    try {
      const home = openHome(this.#home.root);
      validateSchedules(home.config.schedules);
      this.#home = home;
      this.#say("配置已重新读取");
    } catch (error) {
      const what =
        error instanceof UserError ? `${error.message}。${error.remedy}` : (error as Error).message;
      this.#say(`新的配置不能用，仍按原来的配置执行：${what}`);
    }
    return this.#home;
  }
}

function stampOf(file: string): string | null {
  try {
    const { size, mtimeNs, ino } = statSync(file, { bigint: true });
    return `${size}/${mtimeNs}/${ino}`;
  } catch {
    return null;
  }
}
