import type { Plant } from "../plant.ts";
import { LINES } from "../records.ts";
import type { World } from "../setup.ts";
import { isShared } from "./overload.ts";
import { playing, type Role } from "./roles.ts";

/** Places whose prescriptions are audited by the pharmacist of another place. */
const LENT: [place: Role, lender: Role][] = [
  ["borrowing", "lender"],
  ["filed", "filed_lender"],
  ["remote", "remote_lender"],
];

const NOTES: [Role, "planted" | "look_alike", string][] = [
  ["borrowing", "planted", "药师在两家机构审方，未备案"],
  ["expired", "planted", "药师注册已失效仍在审方"],
  ["insured_elsewhere", "planted", "药师社会保险在别的单位"],
  ["filed", "look_alike", "多点执业已备案"],
  ["remote", "look_alike", "连锁门店远程审方"],
  ["rehired", "look_alike", "退休返聘，没有社会保险"],
];

/** Pharmacists by the institution whose prescriptions they audit. */
const lent = LENT.map(
  ([place, lender]) => `
select p.inst, l.inst as of, '${place}' as role from plant_role p join plant_role l on l.nth = p.nth and l.role = '${lender}' where p.role = '${place}'`,
).join(" union all ");

const LENDING = `create table plant_audit as
select inst, of, role from (${lent}) union all
select inst, inst, role from plant_role where role in ('expired', 'insured_elsewhere', 'rehired') order by 1`;

/** Day after which the registration of the expired is over. */
const EXPIRY = "(select first + 20 from plant_month where mi = 0)";

/** Prescriptions as they are audited there. */
const prescriptionChanged = (select: string): string => `
select q.* replace (coalesce(a.phar, q.phar_code) as phar_code)
from (${select}) q
left join (select i.code, d.code as phar from plant_audit a join institution i on i.inst = a.inst
  join practitioner d on d.dr = a.of * 64 + 1) a on a.code = q.fixmedins_code`;

/** Said once for each pharmacist: with the prescriptions of the first month, of the expired of the second. */
const pharmacistsTold = (world: World, index: number): string[] => {
  const later = Math.min(1, world.months.length - 1);
  if (index > later) return [];
  const roles = NOTES.filter(([role]) => index === (role === "expired" ? later : 0));
  if (roles.length === 0) return [];
  return [
    `insert into truth
${LINES}
select n.label, 'R28', 'practitioner', d.code,
  string_agg('R' || (c.sn * 100 + c.line), ' ' order by c.sn, c.line),
  cast(cast(sum(case when total = 0 then 0 else (amount::bigint * fund_pay // total)::integer end) * 0.01 as decimal(16, 2)) as varchar), n.note
from counted c
join plant_audit a on a.inst = c.inst
join (values ${roles.map((row) => `(${row.map((cell) => `'${cell}'`).join(", ")})`).join(", ")}) as n(role, label, note) on n.role = a.role
join practitioner d on d.dr = a.of * 64 + 1
where c.kind in (2, 3) and c.sign > 0 and c.rx and (a.role <> 'expired' or c.setl_day > ${EXPIRY})
group by a.inst, d.code, n.label, n.note`,
  ];
};

const codes = (role: Role): string =>
  `(select code from practitioner where dr % 64 = 1 and inst in ${playing(role)})`;

/** What the register of practitioners says of them. */
const registerChanged = (select: string): string => `
select q.* replace (
  case when prac_psn_code in ${codes("expired")} then date '1970-01-01' + ${EXPIRY} else reg_to end as reg_to,
  case when prac_psn_code in ${codes("insured_elsewhere")} then '示例商贸有限公司' when prac_psn_code in ${codes("rehired")} then null
    else soc_insu_unit end as soc_insu_unit,
  case when prac_psn_code in ${codes("remote_lender")} then '1' else remote_audit_flag end as remote_audit_flag,
  coalesce(f.place, extra_orgs) as extra_orgs,
  case when ${isShared} then '1' else shared_flag end as shared_flag)
from (${select}) q
left join (select d.code, i.code as place from plant_audit a join institution i on i.inst = a.inst
  join practitioner d on d.dr = a.of * 64 + 1 where a.role = 'filed') f on f.code = q.prac_psn_code`;

/** Chains of the places with remote audit, and what kind of house some institutions are. */
const institutionsChanged = (select: string): string => `
select q.* replace (
  case when c.nth is not null then 'C9' || c.nth else chain_code end as chain_code,
  case when q.fixmedins_code like '%49001' then '口腔门诊部'
    when i.inst in ${playing("nursing_home")} then '医养结合机构'
    when i.inst in ${playing("dear_sibling_trauma")} then '康复专科医院' else fixmedins_type end as fixmedins_type,
  -- The first two shops of a county are next door to each other.
  case when i.kind = 5 and i.inst - s.first < 2 then region || lpad(cast(s.first % 1000 as varchar), 3, '0') else geo_code end as geo_code)
from (${select}) q
join institution i on i.code = q.fixmedins_code
left join (select first, p.code as place from slot join place p on p.place = slot // 8 where slot % 8 = 5) s on s.place = i.region
left join (select inst, nth from plant_role where role in ('remote', 'remote_lender')) c on c.inst = i.inst
order by i.inst`;

/** R28 药师挂证, and what the registers of practitioners and institutions have. */
export const PHARMACIST_PLANT: Plant = {
  tables: () => [LENDING],
  month: (_, index, world) => pharmacistsTold(world, index),
  changes: {
    prescription: prescriptionChanged,
    practitioner: registerChanged,
    institution: institutionsChanged,
  },
};
