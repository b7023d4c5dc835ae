import { expect, test } from "vitest";
import { INDICATORS } from "../../models/outliers/indicators.ts";
import { type Deviation, screen } from "../../models/outliers/screening.ts";
import { useTables } from "../sql/tables.ts";

const tables = useTables();

const HEAD = "fixmedins_code | indicator | month | cases | value";
const PLACES = "fixmedins_code | hosp_lv | fixmedins_type";
const row = (code: string, value: number, indicator = "cost_index") =>
  `${code} | ${indicator} | 2025-03 | 30 | ${value}`;
const townships = Array.from({ length: 9 }, (_, i) => `H${i}`);

test("an institution is held against its level and type, and against wider peers where those are few", () =>
  tables.expect(
    "marts.institution_deviation",
    {
      "core.institution": [
        PLACES,
        ...townships.map((code) => `${code} | 一级 | 乡镇卫生院`),
        "B1 | 三级甲等 | 综合医院",
      ].join("\n"),
      "marts.institution_indicator": [
        HEAD,
        ...townships.map((code, i) => row(code, 1 + i / 10)),
        row("B1", 1.4),
        row("B1", 200, "outpatient_medfee_per_visit"),
      ].join("\n"),
    },
    `fixmedins_code | indicator | peers_by | peers | median | robust_z
     H0 | cost_index | level and type | 9 | 1.4 | -1.349
     H1 | cost_index | level and type | 9 | 1.4 | -1.01175
     H2 | cost_index | level and type | 9 | 1.4 | -0.6745
     H3 | cost_index | level and type | 9 | 1.4 | -0.33725
     H4 | cost_index | level and type | 9 | 1.4 | 0
     H5 | cost_index | level and type | 9 | 1.4 | 0.33725
     H6 | cost_index | level and type | 9 | 1.4 | 0.6745
     H7 | cost_index | level and type | 9 | 1.4 | 1.01175
     H8 | cost_index | level and type | 9 | 1.4 | 1.349
     B1 | cost_index | all | 10 | 1.4 | 0`,
  ));

test("costs are held against what the same cases cost anywhere", async () => {
  const stay = (code: string, group: string, yuan: number, n: number) =>
    Array.from(
      { length: n },
      (_, i) =>
        `${code}${group}${i} | ${code}-${group}-${i} | ${code} | 2 | ${group} | ${yuan} | 5 | 2025-03-01 | 2025-03-06 | 2025-03`,
    );
  await tables.expectFrom(
    `select fixmedins_code, cases, value from (${tables.sqlOf("marts.institution_indicator")}\n) as made where indicator = 'cost_index'`,
    {
      "core.stay": [
        "setl_id | psn_no | fixmedins_code | hosp_lv | dip_code | medfee_sumamt | bed_days | begndate | enddate | month",
        ...stay("H1", "easy", 1000, 20),
        ...stay("H1", "hard", 9000, 20),
        ...stay("H2", "hard", 9000, 20),
        ...stay("H3", "easy", 3000, 20),
      ].join("\n"),
    },
    // Easy cases cost 2000 in the mean: (1000 + 9000) / (2000 + 9000).
    `fixmedins_code | cases | value
     H1 | 40 | 0.909090909091
     H2 | 20 | 1
     H3 | 20 | 1.5`,
  );
});

const deviation = (code: string, indicator: string, z: number, tail: number): Deviation => ({
  fixmedins_code: code,
  month: "2025-03",
  indicator,
  value: 1 + z / 10,
  peers_by: "type",
  peers: 40,
  median: 1,
  robust_z: z,
  tail,
});

test("the one far above its peers comes first, and says in what", () => {
  const all = Array.from({ length: 40 }, (_, i) => [
    deviation(`H${i}`, "cost_index", (i % 7) / 4 - 0.75, 0.3),
    deviation(`H${i}`, "stay_index", (i % 5) / 4 - 0.5, 0.3),
  ]).flat();
  const fraud = [deviation("X", "cost_index", 9, 3.7), deviation("X", "stay_index", 0.2, 0.5)];
  const [first] = screen([...all, ...fraud]).sort((a, b) => a.place - b.place);
  expect(first).toMatchObject({
    fixmedins_code: "X",
    place: 1,
    institutions: 41,
    indicators_above: 1,
    top_indicator: "cost_index",
  });
  expect(screen(fraud)).toEqual([]);
});

test("every indicator of the table has a title", async () => {
  const sql = tables.sqlOf("marts.institution_indicator");
  const named = [...sql.matchAll(/month, '(\w+)'/g)].map(([, id]) => id);
  expect(named.sort()).toEqual(INDICATORS.map(({ id }) => id).sort());
});
