import { movedFigures } from "../../models/correction.ts";
import type { IssuedVersion, QuotedElsewhere } from "../../models/publication.ts";
import type { Store } from "../store.ts";
import { valuesOf } from "./standpoint.ts";

/** Which of some issued versions quote figures that have another value in the tables lent. */
export async function quotedElsewhere(
  versions: readonly IssuedVersion[],
  lend: <T>(work: (store: Store) => Promise<T>) => Promise<T>,
): Promise<QuotedElsewhere[]> {
  if (versions.length === 0) return [];
  const values = await lend((store) =>
    valuesOf(
      store,
      versions.flatMap(({ figures }) => figures.map(({ id }) => id)),
    ),
  );
  return versions.flatMap(({ document, region, period, version, title, figures: quoted }) => {
    const figures = movedFigures(quoted, (id) => values.get(id));
    return figures.length === 0 ? [] : [{ document, region, period, version, title, figures }];
  });
}
