import type { LedgerEntry } from "../models/clues/event.ts";
import type { Figure } from "../models/figure.ts";
import type { Metric } from "../models/metrics/define.ts";
import { columnsOf } from "../models/metrics/expression.ts";
import { addMonths, endMonth, parsePeriod } from "../models/period.ts";
import { ruleNamed } from "../models/rules/index.ts";
import { type Contribution, contributionsFrom } from "../models/supervision/contribution.ts";
import type { TraceHop } from "../models/trace.ts";
import { variantOf } from "./figure-book.ts";
import type { Home } from "./home.ts";
import type { Arrival } from "./ingest/batches.ts";
import { literal, valueRows } from "./quote.ts";
import type { Store } from "./store.ts";
import { entriesAt } from "./supervision-tables.ts";

type Asked = { figure: Figure; metric: Metric };

/** Entries, rules and files that one hop names; of more it says how many there are. */
const NAMED = 20;

interface Found {
  region: string;
  month: string;
  name: string;
  group: string;
  n: string;
}

/** What figures of supervision rest on: entries of the ledger of clues, rules with versions, files. */
export async function supervisionHops(
  home: Home,
  store: Store,
  asked: Asked[],
  fileOf: (batch: string) => Arrival | undefined,
): Promise<Map<string, TraceHop[]>> {
  const own = asked.filter(({ metric }) => metric.mart === "supervision_month");
  if (own.length === 0) return new Map();
  const entries = entriesAt(home);
  const contributions = contributionsFrom(entries);
  const scopes = await scopesOf(home, store, contributions);
  const isKept = await hasTable(store, "supervision_found");
  const rules = isKept ? await rulesBehind(home, store) : [];
  const files = isKept ? await filesBehind(home, store) : [];
  return new Map(
    own.map(({ figure, metric }): [string, TraceHop[]] => {
      const isMeant = monthsOf(figure, metric);
      const cut = /^(group|name):/.test(figure.basis) ? figure.basis : "all";
      const here = ({ region, month, group }: Found) =>
        region === figure.region && isMeant(month) && (cut === "all" || cut === `group:${group}`);
      const columns = columnsOf(variantOf(metric, figure.basis).value);
      const counted = new Set(
        contributions
          .filter((one) => one.cut === cut && isMeant(one.month) && moves(one, columns))
          .filter((one) => scopes.get(one.fixmedins_code ?? "")?.has(figure.region))
          .map(({ seq }) => seq),
      );
      const said = entries.filter(({ seq }) => counted.has(seq));
      const isSeen = columns.some((name) => /^(suspicions|clues)/.test(name));
      return [
        figure.id,
        [
          ...ledgerHop(said),
          ...(isSeen ? ruleHops(rules.filter(here), files.filter(here), fileOf) : []),
        ],
      ];
    }),
  );
}

/** Whether an entry changed any number that the columns hold. */
const moves = (one: Contribution, columns: string[]): boolean =>
  (["suspicions", "clues", "checked", "verified", "recovered", "outstanding"] as const).some(
    (part) => Number(one[part]) !== 0 && columns.some((name) => name.startsWith(part)),
  );

const ACTS: Partial<Record<LedgerEntry["event"], string>> = {
  verified: "核实",
  recovered: "追回",
  closed: "办结",
  reopened: "重新核查",
};

function monthsOf(figure: Figure, metric: Metric): (month: string) => boolean {
  const last = endMonth(figure.period);
  const gap = parsePeriod(figure.period).kind === "quarter" ? 3 : 1;
  const ends = [last];
  if (figure.metric.endsWith(".yoy")) ends.push(addMonths(last, -12));
  if (figure.metric.endsWith(".mom")) ends.push(addMonths(last, -gap));
  const { isOfMonth } = variantOf(metric, figure.basis);
  return (month) =>
    ends.some((end) =>
      isOfMonth
        ? month === end
        : month <= end && (!metric.resetsYearly || month.slice(0, 4) === end.slice(0, 4)),
    );
}

function ledgerHop(said: LedgerEntry[]): TraceHop[] {
  if (said.length === 0) return [];
  const named = said.slice(0, NAMED).map(entryInWords).join("；");
  const more = said.length > NAMED ? `……共${said.length}条` : "";
  const text = `线索台账：${named}${more}`;
  return [{ kind: "ledger", name: "clues/log.jsonl", text }];
}

