import { normalize } from "../../models/sources/text.ts";
import type { Home } from "../home.ts";
import { arrivals } from "./batches.ts";

/** Region codes by normalized name. A name that stands for several codes stands for none. */
export interface KnownRegions {
  byName: Map<string, string>;
  codes: Set<string>;
  /** Names of the config: they mean what it says, whatever files say. */
  fixed: Set<string>;
  ambiguous: Set<string>;
}

/** Regions of the config and of earlier files. */
export function regionsKnown(home: Home): KnownRegions {
  const known: KnownRegions = {
    byName: new Map(),
    codes: new Set(),
    fixed: new Set(home.config.regions.map(({ name }) => normalize(name))),
    ambiguous: new Set(),
  };
  for (const { code, name } of home.config.regions) {
    known.byName.set(normalize(name), code);
    known.codes.add(code);
  }
  for (const arrival of arrivals(home)) {
    for (const batch of arrival.batches) {
      for (const [code, name] of Object.entries(batch.regions)) register(known, code, name);
    }
  }
  return known;
}

/** Adds the regions a file pairs up itself; remarks on new ones and on names already taken. */
export function registerRegions(
  known: KnownRegions,
  regions: { code: string; name: string }[],
): string[] {
  const before = new Set(known.codes);
  return regions.flatMap(({ code, name }) => {
    const other = known.byName.get(normalize(name));
    register(known, code, name);
    return [
      ...(before.has(code) ? [] : [`登记新的统筹区 ${code} ${name}（配置中没有）`]),
      ...(other === undefined || other === code
        ? []
        : [`“${name}”在本文件中的代码是 ${code}，此前登记的是 ${other}，请核对统筹区代码`]),
    ];
  });
}

function register({ byName, codes, fixed, ambiguous }: KnownRegions, code: string, text: string) {
  codes.add(code);
  const name = normalize(text);
  if (name === "" || fixed.has(name) || ambiguous.has(name)) return;
  if (byName.has(name) && byName.get(name) !== code) {
    byName.delete(name);
    ambiguous.add(name);
  } else byName.set(name, code);
}
