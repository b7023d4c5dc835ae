import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const HEAD =
  "setl_id | psn_no | fixmedins_code | care | visits | setl_time | pay_loc | fund_pay_sumamt | acct_pay | acct_mulaid_pay | month";
const EARLIER = "a | p | P1 | pharmacy | 1 | 2025-05-10 09:00:00 | 2 | 10 | 20 | 0 | 2025-05";
const later = (time: string, place = "P2", payLoc = "2", aid = "0") =>
  `b | p | ${place} | pharmacy | 1 | 2025-05-10 ${time} | ${payLoc} | 5.5 | 30 | ${aid} | 2025-05`;
const given = (line: string, ...more: string[]) => ({
  "core.settlement": [HEAD, EARLIER, line, ...more].join("\n"),
  "core.institution": `fixmedins_code | fixmedins_name | geo_code
    P1 | 东街药店 | 620702001
    P2 | 西关药店 | 620702801
    P3 | 东街诊所 | 620702009`,
});

test("R35 two pharmacies within 30 minutes", () =>
  cases.returns(
    "R35",
    given(later("09:29:59")),
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence | amount_yuan | observed | exclusion | month
     settlement | b | p | P2 | b | b | 35.5 | 距在东街药店结算1799秒 | null | 2025-05
     settlement | b | p | P2 | a | a | 0 | 距在东街药店结算1799秒 | null | 2025-05`,
  ));

test.each([
  ["30 minutes apart", later("09:30:00")],
  ["at the same pharmacy", later("09:10:00", "P1")],
  ["only the date is known", later("00:00:00")],
])("R35 leaves alone: %s", (_, line) => cases.returns("R35", given(line), "subject"));

test.each([
  ["next door", given(later("09:10:00", "P3")), "两机构毗邻"],
  ["for relatives", given(later("09:10:00", "P2", "2", "30")), "个人账户家庭共济支付"],
  [
    "settled at the centre",
    given(later("09:10:00", "P2", "1")),
    "中心报销或补充报销，结算时间不是就医时间",
  ],
  ["at the same second", given(later("09:00:00")), "批量补结算，结算时间相同"],
  [
    "in a batch",
    given(
      later("09:10:00"),
      "c | q | P2 | pharmacy | 1 | 2025-05-10 09:10:00 | 2 | 5 | 0 | 0 | 2025-05",
      "d | r | P2 | pharmacy | 1 | 2025-05-10 09:10:00 | 2 | 5 | 0 | 0 | 2025-05",
    ),
    "批量补结算，结算时间相同",
  ],
  [
    "care on another day",
    {
      ...given(later("09:10:00")),
      "core.settlement": [
        `${HEAD} | begndate | enddate`,
        `${EARLIER} | 2025-05-10 | 2025-05-10`,
        `${later("09:10:00")} | 2025-05-03 | 2025-05-03`,
      ].join("\n"),
    },
    "补结算，就医日期与结算日期不同",
  ],
])("R35 sets aside: %s", (_, rows, reason) =>
  cases.returns("R35", rows, `evidence | exclusion\n a | ${reason}\n b | ${reason}`),
);

test("R35 stands where nothing is known of the places", () =>
  cases.returns(
    "R35",
    { "core.settlement": [HEAD, EARLIER, later("09:10:00")].join("\n") },
    `evidence | observed | exclusion
     a | 距在P1结算600秒 | null
     b | 距在P1结算600秒 | null`,
  ));
