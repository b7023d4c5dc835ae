import { isSameValue, movedFigures } from "../../models/correction.ts";
import type { IssuedVersion, QuotedElsewhere } from "../../models/publication.ts";
import type { Store } from "../store.ts";
import { valuesOf } from "./standpoint.ts";

type Lend = <T>(work: (store: Store) => Promise<T>) => Promise<T>;

/**
 * Which of some issued versions quote figures that have another value in the tables lent. With
 * `otherwise`, only those figures count that have yet another value there: what moved them before is
 * not asked.
 */
export async function quotedElsewhere(
  versions: readonly IssuedVersion[],
  lend: Lend,
  otherwise?: Lend,
): Promise<QuotedElsewhere[]> {
  if (versions.length === 0) return [];
  const ids = versions.flatMap(({ figures }) => figures.map(({ id }) => id));
  const values = await lend((store) => valuesOf(store, ids));
  const moved = versions.flatMap((version) => {
    const figures = movedFigures(version.figures, (id) => values.get(id));
    return figures.length === 0 ? [] : [{ version, figures }];
  });
  const apart =
    moved.length > 0 && otherwise ? await otherwise((store) => valuesOf(store, ids)) : undefined;
  return moved.flatMap(({ version, figures: all }) => {
    const { document, region, period, version: number, title } = version;
    const figures = all.filter(({ id, is }) => !apart || !isSameValue(is, apart.get(id) ?? null));
    const of = { document, region, period, version: number, title };
    return figures.length === 0 ? [] : [{ ...of, figures }];
  });
}
