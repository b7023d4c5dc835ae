import type { Account } from "../../models/figure.ts";
import { addMonths, endMonth, type Month } from "../../models/period.ts";
import type { Issued } from "../../reports/forecast/outlook.ts";
import type { Home } from "../home.ts";
import { issuedVersions } from "../publication/shelf.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";

interface OfFund {
  fund: string;
  account: string;
}

/** `forecast_balance[_low|_high]/region/fund[/account]/period/months`. */
const OF_BALANCE =
  /^forecast_balance(_low|_high)?\/([^/]+)\/([^/]+)(?:\/(pooled|personal))?\/([^/]+)\/12$/;

/**
 * What issued documents said the balance of a region would be a year on, as first issued, and the actual
 * balance where it is known by a month.
 */
export async function issuedForecasts(
  home: Home,
  store: Store,
  region: string,
  by: Month,
): Promise<(Issued & OfFund)[]> {
  const said = new Map<string, OfFund & { origin: Month; values: Map<string, number> }>();
  for (const { figures } of issuedVersions(home))
    for (const { id, value } of figures) {
      const [, end = "", of, fund = "", account = "all", period = ""] = OF_BALANCE.exec(id) ?? [];
      if (of !== region || value === null) continue;
      const origin = endMonth(period);
      if (origin >= by) continue;
      const key = `${fund}/${account}/${origin}`;
      const one = said.get(key) ?? { fund, account: account as Account, origin, values: new Map() };
      if (!one.values.has(end)) one.values.set(end, Number(value));
      said.set(key, one);
    }
  if (said.size === 0) return [];
  const actual = await balances(store, region, by);
  return [...said.values()]
    .flatMap(({ fund, account, origin, values }) => {
      const [mean, q10, q90] = ["", "_low", "_high"].map((end) => values.get(end));
      if (mean === undefined || q10 === undefined || q90 === undefined) return [];
      const month = addMonths(origin, 12);
      const known = actual.get(`${fund}/${account}/${month}`) ?? null;
      return [{ fund, account, origin, month, mean, q10, q90, actual: known }];
    })
    .sort((a, b) => (a.origin < b.origin ? -1 : 1));
}

async function balances(store: Store, region: string, by: Month): Promise<Map<string, number>> {
  const rows = await store.rows<OfFund & { month: Month; yuan: string }>(`
    select fund, account, month, cast(amount_yuan as varchar) as yuan from marts.forecast_history
    where region_code = ${literal(region)} and item = 'balance.closing' and month <= ${literal(by)}`);
  return new Map(
    rows.map(({ fund, account, month, yuan }) => [`${fund}/${account}/${month}`, Number(yuan)]),
  );
}