function entryInWords(entry: LedgerEntry): string {
  const document = entry.document ? `，${entry.document}` : "";
  if (entry.event === "total")
    return `第${entry.seq}条 合计“${entry.name}”${entry.period}：疑点${entry.suspicions}条，核实${entry.verified}条，追回${entry.recovered}元${document}`;
  const act = ACTS[entry.event] ?? "办理";
  const money = "amount" in entry ? `${entry.amount}元` : "";
  return `第${entry.seq}条 线索${entry.clue}${act}${money}${document}`;
}

function ruleHops(
  rules: Found[],
  files: Found[],
  fileOf: (batch: string) => Arrival | undefined,
): TraceHop[] {
  if (rules.length === 0) return [];
  const seen = summed(rules).map(([name, n]) => {
    const rule = name.split("@")[0]!;
    return `${name} ${ruleNamed(rule)?.title ?? ""} ${n}条`;
  });
  const behind = summed(
    files.map((file) => ({ ...file, name: fileOf(file.name)?.file ?? file.name })),
  );
  const list = (all: string[]) =>
    all.slice(0, NAMED).join("；") + (all.length > NAMED ? `……共${all.length}个` : "");
  return [
    { kind: "ledger", name: "sql/rules/", text: `疑点出自规则：${list(seen)}` },
    ...(behind.length === 0
      ? []
      : [
          {
            kind: "cell" as const,
            name: behind[0]![0],
            text: list(behind.map(([file, n]) => `${file} 结算 ${n} 条`)),
          },
        ]),
  ];
}

function summed(found: Found[]): [name: string, n: number][] {
  const sums = new Map<string, number>();
  for (const { name, n } of found) sums.set(name, (sums.get(name) ?? 0) + Number(n));
  return [...sums].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

async function hasTable(store: Store, name: string): Promise<boolean> {
  const rows = await store.rows(
    `select 1 from duckdb_tables() where schema_name = 'marts' and table_name = ${literal(name)}`,
  );
  return rows.length > 0;
}

/** Where a suspicion counts: the institution's region and those it is part of, else the bureau's own. */
const placedIn = (home: Pick<Home, "config">): string => {
  const own = home.config.region;
  const bureau = own === null ? "(select min(region_code) from core.region)" : literal(own);
  return `
    left join core.institution as place on place.fixmedins_code = found.fixmedins_code
    left join core.region as known on known.region_code = place.admdvs
    left join core.region_scope as scope on scope.region_code = coalesce(known.region_code, ${bureau})
    cross join (select ${bureau} as region_code) as bureau`;
};
const REGION = "coalesce(scope.scope_code, known.region_code, bureau.region_code)";

async function scopesOf(
  home: Home,
  store: Store,
  contributions: Contribution[],
): Promise<Map<string, Set<string>>> {
  const codes = [...new Set(contributions.map((one) => one.fixmedins_code ?? ""))];
  if (codes.length === 0) return new Map();
  const rows = await store.rows<{ code: string; region: string }>(`
    select found.fixmedins_code as code, ${REGION} as region
    from (values ${valueRows(codes.map((code) => [code]))}) as found(fixmedins_code) ${placedIn(home)}`);
  const scopes = new Map<string, Set<string>>();
  for (const { code, region } of rows)
    scopes.set(code, (scopes.get(code) ?? new Set<string>()).add(region));
  return scopes;
}

const rulesBehind = (home: Home, store: Store): Promise<Found[]> =>
  store.rows<Found>(`
    select ${REGION} as region, found.month, found.rule_group as "group",
      found.rule || '@' || coalesce(version.rule_version, '') as name, count(*) as n
    from marts.supervision_found as found
    left join (select rule, max(rule_version) as rule_version from marts.suspicion group by rule) as version
      on version.rule = found.rule
    ${placedIn(home)}
    group by all`);

const filesBehind = (home: Home, store: Store): Promise<Found[]> =>
  store.rows<Found>(`
    with piece as (
      select distinct found.month, found.rule_group, found.fixmedins_code, evidence.setl_id
      from marts.supervision_found as found
      join marts.suspicion_evidence as evidence
        on evidence.rule = found.rule and evidence.subject_type = found.subject_type
        and evidence.subject = found.subject and evidence.month = found.month
      where evidence.setl_id is not null
    )
    select ${REGION} as region, found.month, found.rule_group as "group", line.batch as name,
      count(distinct found.setl_id) as n
    from piece as found
    join core.settlement as line on line.setl_id = found.setl_id
    ${placedIn(home)}
    group by all`);
