import { beforeAll, test } from "vitest";
import { useTables } from "../sql/tables.ts";

const tables = useTables();
beforeAll(async () => {
  for (const table of ["rule", "rule_precision", "clue_policy", "clue_state"])
    await tables.store.run(`delete from source.${table}`);
});

const PIECE =
  "rule | subject_type | subject | month | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion";
const SUSPICION =
  "rule | severity_rank | subject_type | subject | month | fixmedins_code | amount_yuan | exclusion";
const BELONGS = "clue | clue_type | clue_subject | rule | subject_type | subject | month";

test("suspicions about one settlement are one clue; others have their own, persons one a year", () =>
  tables.expectFrom(
    `select rule, subject, clue_type, clue_subject, clue_year,
       count(*) over (partition by clue) as together from (${tables.sqlOf("marts.clue_suspicion")}\n) as made`,
    {
      "marts.suspicion": `${SUSPICION}
        R01 | 2 | settlement   | S1 | 2025-03 | H1 | 100 | null
        R10 | 2 | fee_line     | L1 | 2025-03 | H1 | 10  | null
        R18 | 1 | prescription | X1 | 2025-03 | H1 | 10  | null
        R21 | 2 | trace_code   | T1 | 2025-03 | H1 | 10  | null
        R21 | 2 | trace_code   | T2 | 2025-03 | H1 | 10  | null
        R09 | 1 | person       | p  | 2025-03 | H1 | 10  | null
        R09 | 1 | person       | p  | 2025-11 | H1 | 10  | null
        R09 | 1 | person       | p  | 2026-01 | H1 | 10  | null
        R10 | 2 | fee_line     | L2 | 2025-03 | H1 | 10  | 双侧手术`,
      "marts.suspicion_evidence": `${PIECE}
        R10 | fee_line     | L1 | 2025-03 | H1 | S1 | fee_line     | L1 | 10 | x | null
        R10 | fee_line     | L1 | 2025-03 | H1 | S1 | fee_line     | L0 | 0  | x | null
        R18 | prescription | X1 | 2025-03 | H1 | S1 | prescription | X1 | 10 | x | null
        R18 | prescription | X1 | 2025-03 | H1 | S9 | prescription | X0 | 0  | x | null
        R21 | trace_code   | T1 | 2025-03 | H1 | S1 | trace_code   | T1 | 10 | x | null
        R21 | trace_code   | T2 | 2025-03 | H1 | S1 | fee_line     | L5 | 10 | x | null
        R21 | trace_code   | T2 | 2025-03 | H1 | S2 | fee_line     | L6 | 10 | x | null`,
    },
    `rule | subject | clue_type | clue_subject | clue_year | together
     R01 | S1 | settlement | S1 | | 4
     R10 | L1 | settlement | S1 | | 4
     R18 | X1 | settlement | S1 | | 4
     R21 | T1 | settlement | S1 | | 4
     R21 | T2 | trace_code | T2 | | 1
     R09 | p  | person | p | 2025 | 2
     R09 | p  | person | p | 2025 | 2
     R09 | p  | person | p | 2026 | 1`,
  ));

test("a fee line counts once, at the severest rule; a prescription without its lines that count already", () =>
  tables.expect(
    "marts.clue_evidence",
    {
      "source.rule": "rule | severity_rank\nR10 | 1\nR16 | 3\nR18 | 1",
      "marts.clue_suspicion": `${BELONGS}
        c | settlement | S1 | R10 | fee_line | L1 | 2025-03
        c | settlement | S1 | R16 | fee_line | L1 | 2025-03
        c | settlement | S1 | R18 | prescription | X1 | 2025-03`,
      "marts.suspicion_evidence": `${PIECE}
        R10 | fee_line | L1 | 2025-03 | H1 | S1 | fee_line | L1 | 90 | x | null
        R16 | fee_line | L1 | 2025-03 | H1 | S1 | fee_line | L1 | 60 | x | null
        R18 | prescription | X1 | 2025-03 | H1 | S1 | prescription | X1 | 100 | x | null`,
      "core.fee_line": "bkkp_sn | setl_id | rx_drord_no | month\nL1 | S1 | X1 | 2025-03",
    },
    `clue | evidence_type | evidence | rule | amount_yuan | net_yuan
     c | fee_line | L1 | R16 | 60 | 60
     c | prescription | X1 | R18 | 100 | 40`,
  ));

