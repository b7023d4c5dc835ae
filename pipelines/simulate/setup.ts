import { BANDS, CHRONIC, DISEASES } from "../../models/simulation/diseases.ts";
import { institutionsOf } from "../../models/simulation/institutions.ts";
import { ITEMS } from "../../models/simulation/items.ts";
import { classIndex, KINDS, type Plan } from "../../models/simulation/plan.ts";
import type { Region } from "../../models/simulation/region.ts";
import { dayNumber } from "../../models/simulation/spring-festival.ts";
import { templates } from "../../models/simulation/templates.ts";
import { valueRows } from "../quote.ts";

export interface World {
  people: number;
  seed: number;
  months: string[];
  plan: Plan;
  region: Region;
}

type Cell = string | number | boolean | null;

const table = (name: string, columns: string, rows: Cell[][]): string =>
  `create table ${name} as select * from (values ${valueRows(rows)}) as t(${columns})`;

/** A 63-bit number that depends on its keys alone, as an SQL literal. */
export function salt(...keys: number[]): string {
  const mask = (1n << 64n) - 1n;
  let state = 0x243f6a8885a308d3n;
  for (const key of keys) {
    state = (state + BigInt(key) * 0x9e3779b97f4a7c15n + 0x632be59bd9b4e019n) & mask;
    state = ((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    state = ((state ^ (state >> 27n)) * 0x94d049bb133111ebn) & mask;
    state ^= state >> 31n;
  }
  return `${state >> 1n}::bigint`;
}

/** Statements that make the lookup tables of a simulated world. */
export function lookups({ plan, region, people }: World): string[] {
  const { institutions, slots } = institutionsOf(region, people);
  const bills = templates();
  const places = [
    ...region.counties.map(({ code, name }, i) => [i, code, name] as Cell[]),
    ...[...new Set(institutions.map((i) => i.region))]
      .filter((code) => !region.counties.some((c) => c.code === code))
      .map((code, i) => [100 + i, code, code] as Cell[]),
  ];
  const picks = BANDS.flatMap((_, band) => {
    const weights = DISEASES.map((d) => d.weights[band]!);
    const total = weights.reduce((a, b) => a + b, 0);
    let disease = 0;
    let upTo = weights[0]!;
    return Array.from({ length: 256 }, (_, at) => {
      while (((at + 0.5) / 256) * total > upTo) upTo += weights[++disease]!;
      return [band * 256 + at, disease];
    });
  });
  return [
    // 63 bits: BIGINT arithmetic is several times as fast as the HUGEINT that UBIGINT is turned into.
    "create macro drawn(x) as cast(hash(x) >> 1::ubigint as bigint)",
    table("place", "place, code, name", places),
    table(
      "institution",
      "inst, code, name, kind, level, region, practitioners",
      institutions.map((i, at) => [at, i.code, i.name, i.kind, i.level, i.region, i.practitioners]),
    ),
    table(
      "slot",
      "slot, first, count",
      slots.map((s) => [s.county * 8 + s.kind, s.first, s.count]),
    ),
    table(
      "tariff",
      "tariff, base, deductible, ceiling, rate",
      plan.tariffs.map((t) => [
        (KINDS.indexOf(t.kind) + 1) * 20 + (t.fund === "employee" ? 0 : 10) + classIndex(t.at),
        Math.round((plan.costs[t.fund][t.kind] * 100 * t.cost) / 1000),
        t.deductible * 100,
        t.limit * 100,
        t.rate,
      ]),
    ),
    table(
      "disease",
      "dx, code, name, other, cost, stay, med_type, operation, operation_name",
      DISEASES.map((d, i) => [
        i,
        d.code,
        d.name,
        d.others[0] ?? null,
        d.cost,
        d.stay,
        d.medType ?? "21",
        d.operation?.[0] ?? null,
        d.operation?.[1] ?? null,
      ]),
    ),
    table("pick", "pick, dx", picks),
    table(
      "chronic_disease",
      "chronic, code, name, diagnosis, cost",
      CHRONIC.map((c, i) => [i + 1, c.code, c.name, c.diagnosis, c.cost]),
    ),
    table(
      "bill",
      "t, own, partly, over_line, lines",
      bills.map((b) => [b.id, b.own, b.partly, b.overLine, b.lines.length]),
    ),
    table(
      "item",
      "item, code, name, generic, list_type, charge, grade, price, traced, child, sex, min_age, lv, diagnoses, days",
      ITEMS.map((i, at) => [
        at,
        i.code,
        i.name,
        i.generic,
        i.listType,
        i.charge,
        i.grade,
        i.price,
        i.traced,
        i.child ?? false,
        i.sex ?? null,
        i.minAge ?? null,
        i.level ?? null,
        i.diagnoses ?? null,
        i.days ?? null,
      ]),
    ),
    `create table bill_line as
     select (b.t * 64 + b.line)::integer as bill_line, b.grade, b.lo::integer as lo, b.hi::integer as hi,
       b.at_part::integer as at_part, b.over, i.item::integer as item, i.code, i.name, i.generic, i.list_type, i.charge,
       i.price::integer as price, i.traced, b.rx,
       cast(case b.grade when 'A' then 0 when 'B' then 0.1 else 1 end as decimal(18, 6)) as self_pay
     from (values ${valueRows(
       bills.flatMap((b) =>
         b.lines.map((l, i) => [
           b.id,
           i,
           l.item,
           l.grade,
           l.from,
           l.to,
           l.when,
           i === b.overLine,
           i === b.lines.findIndex((first) => ITEMS[first.item]!.charge === "09"),
         ]),
       ),
     )}) as b(t, line, item, grade, lo, hi, at_part, over, rx)
     join item i on i.item = b.item order by bill_line`,
    `create table practitioner as
     select (inst * 64 + n)::integer as dr, inst, 'D' || substr(code, 2) || lpad(cast(n as varchar), 3, '0') as code,
       kind, ['内科','外科','妇产科','儿科','骨科','神经内科','心血管内科','中医科'][1 + n % 8] as dept
     from institution, range(1, 64) as r(n) where n <= practitioners order by dr`,
  ];
}

const cumulative = (column: string, shares: number[], scale: number): string => {
  let sum = 0;
  const whens = shares.slice(0, -1).map((share, i) => {
    sum += share;
    return `when ${column} < ${Math.round(sum * scale)} then ${i}`;
  });
  return `case ${whens.join(" ")} else ${shares.length - 1} end`;
};

/** The statement that makes every person. */
export function persons(world: World): string {
  const { plan, region, people, seed, months } = world;
  const start = dayNumber(`${months[0]}-01`);
  const { employee, resident } = plan.visits;
  const lambda = (kind: (typeof KINDS)[number], weight: string): string =>
    `cast(round(${weight} * (case when fund = 1 then ${employee[kind]}::double else ${resident[kind]}::double end)
       / avg(${weight}) over (partition by fund) * 1000000 / 12) as integer)`;
  const chronicShares = CHRONIC.map((c) => c.share / 1000);
  return `
create table person as
with drawn as (
  select cast(i as integer) as p, drawn(xor(drawn(cast(i as bigint)), ${salt(seed)})) as h
  from range(1, ${people + 1}) as r(i)
), based as (
  select p, h, drawn(h) as g, drawn(drawn(h)) as f,
    case when h % 10000 < ${Math.round(plan.employees * 10_000)} then 1 else 2 end as fund,
    ${cumulative(
      "(h >> 14) % 10000",
      region.counties.map((c) => c.share),
      10_000,
    )} as county,
    cast((h >> 28) % 10000 as integer) as class_draw,
    ((h >> 42) % 10000) / 10000.0 as age_draw
  from drawn
), aged as (
  select *,
    case when fund = 1 then case when class_draw < ${Math.round(plan.retired * 10_000)} then 12 else 11 end
      when class_draw < 2400 then 14 when class_draw < 7200 then 15 else 16 end as ptype
  from based
), typed as (
  select *,
    cast(case ptype when 11 then 20 + floor(39.9 * age_draw) when 12 then 52 + floor(43 * age_draw ** 1.6)
      when 14 then floor(17.99 * age_draw) when 15 then 18 + floor(41.9 * age_draw)
      else 60 + floor(35 * age_draw ** 1.5) end as integer) as age,
    cast(1 + (g & 1) as integer) as sex,
    cast((g >> 1) % 1000 as integer) as special_draw,
    cast((g >> 12) % 1000 as integer) as ill_draw,
    cast((g >> 23) % 1000 as integer) as which_draw,
    cast((g >> 34) % 1000000 as integer) as death_draw,
    [350, 550, 700, 850, 1000, 1200, 1500, 2200][1 + cast(f & 7 as integer)] as frailty
  from aged
), described as (
  select *,
    case when fund = 2 then case when special_draw < 12 then 1 when special_draw < 57 then 2
      when special_draw < 137 then 3 else 0 end else 0 end as special,
    case when fund = 1 and special_draw < 140 then 1 else 0 end as civil,
    case when ill_draw < (case when age < 18 then 6 when age < 45 then 35 when age < 60 then 170 else 420 end)
      then 1 + ${cumulative("which_draw", chronicShares, 1000)} else 0 end as chronic,
    case when death_draw < (case when age < 40 then 600 when age < 60 then 3000 when age < 70 then 12000
        when age < 80 then 34000 else 90000 end) * ${months.length} / 12
      then cast((f >> 20) % ${months.length} as integer) else 9999 end as dies
  from typed
), weighed as (
  select *,
    frailty * (case when age < 6 then 26 when age < 18 then 7 when age < 45 then 12 when age < 60 then 20
      when age < 75 then 42 else 66 end + case when chronic > 0 then 14 else 0 end) as w1,
    frailty * (case when age < 6 then 16 when age < 18 then 8 when age < 45 then 8 when age < 60 then 11
      when age < 75 then 15 else 16 end) as w2,
    case when chronic > 0 then frailty * [${CHRONIC.map((c) => c.visits).join(", ")}][chronic] else 0 end as w3,
    frailty * (case when age < 18 then 5 when age < 45 then 8 when age < 60 then 11 else 14 end) as w4
  from described
)
select p, h, fund::tinyint as fund, county::tinyint as county, ptype::tinyint as ptype, age::smallint as age,
  sex::tinyint as sex, special::tinyint as special, civil::tinyint as civil, chronic::tinyint as chronic,
  dies::smallint as dies,
  date '1970-01-01' + cast(${start} - age * 365 - age // 4 - 1 - cast((f >> 40) % 365 as integer) as integer) as brdy,
  ${lambda("inpatient", "w1")} as l1,
  ${lambda("outpatient", "w2")} as l2,
  ${lambda("chronic", "w3")} as l3,
  ${lambda("pharmacy", "w4")} as l4,
  cast(case when age < 15 then 0 when age < 45 then case when sex = 2 then 1 else 2 end
    when age < 65 then 3 else 4 end as tinyint) as band
from weighed
order by p`;
}
