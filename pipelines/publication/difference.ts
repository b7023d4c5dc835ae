import { movedBetween } from "../../models/correction.ts";
import { UserError } from "../../models/errors.ts";
import type { IssuedVersion, MovedFigure } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import { versionInForce } from "./restate.ts";
import { issuedVersions } from "./shelf.ts";
import { isOf, type Subject } from "./subject.ts";

export interface Difference {
  from: IssuedVersion;
  to: IssuedVersion;
  /** Reasons given for the versions after `from`, up to `to`. */
  reasons: string[];
  figures: MovedFigure[];
}

/** What became of each figure between two issued versions; by default the last two. */
export function difference(
  home: Home,
  of: Subject,
  range: { from?: number | undefined; to?: number | undefined },
): Difference {
  const last = versionInForce(home, of).version;
  const to = range.to ?? last;
  const from = range.from ?? to - 1;
  const versions = issuedVersions(home).filter((each) => isOf(each, of));
  const [a, b] = [from, to].map((n) => versions.find(({ version }) => version === n));
  if (!a || !b || from >= to)
    throw new UserError(
      last === 1 && range.from === undefined && range.to === undefined
        ? `${of.region} ${of.period} 只印发过第1版，没有更正过`
        : `没有从第${from}版到第${to}版的更正`,
      `印发过的版本：第${versions.map(({ version }) => version).join("、")}版；如 --from 1 --to 2。`,
      2,
    );
  const between = versions.filter(({ version }) => version > from && version <= to);
  return {
    from: a,
    to: b,
    reasons: between.flatMap(({ reason }) => reason ?? []),
    figures: movedBetween(a, between),
  };
}
