import { readFileSync } from "node:fs";
import { FigureBook } from "../../models/figure.ts";
import { addMonths, endMonth, yearEarlier } from "../../models/period.ts";
import type { BulletinFacts } from "../../reports/documents/bulletin-facts.ts";
import type {
  Institution,
  QuarterlyFacts,
  Reconciliation,
  SpecialGroup,
} from "../../reports/documents/quarterly/quarterly-facts.ts";
import { readFigures } from "../figure-book.ts";
import type { Home } from "../home.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";
import { outlooksOf } from "./forecast-facts.ts";
import { type BulletinRequest, gatherFacts } from "./monthly-bulletin.ts";
import { benchmarksAt } from "./report-benchmarks.ts";
import { groundsOf } from "./report-grounds.ts";
import { supervisionOf } from "./supervision-facts.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

/** Figures of single institutions a report prints; there are too many to read them all. */
const OF_INSTITUTIONS = [
  "inpatient_fund_pay",
  "admissions",
  "cost_per_admission",
  "length_of_stay",
  "actual_reimbursement_rate",
];

/** Tables a report prints from, beside the facts of a bulletin. */
const PRINTED = [
  "marts.figure",
  "core.benchmark",
  "marts.settlement_reconciliation",
  "marts.service_insured",
  "core.institution",
  "marts.supervision_month",
];

/** Everything a quarterly report says of a region, from the tables in `store`. */
export async function gatherQuarter(
  home: Home,
  store: Store,
  region: BulletinFacts["region"],
  request: BulletinRequest,
): Promise<QuarterlyFacts> {
  const { period } = request;
  const month = endMonth(period);
  const facts = await gatherFacts(home, store, region, request);
  const tables = await filledTables(store);
  const here = { region: region.code, period, month };
  const ofInstitutions = (
    await Promise.all(
      [month, addMonths(month, -12)].flatMap((at) =>
        OF_INSTITUTIONS.map((metric) =>
          readFigures(store, { metric, region: region.code, period: at }),
        ),
      ),
    )
  )
    .flat()
    .filter(({ basis }) => basis.startsWith("institution:"));
  const last = facts.figures.all().find((figure) => figure.period === period);
  const known = new Set(ofInstitutions.map(({ basis }) => basis.slice("institution:".length)));
  return {
    ...facts,
    figures: new FigureBook([
      ...facts.figures.all().filter((figure) => isPrinted(figure.period, figure.basis, period)),
      ...ofInstitutions,
    ]),
    tables,
    institutions: await institutions(store, tables, known, month),
    benchmarks: tables.has("core.benchmark")
      ? await benchmarksAt(store, home.config, region, period)
      : [],
    reconciliations: await reconciliations(store, tables, here),
    specialGroups: await specialGroups(store, tables, here),
    supervision: await supervisionOf(store, tables, here),
    ...(tables.has("marts.fund_forecast")
      ? { outlooks: await outlooksOf(home, store, region.code, month) }
      : {}),
    grounds: await groundsOf(
      home,
      store,
      region.code,
      month,
      [...tables].filter((table) => PRINTED.includes(table)),
    ),
    program: version,
    run: last?.run ?? "",
  };
}

/** The quarter's and last year's in every cut; of months only wholes, for lines over time. */
const isPrinted = (at: string, basis: string, period: string): boolean =>
  at === period ||
  at === yearEarlier(period) ||
  !/^(level|person|special|place|group|name):/.test(basis);

async function filledTables(store: Store): Promise<Set<string>> {
  const rows = await store.rows<{ name: string }>(`
    select schema_name || '.' || table_name as name from duckdb_tables()
    where database_name = current_database() and estimated_size > 0`);
  return new Set(rows.map(({ name }) => name));
}

interface Here {
  region: string;
  period: string;
  month: string;
}

async function institutions(
  store: Store,
  tables: ReadonlySet<string>,
  known: ReadonlySet<string>,
  month: string,
): Promise<Institution[]> {
  const named = tables.has("core.institution")
    ? await store.rows<Pick<Institution, "code" | "name">>(
        "select fixmedins_code as code, fixmedins_name as name from core.institution",
      )
    : [];
  const nameOf = new Map(named.map(({ code, name }) => [code, name]));
  const levelOf = await levels(store, tables, month);
  return [...known].sort().map((code) => {
    return { code, name: nameOf.get(code) ?? `机构${code}`, level: levelOf.get(code) ?? null };
  });
}

/** Where figures count what nobody graded, too: no peers to be held against. */
const UNGRADED = "9";

/** The level under which most of an institution's admissions of the year were counted. */
async function levels(
  store: Store,
  tables: ReadonlySet<string>,
  month: string,
): Promise<Map<string, string>> {
  if (!tables.has("marts.service_cell")) return new Map();
  const rows = await store.rows<{ code: string; level: string }>(`
    select fixmedins_code as code, hosp_lv as level from marts.service_cell
    where care = 'inpatient' and month between ${literal(`${month.slice(0, 4)}-01`)} and ${literal(month)}
    group by fixmedins_code, hosp_lv
    qualify row_number() over (partition by fixmedins_code order by sum(visits) desc, hosp_lv) = 1`);
  return new Map(rows.filter(({ level }) => level !== UNGRADED).map((r) => [r.code, r.level]));
}

async function reconciliations(
  store: Store,
  tables: ReadonlySet<string>,
  { region, month }: Here,
): Promise<Reconciliation[]> {
  if (!tables.has("marts.settlement_reconciliation")) return [];
  const columns = {
    statement: "statement_ytd_yuan",
    settled: "settled_ytd_yuan",
    difference: "difference_ytd_yuan",
    lag: "lag_effect_ytd_yuan",
    retention: "retention_effect_ytd_yuan",
    advance: "advance_effect_ytd_yuan",
    unexplained: "unexplained_ytd_yuan",
  };
  const amounts = Object.entries(columns).map(
    ([name, column]) => `cast(${column} as varchar) as ${name}`,
  );
  return store.rows<Reconciliation>(`
    select fund, ${amounts.join(", ")}, note from marts.settlement_reconciliation
    where region_code = ${literal(region)} and month = ${literal(month)} and account = 'all'
      and statement_ytd_yuan is not null
    order by fund`);
}

async function specialGroups(
  store: Store,
  tables: ReadonlySet<string>,
  { region, month }: Here,
): Promise<SpecialGroup[]> {
  if (!tables.has("marts.service_insured")) return [];
  return store.rows<SpecialGroup>(`
    select part.fund, substr(part.cut, 9) as "group", cast(part.persons as varchar) as persons,
      cast(cast(part.persons as double) / nullif(cast(whole.persons as double), 0) as varchar) as share
    from marts.service_insured part
    left join marts.service_insured whole on whole.region_code = part.region_code
      and whole.fund = part.fund and whole.month = part.month and whole.cut = 'all'
    where part.region_code = ${literal(region)} and part.month = ${literal(month)}
      and part.cut like 'special:_%' and part.persons > 0
    order by part.fund, part.persons desc`);
}
