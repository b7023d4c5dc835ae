import type { Month } from "../../../models/period.ts";
import { quietDays } from "../../../models/simulation/spring-festival.ts";
import { valueRows } from "../../quote.ts";
import { daysOf } from "../month.ts";
import type { World } from "../setup.ts";
import type { Kind } from "./topic.ts";

/** Cases of a rule in a year of 100,000 persons; at least so many; of all persons at most. */
const RATE = 45;
const LEAST = 3;
const MOST = 1 / 1000;

const countOf = ({ people, months }: World, { among = 1 }: Kind): number => {
  const wanted = (RATE * people * months.length) / 1_200_000 / among;
  return Math.max(LEAST, Math.round(Math.min(wanted, people * MOST)));
};

/** First of the quiet days where the days before them are in the same month. */
function quietIn(month: Month): number | null {
  const { first, days } = daysOf(month);
  const quiet = quietDays(Number(month.slice(0, 4)));
  return quiet !== null && quiet[0] > first + 9 && quiet[0] < first + days ? quiet[0] : null;
}

function holidays(months: Month[]): number[] {
  const found = months.flatMap((month, i) =>
    month.endsWith("-09") || quietIn(month) !== null ? [i] : [],
  );
  return found.length ? found : [...months.keys()];
}

const SLOTS = { h3: 0, h2: 1, h1: 2, h0: 3, h5: 5 };

/** Statements that choose the persons of every kind, each for one, and where they are treated. */
export function casesOf(
  kinds: readonly Kind[],
  staysOf: (key: string) => number,
  world: World,
): string[] {
  const { months } = world;
  const taken: Record<string, number> = {};
  const rows = kinds
    .filter(({ span = 1 }) => span <= months.length)
    .map((kind) => {
      const { key, rule, label, subject, pool, note, size = 1, span = 1 } = kind;
      const first = taken[pool] ?? 0;
      const count = countOf(world, kind) * size;
      taken[pool] = first + count;
      const starts = kind.holiday
        ? holidays(months)
        : Array.from({ length: months.length - span + 1 }, (_, i) => i);
      return [
        key,
        rule,
        label,
        subject,
        pool,
        note,
        size,
        span,
        first,
        count,
        starts.join("|"),
        staysOf(key),
      ];
    });
  const monthRows = months.map((month, i) => {
    const { first, days } = daysOf(month);
    return [i, first, days, quietIn(month), Number(`${month.replace("-", "")}0000000000`)];
  });
  const at = Object.keys(SLOTS).flatMap((name, i) => [
    `${name}.first + cast((x >> ${4 + i * 8}) % ${name}.count as integer) as ${name}`,
    `${name}.first + cast(((x >> ${4 + i * 8}) + 1) % ${name}.count as integer) as ${name}b`,
  ]);
  return [
    `create table plant_month as select mi::integer as mi, first::integer as first, days::integer as days, quiet::integer as quiet, prefix::bigint as prefix
     from (values ${valueRows(monthRows)}) as t(mi, first, days, quiet, prefix)`,
    `create table plant_kind as select * from (values ${valueRows(rows)})
     as t(key, rule, label, subject, pool, note, size, span, first, count, starts, stays)`,
    `create table plant_case as
with pooled as (
  select p, drawn(xor(h, 2111::bigint)) as y, fund, ptype, sex, brdy, county, chronic,
    case when age < 6 then 'child' when age < 15 then 'none' when age < 18 then 'teen' when chronic > 0 then 'chronic'
      when h % 3 = 0 and sex = 1 then 'man' when h % 3 = 1 and sex = 2 then 'woman' else 'adult' end as pool
  from person where dies = 9999 and special = 0 and civil = 0 and p % 2 = 1
), ranked as (
  select *, row_number() over (partition by pool order by y, p) - 1 as rank from pooled
), cast_in as (
  select k.key, k.size, k.span, k.starts, r.* exclude (rank, pool),
    cast((rank - k.first) // k.size as integer) as g, cast((rank - k.first) % k.size as integer) as j
  from ranked r join plant_kind k on k.pool = r.pool and rank >= k.first and rank < k.first + k.count
), led as (
  select *, first_value(drawn(y)) over w as x, first_value(county) over w as place
  from cast_in window w as (partition by key, g order by j)
)
select key, span, g, j, l.p, x, y, fund, ptype, sex, brdy, county, chronic, x % 5 = 0 as narrow,
  cast(string_split(starts, '|')[1 + (x >> 40) % len(string_split(starts, '|'))] as integer) as m, ${at.join(", ")}
from led l
${Object.entries(SLOTS)
  .map(([name, kind]) => `join slot ${name} on ${name}.slot = place * 8 + ${kind}`)
  .join("\n")}
order by key, g, j`,
    // Their stays are the planted ones, which stand in for ordinary stays of everybody else.
    `create table plant_load as
select fund, sum(l1::bigint)::bigint as due, sum(case when p in (select p from plant_case) then 0 else l1::bigint end)::bigint as left_over,
  (select coalesce(sum(stays), 0)::bigint * 1000000 // ${months.length} from plant_case c join plant_kind k on k.key = c.key
    where c.fund = person.fund) as planted
from person group by fund`,
    `update person set l1 = case when p in (select p from plant_case) then 0 else cast(l1::hugeint * greatest(0, due - planted) // greatest(1, left_over) as integer) end
from plant_load where plant_load.fund = person.fund`,
    // Refills of a chronic disease would mix with planted ones.
    `update person set l3 = 0 where p in (select p from plant_case)`,
  ];
}
