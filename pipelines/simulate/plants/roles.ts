import { valueRows } from "../../quote.ts";
import { salt, type World } from "../setup.ts";

/** What institutions do all the time, each one thing at most; those not named are honest peers. */
export type Role =
  | "dear_sibling"
  | "dear_sibling_trauma"
  | "no_copayment"
  | "special_group"
  | "nursing_home"
  | "upcoding"
  | "severe_cases"
  | "dear_stays"
  | "many_exams"
  | "short_stays"
  | "large"
  | "untraced"
  | "expired"
  | "insured_elsewhere"
  | "rehired"
  | "borrowing"
  | "lender"
  | "filed"
  | "filed_lender"
  | "remote"
  | "remote_lender";

/** Kinds of institution (secondary, township, village, pharmacy) by the roles that are played there. */
const PLAYED: [kind: number, one: number, roles: Role[]][] = [
  [1, 40, ["dear_stays", "upcoding", "severe_cases"]],
  [
    2,
    40,
    [
      ...(["dear_sibling", "no_copayment", "special_group", "nursing_home"] as const),
      ...(["dear_sibling_trauma", "many_exams", "short_stays"] as const),
    ],
  ],
  [
    4,
    36,
    [
      ...(["expired", "insured_elsewhere", "rehired", "borrowing", "lender"] as const),
      ...(["filed", "filed_lender", "remote", "remote_lender"] as const),
    ],
  ],
  [5, 24, ["untraced"]],
];

/**
 * The statement that gives institutions their roles, by chance but the large ones, which are the
 * largest; one more of each for so many of their kind, three at most. `nth` pairs those that belong
 * together.
 */
export const rolesOf = ({ seed }: World): string[] => [
  `create table plant_role as
with ranked as (
  select inst, kind, row_number() over (partition by kind order by drawn(xor(drawn(inst::bigint), ${salt(seed, 4242)})), inst) - 1 as rank,
    count(*) over (partition by kind) as n
  from institution i
  where kind in (1, 2, 4, 5) and code not like '%49001' and inst not in (select first from slot where slot in (1, 2))
), wanted as (
  select kind::integer as kind, role, pos::integer as pos, one::integer as one
  from (values ${valueRows(
    PLAYED.flatMap(([kind, one, roles]) => roles.map((role, at) => [kind, role, at, one])),
  )}) as t(kind, role, pos, one)
)
select r.inst, w.role, cast(r.rank - w.pos * least(3, 1 + r.n // w.one) as integer) as nth
from ranked r join wanted w on w.kind = r.kind and r.rank // least(3, 1 + r.n // w.one) = w.pos
union all
select first, 'large', slot from slot where slot in (1, 2)
order by role, nth`,
];

/** Institutions of some roles. */
export const playing = (...roles: Role[]): string =>
  `(select inst from plant_role where role in (${roles.map((role) => `'${role}'`).join(", ")}))`;

/** One row for each institution of a role, told in the month from which it shows. */
export const toldOf = (
  rule: string,
  label: "planted" | "look_alike",
  roles: Role[],
  note: string,
  amount = "0",
): string => `
insert into truth
select '${label}', '${rule}', 'institution', i.code, i.code, cast(cast(coalesce(a.fen, 0) * 0.01 as decimal(16, 2)) as varchar), '${note}'
from plant_role r join institution i on i.inst = r.inst
left join (select inst, sum(${amount}) as fen from stage.settlement where sign > 0 and valid = 1 and kind = 1 group by inst) a on a.inst = r.inst
where r.role in (${roles.map((role) => `'${role}'`).join(", ")})`;
