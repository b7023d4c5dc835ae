import { policyAt } from "../../models/config.ts";
import { FigureBook } from "../../models/figure.ts";
import { addMonths, spanInWords } from "../../models/period.ts";
import {
  type BulletinFacts,
  bandOf,
  fullName,
  fundsPresent,
  known,
  payableOf,
  type Region,
  shortName,
} from "../../reports/documents/bulletin-facts.ts";
import { monthInWords, points, signOf, size, words } from "../../reports/format.ts";
import { bandInWords, breachOf, breachWords, payableInWords } from "../../reports/warning.ts";
import { readFigures } from "../figure-book.ts";
import type { Home } from "../home.ts";
import { bandFrom, payableBasis } from "../publish/monthly-bulletin.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";
import type { Alert } from "./alert.ts";

/** A fund that is not in the latest statement is judged by one of the two before, not by older ones. */
const LOOK_BACK = 2;

/** What the published figures of the bureau's regions warn of; keys begin with `figures/`. */
export async function figureAlerts(store: Store, home: Home): Promise<Alert[]> {
  const alerts: Alert[] = [];
  if (!(await hasFigures(store))) return alerts;
  for (const region of await watchedRegions(store, home.config.region)) {
    const { month } = await store.row<{ month: string | null }>(
      `select max(month) as month from marts.fund_month where region_code = ${literal(region.code)}`,
    );
    if (month === null) continue;
    const recent: BulletinFacts[] = [];
    for (let back = 0; back <= LOOK_BACK; back++) {
      recent.push(await factsOf(store, home, region, addMonths(month, -back)));
    }
    for (const fund of new Set(recent.flatMap(fundsPresent))) {
      alerts.push(...payableAlert(recent, fund));
      alerts.push(...aheadAlert(recent, fund, home.config.alerts.ahead_of_even_above));
    }
  }
  return alerts;
}

/** A snapshot of a first, partial run may lack what figures are told with. */
async function hasFigures(store: Store): Promise<boolean> {
  const { n } = await store.row<{ n: string }>(`
    select count(*) as n from duckdb_tables()
    where schema_name || '.' || table_name in ('marts.fund_month', 'marts.figure', 'core.region')`);
  return Number(n) === 3;
}

/** The region of the config, else the only one, else those that lie in no other. */
async function watchedRegions(store: Store, wanted: string | null): Promise<Region[]> {
  const present = await store.rows<Region & { parent: string | null }>(`
    select distinct m.region_code as code, coalesce(r.region_name, m.region_code) as name, r.parent_code as parent
    from marts.fund_month m left join core.region r on r.region_code = m.region_code order by 1`);
  if (wanted !== null) return present.filter(({ code }) => code === wanted);
  const codes = new Set(present.map(({ code }) => code));
  const liesIn = ({ code, parent }: (typeof present)[number]) =>
    parent ?? (code.endsWith("00") ? null : `${code.slice(0, 4)}00`);
  return present.filter((region) => !codes.has(liesIn(region) ?? ""));
}

async function factsOf(
  store: Store,
  { config }: Home,
  region: Region,
  period: string,
): Promise<BulletinFacts> {
  const policy = policyAt(config, period);
  return {
    period,
    region: { code: region.code, name: region.name },
    children: [],
    issuer: config.bureau,
    issuedOn: "",
    figures: new FigureBook(await readFigures(store, { region: region.code, period })),
    payable: payableBasis(policy),
    payableFallback: payableBasis({ ...policy, denominator: "ytd_average" }),
    bands: config.bands.map(bandFrom),
    caveats: new Map(),
    missingMonths: [],
    policyChanges: [],
  };
}

function payableAlert(recent: BulletinFacts[], fund: string): Alert[] {
  const facts = recent.find((one) => payableOf(one, fund) !== undefined);
  const quoted = facts && payableOf(facts, fund);
  const band = facts && bandOf(facts, fund);
  if (!facts || !quoted || !band) return [];
  const { figure, basis } = quoted;
  const breach = breachOf(figure, band);
  if (breach !== "short" && breach !== "low") return [];
  const exhausted = signOf(figure) === -1;
  const value = exhausted
    ? payableInWords(figure)
    : `${payableInWords(figure)}，${breachWords(figure, band)}`;
  const document = band.basisText ?? "界限为本级设定";
  return [
    {
      key: `figures/months_payable/${facts.region.code}/${fund}`,
      kind: "months_payable_low",
      severity: breach === "short" ? "error" : "warning",
      title: `${facts.region.name}${shortName(facts, fund)}${value}`,
      text:
        `${monthInWords(facts.period)}底，${fullName(facts, fund)}${value}；界限：${bandInWords(band)}（${document}）。` +
        `口径：${basis.policyText}。` +
        "可能的原因：支出增长快于收入，或财政补助、上级补助还没有到账；数字不合常理的，可能是来文的单位或累计结余填错。",
      remedy: `先用 fundwatch trace ${figure.id} 追到来文的单元格核对；属实的，按规定报告，测算以后各月收支，研究增收控支。`,
    },
  ];
}

/** Progress begins anew each year: a month of last year says nothing of this one. */
function aheadAlert(recent: BulletinFacts[], fund: string, bound: number): Alert[] {
  const year = recent[0]!.period.slice(0, 4);
  const facts = recent.find(
    (one) => one.period.startsWith(year) && known(one, "ahead_of_even", fund) !== undefined,
  );
  const ahead = facts && known(facts, "ahead_of_even", fund);
  if (!facts || !ahead || !(Number(ahead.value) > bound)) return [];
  const done = known(facts, "expenditure_completion", fund);
  const even = known(facts, "even_progress", fund, { account: "all" });
  const sides = done && even ? `支出完成年度预算的${words(done)}，均衡进度${words(even)}，` : "";
  const limit = points(String(bound));
  return [
    {
      key: `figures/ahead_of_even/${facts.region.code}/${fund}`,
      kind: "budget_ahead",
      severity: "warning",
      title: `${facts.region.name}${shortName(facts, fund)}支出超均衡进度${size(ahead)}`,
      text:
        `${spanInWords(facts.period)}，${fullName(facts, fund)}${sides}超均衡进度${size(ahead)}，` +
        `${size(ahead) === limit ? "略" : ""}高于设定的${limit}（配置 alerts.ahead_of_even_above）。` +
        "可能的原因：待遇支出集中结算或增长较快，预算偏紧，或预算已经调整而新预算还没有载入。",
      remedy: `先用 fundwatch trace ${ahead.id} 追到来文的单元格核对；预算已调整的，载入新预算后重新 fundwatch run；属实的，分析支出增长的去向，必要时按程序调整预算。`,
    },
  ];
}
