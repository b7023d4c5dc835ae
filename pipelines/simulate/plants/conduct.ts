import { DEAR as FIRST_DEAR, FIRST_TEMPLATE } from "../../../models/simulation/templates.ts";
import { mixed } from "../clinical.ts";
import type { Plant } from "../plant.ts";
import type { World } from "../setup.ts";
import { playing, toldOf } from "./roles.ts";

/** Ids of bills with dear siblings, and of bills with many examinations, come after the ordinary ones. */
const DEAR_BILLS = 20_000;
const EXAM_BILLS = 40_000;

/** Ordinary stays that nothing else refers to: a refund mirrors what it refunds. */
const STAY =
  "kind = 1 and sign > 0 and valid = 1 and refund_after = 0 and pay_loc = 2 and sn % 100 < 50";
const CHANGEABLE = STAY.replace("kind = 1 and ", "");
const some = (n: number, share: number): string => `${mixed(n)} % 100 < ${share}`;

/** Bills as the ordinary ones, with other lines. */
const BILLS: string[] = [
  `insert into bill select t + ${DEAR_BILLS}, own, partly, over_line, lines from bill where t < ${FIRST_TEMPLATE.chronic} or t >= ${FIRST_DEAR}`,
  `insert into bill_line
select l.* replace (l.bill_line + ${DEAR_BILLS} * 64 as bill_line, coalesce(i.item, l.item) as item, coalesce(i.code, l.code) as code,
  coalesce(i.name, l.name) as name, coalesce(i.generic, l.generic) as generic, coalesce(i.price, l.price) as price)
from bill_line l
left join (values ('电针', '拔罐'), ('鼻饲', '灌肠')) as s(lo, hi) on s.lo = l.name
left join item i on i.name = s.hi
where l.bill_line // 64 < ${FIRST_TEMPLATE.chronic} or (l.bill_line // 64 >= ${FIRST_DEAR} and l.bill_line // 64 < ${DEAR_BILLS})
order by l.bill_line`,
  `insert into bill select t + ${EXAM_BILLS}, own, partly, over_line, lines from bill
where t < ${FIRST_TEMPLATE.outpatient} or (t >= ${FIRST_DEAR} and t < ${DEAR_BILLS})`,
  `insert into bill_line
with weighed as (
  select *, (hi - lo) * case when charge in ('03', '04') then 4 else 1 end as weight from bill_line
  where bill_line // 64 < ${FIRST_TEMPLATE.outpatient} or (bill_line // 64 >= ${FIRST_DEAR} and bill_line // 64 < ${DEAR_BILLS})
), summed as (
  select *, sum(weight) over (partition by bill_line // 64, grade) as whole,
    sum(weight) over (partition by bill_line // 64, grade order by lo, bill_line rows unbounded preceding) as upto
  from weighed
)
select * exclude (weight, whole, upto) replace (bill_line + ${EXAM_BILLS} * 64 as bill_line,
  cast((upto - weight) * 10000 // whole as integer) as lo, cast(upto * 10000 // whole as integer) as hi)
from summed order by bill_line`,
];

/** Makes stays of some institutions dearer, in thousandths, and pays for them as the plan says. */
const recosted = ({ plan }: World, role: string, times: number): string => `
update stage.settlement set total = n.total, own = n.own, over = n.over, pre = n.pre, part_a = n.part_a, part_b = n.part_b,
  inscope = n.inscope, dedc = n.dedc, hifp = n.hifp, cvl = n.cvl, hifmi = n.hifmi, hifob = n.hifob, maf = n.maf, hosp = 0,
  fund_pay = n.hifp + n.cvl + n.hifmi + n.hifob + n.maf,
  acct = cast(settlement.acct::bigint * (n.total - n.hifp - n.cvl - n.hifmi - n.hifob - n.maf)
    // greatest(1, settlement.total - settlement.fund_pay) as integer)
from (
  with times as (
    select s.sn, s.fund, s.special, s.civil, s.inst, s.ptype, cast(own::bigint * ${times} // 1000 as integer) as own,
      cast(over::bigint * ${times} // 1000 as integer) as over, cast(part_a::bigint * ${times} // 1000 as integer) as part_a,
      cast((pre + part_b)::bigint * ${times} // 1000 as integer) as graded
    from stage.settlement s where inst in ${role} and ${STAY}
  ), scoped as (
    select *, own + over + part_a + graded as total, graded // 10 as pre, graded - graded // 10 as part_b,
      part_a + graded - graded // 10 as inscope
    from times
  ), basic as (
    select s.*, f.deductible, f.ceiling, least(inscope, f.deductible) as dedc,
      cast(least(greatest(inscope - f.deductible, 0), f.ceiling)::bigint
        * (f.rate + case when ptype = 12 then ${plan.retired_extra} else 0 end) // 1000 as integer) as hifp
    from scoped s join institution i on i.inst = s.inst join tariff f on f.tariff = 20 + (s.fund - 1) * 10 + i.kind
  ), layered as (
    select *, case when fund = 1 then cast(greatest(inscope - deductible - ceiling, 0)::bigint * ${plan.large_amount_rate} // 1000 as integer) else 0 end as hifob,
      case when fund = 2 then cast(greatest(inscope - hifp - case when special > 0 then ${plan.critical_illness.from * 50} else ${plan.critical_illness.from * 100} end, 0)::bigint
        * case when special > 0 then ${plan.critical_illness.special_rate} else ${plan.critical_illness.rate} end // 1000 as integer) else 0 end as hifmi
    from basic
  )
  select *, case when civil = 1 then cast((inscope - hifp - hifob)::bigint * ${plan.civil_servant_rate} // 1000 as integer) else 0 end as cvl,
    case when special > 0 then cast(least((inscope - hifp - hifmi)::bigint * [${plan.medical_aid.rates.join(", ")}][special] // 1000, ${plan.medical_aid.limit * 100}) as integer) else 0 end as maf
  from layered
) n
where n.sn = settlement.sn`;

