import { indicatorNamed } from "../../models/outliers/indicators.ts";
import { WORTH_ASKING } from "../../models/outliers/screening.ts";
import type { QuarterlyFacts } from "../../reports/documents/quarterly/quarterly-facts.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";

type Supervision = NonNullable<QuarterlyFacts["supervision"]>;

/** Institutions named in a report, and indicators of each. */
const LISTED = 10;
const INDICATORS = 3;

/** Institutions of a region that clues of the year or a comparison with their peers point to. */
export async function supervisionOf(
  store: Store,
  tables: ReadonlySet<string>,
  { region, month }: { region: string; month: string },
): Promise<Supervision> {
  const here = `(
    select place.fixmedins_code as code, place.fixmedins_name as name from core.institution as place
    left join core.region_scope as scope on scope.region_code = place.admdvs
    where coalesce(scope.scope_code, place.admdvs) = ${literal(region)}) as here`;
  return {
    outliers: tables.has("marts.institution_outlier") ? await outliers(store, here, month) : [],
    institutions: tables.has("marts.clue") ? await suspected(store, here, month) : [],
  };
}

interface Row {
  code: string;
  name: string | null;
  place: number;
  indicator: string;
  value: number;
  median: number | null;
  peers_by: string;
  peers: string;
}

async function outliers(
  store: Store,
  here: string,
  month: string,
): Promise<Supervision["outliers"]> {
  const rows = await store.rows<Row>(`
    with chosen as (
      select here.code, here.name, outlier.place
      from marts.institution_outlier as outlier join ${here} on here.code = outlier.fixmedins_code
      where outlier.month = ${literal(month)} and outlier.indicators_above > 0
      order by outlier.place limit ${LISTED}
    )
    select chosen.code, chosen.name, chosen.place, own.indicator, own.value, own.median, own.peers_by,
      own.peers
    from chosen join marts.institution_deviation as own
      on own.fixmedins_code = chosen.code and own.month = ${literal(month)}
    where own.robust_z >= ${WORTH_ASKING}
    qualify row_number() over (partition by chosen.code order by own.robust_z desc, own.indicator) <= ${INDICATORS}
    order by chosen.place, own.robust_z desc, own.indicator`);
  const found = new Map<string, Supervision["outliers"][number]>();
  for (const { code, name, place, indicator, value, median, peers_by, peers } of rows) {
    const own = found.get(code) ?? { code, name: name ?? `机构${code}`, place, indicators: [] };
    const { title, unit } = indicatorNamed(indicator);
    own.indicators.push({ title, unit, value, median, peersBy: peers_by, peers: Number(peers) });
    found.set(code, own);
  }
  return [...found.values()];
}

const suspected = (
  store: Store,
  here: string,
  month: string,
): Promise<Supervision["institutions"]> =>
  store.rows(`
    select here.code, coalesce(here.name, '机构' || here.code) as name, cast(count(*) as varchar) as clues,
      cast(sum(clue.counted_yuan) as varchar) as amount
    from marts.clue as clue join ${here} on here.code = clue.fixmedins_code
    where clue.kind = '疑点' and clue.first_month between ${literal(`${month.slice(0, 4)}-01`)} and ${literal(month)}
    group by here.code, here.name having sum(clue.counted_yuan) > 0
    order by sum(clue.counted_yuan) desc, here.code limit ${LISTED}`);
