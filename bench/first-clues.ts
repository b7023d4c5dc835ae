import type { Store } from "../pipelines/store.ts";

/** To be filled once clues are merged. */
export async function among(_store: Store, _first: number): Promise<string> {
  return "";
}