const moved = (where: string, to: string, share: number, n: number): string => `
update stage.settlement set inst = n.inst, dr = cast(n.inst * 64 + 2 + settlement.dr % 10 as integer)
from (
  select s.sn, t.inst from (
    select sn, ${mixed(n)} // 128 % (select count(*) from ${to}) as pick from stage.settlement where ${STAY} and ${some(n, share)} and ${where}
  ) s join (select inst, row_number() over (order by inst) - 1 as pick from ${to}) t on t.pick = s.pick
) n
where n.sn = settlement.sn`;

const TOWNSHIPS = "(select inst from institution where kind = 2)";
const CROWDED = playing("special_group", "nursing_home");

/** What institutions do in a month, beside what is done to them. */
const conductOf = (world: World): string[] => [
  moved(`special > 0 and inst in ${TOWNSHIPS} and inst not in ${CROWDED}`, CROWDED, 60, 5001),
  moved(`special = 0 and inst in ${CROWDED}`, TOWNSHIPS, 55, 5002),
  `update stage.settlement set maf = total - (fund_pay - maf), fund_pay = total, hosp = 0, acct = 0
where special > 0 and inst in ${playing("nursing_home")} and ${STAY}`,
  `update stage.settlement set hosp = total - fund_pay, acct = 0 where inst in ${playing("no_copayment")} and ${STAY} and ${some(5003, 60)}`,
  `update stage.settlement set begins = greatest(begins, ends - 2) where inst in ${playing("short_stays")} and ${STAY} and ${some(5004, 80)}`,
  recosted(world, playing("dear_stays"), 1400),
  recosted(world, playing("severe_cases"), 1350),
  `update stage.settlement set t = t + ${DEAR_BILLS} where inst in ${playing("dear_sibling", "dear_sibling_trauma")} and kind in (1, 2)
  and ${CHANGEABLE} and t < ${DEAR_BILLS} and ${some(5005, 85)}`,
  `update stage.settlement set t = t + ${EXAM_BILLS} where inst in ${playing("many_exams")} and ${STAY}`,
];

/** Who did it, said once. */
const CONDUCT_TOLD: string[] = [
  toldOf("R25", "planted", ["dear_sibling"], "低价项目一律记成高价的同类项目"),
  toldOf("R25", "look_alike", ["dear_sibling_trauma"], "专科医院，高价项目本来就多"),
  toldOf(
    "R32",
    "planted",
    ["special_group"],
    "住院病人中特殊困难人群过多",
    "case when special > 0 then fund_pay else 0 end",
  ),
  toldOf("R32", "look_alike", ["nursing_home"], "敬老院嵌入的医院"),
  toldOf(
    "R33",
    "planted",
    ["no_copayment"],
    "多数住院免收个人自付",
    "case when hosp > 0 then fund_pay else 0 end",
  ),
  toldOf("R33", "look_alike", ["nursing_home"], "特困、低保人员由医疗救助全额救助"),
  toldOf("R39", "planted", ["upcoding"], "编成分值较高的组，费用并不高"),
  toldOf("R39", "look_alike", ["severe_cases"], "重症集中，分值和费用都高"),
  toldOf("outlier", "planted", ["dear_stays"], "次均费用高于同类，就诊人次不多"),
  toldOf("outlier", "planted", ["many_exams"], "检查检验占比高于同类，就诊人次不多"),
  toldOf("outlier", "planted", ["short_stays"], "短住院占比高于同类，就诊人次不多"),
  toldOf("outlier", "look_alike", ["large"], "规模大，行为与同类一样"),
  toldOf("outlier", "look_alike", ["severe_cases"], "重症集中，分值和费用都高"),
];

const GRAVE = "split_part(dip_code, ':', 1) || ':cc'";

/** Groups of graver cases of every disease: more of them where that pays, or where they are. */
const DIP_CHANGED: Record<string, (select: string) => string> = {
  dip_score: (select) => `
select * from (${select}) union all
select dip_code, dip_name, score, year from (
  select ${GRAVE} as dip_code, min(dip_name) || '（伴严重并发症）' as dip_name, cast(max(score) * 1.6 as decimal(18, 6)) as score, year
  from (${select}) group by 1, year order by year, 1)`,
  encounter: (select) => `
select q.* replace (case when try_cast(q.setl_id as bigint) % 100 < 50
    and drawn(xor(try_cast(q.setl_id as bigint), 5006::bigint)) % 100 < case when r.code is null then 12 else 65 end
  then ${GRAVE} else q.dip_code end as dip_code)
from (${select}) q
left join (select i.code from institution i where i.inst in ${playing("upcoding", "severe_cases")}) r on r.code = q.fixmedins_code`,
};

/** R25, R32, R33, R39, and institutions that differ from their peers. */
export const CONDUCT_PLANT: Plant = {
  tables: () => BILLS,
  month: (_, index, world) => [...conductOf(world), ...(index === 0 ? CONDUCT_TOLD : [])],
  changes: DIP_CHANGED,
};