const KNOWN = {
  "source.rule": "rule | severity_rank\nR01 | 2\nR09 | 1\nR10 | 2",
  "source.rule_precision":
    "rule | weight | rule_precision\nR01 | 0.8 | 0.5\nR09 | 0.5 | 0.5\nR10 | 0.8 | 0.25",
};

test("no clue is more than the fund paid; shared money counts once; the score is of all its rules", () =>
  tables.expect(
    "marts.clue",
    {
      ...KNOWN,
      "source.clue_policy": "seed | share | minimum\ns | 0.05 | 0",
      "core.settlement": `setl_id | fund_pay_sumamt | fixmedins_code | month
        S1 | 100 | H1 | 2025-03
        S2 | 70 | H1 | 2025-03`,
      "marts.clue_suspicion": `${BELONGS}
        c | settlement | S1 | R01 | settlement | S1 | 2025-03
        c | settlement | S1 | R10 | fee_line | L1 | 2025-03
        d | settlement | S2 | R10 | fee_line | L2 | 2025-03
        e | person | p | R09 | person | p | 2025-04`,
      "marts.suspicion": `${SUSPICION}
        R01 | 2 | settlement | S1 | 2025-03 | H1 | 100 | null
        R10 | 2 | fee_line | L1 | 2025-03 | H1 | 30 | null
        R10 | 2 | fee_line | L2 | 2025-03 | H1 | 90 | null
        R09 | 1 | person | p | 2025-04 | H1 | 90 | null`,
      "marts.clue_evidence": `clue | evidence_type | evidence | setl_id | net_yuan
        c | settlement | S1 | S1 | 100
        c | fee_line | L1 | S1 | 30
        d | fee_line | L2 | S2 | 90
        e | settlement | S1 | S1 | 100
        e | settlement | S2 | S2 | 60`,
      "source.clue_state": "clue | status | assignee\nc | assigned | 李四",
    },
    `clue | kind | amount_yuan | counted_yuan | score | expected_yuan | status
     c | 疑点 | 100 | 100 | 0.52 | 62.5 | assigned
     d | 疑点 | 70 | 70 | 0.2 | 17.5 | new
     e | 疑点 | 160 | 0 | 0.25 | 80 | new`,
  ));

test("random checks: at least so many a month, in the order of chance, none that is flagged or refunded", () =>
  tables.expectFrom(
    `select subject, kind, score from (${tables.sqlOf("marts.clue")}\n) as made where kind = '随机抽查'`,
    {
      ...KNOWN,
      "source.clue_policy": "seed | share | minimum\ns | 0.05 | 2",
      "core.settlement": `setl_id | fund_pay_sumamt | month
        S1 | 100 | 2025-03
        S2 | 100 | 2025-03
        S3 | 100 | 2025-03
        S4 | 100 | 2025-03
        S5 | 100 | 2025-03`,
      "core.refunded": "setl_id | month\nS2 | 2025-04",
      "marts.clue_evidence":
        "clue | evidence_type | evidence | setl_id | net_yuan\nc | settlement | S1 | S1 | 100",
      "marts.clue_draw": `setl_id | place | month
        S1 | 1 | 2025-03
        S2 | 2 | 2025-03
        S5 | 3 | 2025-03
        S3 | 4 | 2025-03
        S4 | 5 | 2025-03`,
    },
    `subject | kind | score
     S5 | 随机抽查 | 0
     S3 | 随机抽查 | 0`,
  ));

test("the draw is of settlements with fund money, the same every time", () =>
  tables.expect(
    "marts.clue_draw",
    {
      "source.clue_policy": "seed | share | minimum\ns | 0.05 | 10",
      "core.settlement": `setl_id | visits | fund_pay_sumamt | month
        S1 | 1 | 100 | 2025-03
        S2 | 1 | 0 | 2025-03
        S3 | 0 | -100 | 2025-03`,
    },
    `setl_id | place | month
     S1 | 1 | 2025-03`,
  ));
