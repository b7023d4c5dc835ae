import type { Plant } from "../plant.ts";
import { dx, itemCode } from "./catalogue.ts";
import { line, type Topic, visit } from "./topic.ts";

const DIED = "(x >> 16) % 10";
const LATE = "12 + (x >> 16) % 8";
const ILLNESS = `[${["J18.900", "I63.900", "J44.100", "C34.900"].map(dx).join(", ")}][1 + x % 4]`;
const AFTER = "case when narrow then (x >> 16) % 10 + 1 else (x >> 24) % 18 end";

/** A visit after death: some days after it in narrow cases, else in the month after. */
const after = (kind: number, inst: string, rest: number, columns: Record<string, string>) =>
  [0, 1].map((later) =>
    visit("R26", {
      k: 60 + kind,
      kind,
      inst,
      from: AFTER,
      later,
      where: `x // 8 % 3 = ${rest} and narrow = ${later === 0}`,
      ...columns,
    }),
  );

/** R26 死亡后就医购药. */
export const DEATHS: Topic = {
  kinds: [
    {
      key: "R26",
      rule: "R26",
      label: "planted",
      subject: "settlement",
      pool: "adult",
      note: "死亡之后的就医、购药",
      span: 2,
    },
    {
      key: "R26-mistaken",
      rule: "R26",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "死亡日期登记错误，此后数月照常就医",
      span: 4,
    },
    {
      key: "R26-late",
      rule: "R26",
      label: "look_alike",
      subject: "settlement",
      pool: "adult",
      note: "住院中死亡，出院结算在后",
    },
  ],
  visits: [
    ...after(2, "h0", 0, {}),
    ...after(4, "h5", 1, { template: "false" }),
    ...after(1, "h2", 2, { dx: ILLNESS, days: "3 + (x >> 32) % 3" }),
    ...[1, 2, 3].flatMap((later) => [
      visit("R26-mistaken", {
        k: 60 + later,
        kind: 2,
        inst: later === 2 ? "h2" : "h0",
        from: `(x >> ${20 + later}) % 12`,
        later,
      }),
    ]),
    visit("R26-mistaken", {
      k: 65,
      inst: "h2",
      from: "14 + (x >> 28) % 4",
      days: "4 + (x >> 32) % 5",
      dx: ILLNESS,
      later: 2,
    }),
    visit("R26-late", {
      k: 60,
      inst: "h2",
      from: `${LATE} - 4 - (x >> 24) % 6`,
      days: "4 + (x >> 24) % 6",
      dx: ILLNESS,
      dscg_way: "'5'",
      settles: `t.first + ${LATE} + 2 + (x >> 32) % 6`,
    }),
  ],
  lines: [
    line(
      "R26",
      { line: 80, code: `'${itemCode("布洛芬（规格二）")}'`, n: 3, amount: "3 * 1500" },
      "kind = 4",
    ),
    line(
      "R26",
      { line: 81, code: `'${itemCode("板蓝根（规格二）")}'`, n: 4, amount: "4 * 1200" },
      "kind = 4",
    ),
  ],
};

/** Days of death of the cases; who really died has no ordinary visits from that month on. */
const DIED_ON: string[] = [
  `create table plant_death as
select c.p, cast(t.first + case c.key when 'R26-late' then ${LATE} else ${DIED} end as integer) as day
from plant_case c join plant_month t on t.mi = c.m where c.key like 'R26%' order by c.p`,
  "update person set dies = c.m from plant_case c where c.p = person.p and c.key in ('R26', 'R26-late')",
  "update person set l2 = 0, l4 = 0 where p in (select p from plant_case where key = 'R26-mistaken')",
];

/** The list of the dead with them, a date each. */
const deathChanged = (select: string): string => `
select coalesce(q.psn_no, 'S' || (10000000000 + d.p)) as psn_no,
  coalesce(date '1970-01-01' + d.day, q.death_date) as death_date
from (${select}) q full join plant_death d on 'S' || (10000000000 + d.p) = q.psn_no order by 1`;

/** When they died, as the register has it. */
export const DEATH_PLANT: Plant = { tables: () => DIED_ON, changes: { death: deathChanged } };
