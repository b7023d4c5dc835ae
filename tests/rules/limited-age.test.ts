import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SETTLED = "setl_id | psn_no | fixmedins_code | visits | gend | brdy | med_type | month";
const LIMITS = `hilist_code | hilist_name | lmt_age_min | lmt_age_max
  C | 小儿退热颗粒 | null | 14
  O | 前列腺用药 | 40 | null`;
const LINES = "bkkp_sn | setl_id | fee_ocur_time | hilist_code | inscp_amt | month";

const given = (settled: string, code: string, amount = "30", remark = "null") => ({
  "core.settlement": `${SETTLED}\n${settled}`,
  "core.item_limit": LIMITS,
  "core.encounter": `mdtrt_id | setl_id | remark\n m | s | ${remark}`,
  "core.fee_line": `${LINES}\n 1 | s | 2025-03-10 08:00:00 | ${code} | ${amount} | 2025-03`,
});

test.each([
  ["fifteen today", "2010-03-10", "C", "“小儿退热颗粒”限14岁及以下，费用发生时15周岁"],
  ["forty tomorrow", "1985-03-11", "O", "“前列腺用药”限40岁及以上，费用发生时39周岁"],
])("R15 outside of the ages by a day: %s", (_, born, code, observed) =>
  cases.returns(
    "R15",
    given(`s | p | H1 | 1 | 1 | ${born} | 11 | 2025-03`, code),
    `subject_type | subject | evidence | amount_yuan | observed | exclusion | month
     fee_line | 1 | 1 | 30 | ${observed} | null | 2025-03`,
  ),
);

test.each([
  ["fifteen tomorrow", "s | p | H1 | 1 | 1 | 2010-03-11 | 11 | 2025-03", "C", "30"],
  ["forty today", "s | p | H1 | 1 | 1 | 1985-03-10 | 11 | 2025-03", "O", "30"],
  ["not of the fund", "s | p | H1 | 1 | 1 | 1960-01-01 | 11 | 2025-03", "C", "0"],
  ["no birthday", "s | p | H1 | 1 | 1 | null | 11 | 2025-03", "C", "30"],
  ["born later", "s | p | H1 | 1 | 1 | 2025-04-01 | 11 | 2025-03", "O", "30"],
  ["with the mother", "s | p | H1 | 1 | 2 | 1995-01-01 | 52 | 2025-03", "C", "30"],
  [
    "another birthday before",
    `s | p | H1 | 1 | 1 | 1918-01-01 | 11 | 2025-03
     t | p | H1 | 1 | 1 | 2018-01-01 | 11 | 2025-02`,
    "C",
    "30",
  ],
])("R15 leaves alone what is in order: %s", (_, settled, code, amount) =>
  cases.setsAside("R15", given(settled, code, amount)),
);

const ADULT = "s | p | H1 | 1 | 1 | 1960-01-01 | 21 | 2025-03";

test.each(["超说明书用药已备案", "出生日期登记错误，待更正"])(
  "R15 states what the encounter says: %s",
  (remark) => cases.setsAside("R15", given(ADULT, "C", "30", remark)),
);

test("R15 another filing is no reason", () =>
  cases.returns(
    "R15",
    given(ADULT, "C", "30", "异地就医已备案"),
    `subject | exclusion
     1 | null`,
  ));
