import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const HEAD = "setl_id | psn_no | fixmedins_code | fund | visits | hifp_pay | month";
const given = (...rows: string[]) => ({ "core.settlement": [HEAD, ...rows].join("\n") });

test("R36 from the month in which 95 % is reached, each month's settlements once", () =>
  cases.returns(
    "R36",
    given(
      "a | p | H1 | employee | 1 | 200000 | 2025-02",
      "b | p | H1 | employee | 1 | 85000 | 2025-10",
      "c | p | H1 | employee | 1 | 9000 | 2025-11",
      "d | p | H1 | employee | 1 | 9000 | 2026-01",
    ),
    `subject_type | subject | psn_no | setl_id | evidence | amount_yuan | observed | exclusion | month
     person | p | p | b | b | 85000 | 本年统筹基金累计支付285000.00元，达到封顶线95% | null | 2025-10
     person | p | p | c | c | 9000 | 本年统筹基金累计支付294000.00元，达到封顶线98% | null | 2025-11`,
  ));

test.each([
  ["a yuan short", ["a | p | H1 | employee | 1 | 284999 | 2025-02"]],
  [
    "two years",
    [
      "a | p | H1 | employee | 1 | 200000 | 2024-12",
      "b | p | H1 | employee | 1 | 200000 | 2025-01",
    ],
  ],
  [
    "taken back",
    [
      "a | p | H1 | employee | 1 | 290000 | 2025-02",
      "b | p | H1 | employee | 0 | -290000 | 2025-02",
    ],
  ],
])("R36 leaves alone: %s", (_, rows) => cases.returns("R36", given(...rows), "subject"));

test("R36 sets severe illness aside where half of the money went to it", async () => {
  const rows = given(
    "a | p | H1 | employee | 1 | 145000 | 2025-02",
    "b | p | H1 | employee | 1 | 145000 | 2025-03",
  );
  const diagnosed = (setl: string, code: string) => ({
    ...rows,
    "core.diagnosis": `setl_id | diag_code\n ${setl} | ${code}`,
  });
  const expected = (reason: string) => `evidence | exclusion\n b | ${reason}`;
  await cases.returns("R36", diagnosed("a", "C34.900"), expected("费用主要用于恶性肿瘤等重大疾病"));
  await cases.returns("R36", diagnosed("a", "I10.x00"), expected("null"));
});
