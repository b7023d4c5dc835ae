import { createHash } from "node:crypto";
import { UserError } from "../../models/errors.ts";
import type { Home } from "../home.ts";
import { openSnapshot } from "../publish/snapshot.ts";
import { QueryError, type Store } from "../store.ts";

/** Lends the published snapshot; one made before there were clues is told. */
export async function readingClues<T>(home: Home, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSnapshot(home);
  try {
    return await work(store);
  } catch (error) {
    if (
      error instanceof QueryError &&
      /marts\.clue|clue_\w+ does not exist|suspicion/.test(error.message)
    )
      throw new UserError("已发布的数据里还没有疑点和线索", "请先执行 fundwatch run。");
    throw error;
  } finally {
    store.close();
  }
}

/** What may be shown of a subject: persons by a short mark that leads to no pseudonym. */
export const shownSubject = (type: string, subject: string): string =>
  type.startsWith("person")
    ? `P-${createHash("sha256").update(subject).digest("hex").slice(0, 12)}`
    : subject;
