import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

/** `dear` of `lines` lines at each institution; the first has `H0`. */
function given(counts: [dear: number, lines: number][], institution = "", level = "2") {
  const settled = counts.map((_, i) => `s${i} | p | H${i} | 1 | ${level} | 2025-03`);
  const lines = counts.flatMap(([dear, all], i) =>
    Array.from(
      { length: all },
      (_, n) => `${i}-${n} | s${i} | ${n < dear ? "HI" : "LO"} | 1 | 100 | 2025-03`,
    ),
  );
  return {
    "core.settlement": `setl_id | psn_no | fixmedins_code | visits | hosp_lv | month\n${settled.join("\n")}`,
    "core.swap_pair": "hi_item | hi_name | lo_item\n HI | 大清创 | LO",
    "core.fee_line": `bkkp_sn | setl_id | hilist_code | cnt | inscp_amt | month\n${lines.join("\n")}`,
    "core.institution": `fixmedins_code | fixmedins_name | fixmedins_type\n${institution}`,
  };
}

const PEERS: [number, number][] = [
  [4, 20],
  [4, 20],
  [5, 20],
  [3, 20],
];

test("R25 far more of the dear one than the peers", () =>
  cases.returns(
    "R25",
    given([[16, 20], ...PEERS]),
    `subject_type | subject | evidence_type | evidence | amount_yuan | observed | exclusion | month
     institution | H0 | item | HI | 1200 | 近3个月“大清创”占80.0%（20条），5家同级别机构中位数20.0%，稳健z 5.9 | null | 2025-03`,
  ));

test("R25 few lines a month are gathered over three months", () => {
  const one = given([[8, 10], ...PEERS.map(([dear]): [number, number] => [dear / 2, 10])]);
  const months = ["2025-01", "2025-02", "2025-03"];
  const all = (table: string) => {
    const [head, ...rows] = table.split("\n");
    return [
      head,
      ...months.flatMap((m) =>
        rows.map((row) =>
          row
            .replaceAll("2025-03", m)
            .replace(/^(\S+) /, `$1${m} `)
            .replace(/ (s\d) \|/, ` $1${m} |`),
        ),
      ),
    ].join("\n");
  };
  return cases.returns(
    "R25",
    {
      ...one,
      "core.settlement": all(one["core.settlement"]),
      "core.fee_line": all(one["core.fee_line"]),
    },
    `subject | amount_yuan | month
     H0 | 600 | 2025-02
     H0 | 600 | 2025-03`,
  );
});

test.each([
  ["no more than chance", given([[9, 20], ...PEERS])],
  ["too few lines", given([[16, 19], ...PEERS])],
  ["too few peers", given([[16, 20], ...PEERS.slice(1)])],
  ["a special hospital", given([[16, 20], ...PEERS], "H0 | 骨伤医院 | 专科医院")],
  ["a trauma centre", given([[16, 20], ...PEERS], "H0 | 县创伤中心 | 综合医院")],
])("R25 leaves alone what is in order: %s", (_, rows) => cases.setsAside("R25", rows));
