import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const HEAD =
  "setl_id | psn_no | fixmedins_code | hosp_lv | care | visits | med_type | setl_time | person_category | medfee_sumamt | psn_cash_pay | acct_pay | maf_pay | special_group | fund | fund_pay_sumamt | month";

/** Stays of H1 with so many that pay nothing, and of other hospitals of the level. */
function stays(own: number, free: number, mark: Record<string, string> = {}, peersFree = 4) {
  const rows = (place: string, count: number, frees: number, marks: Record<string, string>) =>
    Array.from({ length: count }, (_, n) => {
      const cell: Record<string, string> = {
        med_type: "21",
        person_category: "adult",
        psn_cash_pay: n < frees ? "19.99" : "20.01",
        maf_pay: "0",
        special_group: "",
        fund: "resident",
        ...(n < frees ? marks : {}),
      };
      return `${place}-${n} | p${n} | ${place} | 1 | inpatient | 1 | ${cell.med_type} | 2025-05-10 09:00:00 | ${cell.person_category} | 1000 | ${cell.psn_cash_pay} | 0 | ${cell.maf_pay} | ${cell.special_group} | ${cell.fund} | 900.5 | 2025-05`;
    });
  return {
    "core.settlement": [
      HEAD,
      ...rows("H1", own, free, mark),
      ...rows("H2", 40, peersFree, {}),
    ].join("\n"),
  };
}

const summed = (given: Record<string, string>, expected: string) =>
  cases.tables.expectFrom(
    `select subject_type, subject, observed, exclusion, count(*) as pieces, sum(amount_yuan) as amount_yuan
     from (${cases.tables.sqlOf("rules.zero_copayment")}\n) as made
     group by subject_type, subject, observed, exclusion`,
    given,
    expected,
  );

test("R33 six of twenty pay less than 2 %", () =>
  summed(
    stays(20, 6),
    `subject_type | subject | pieces | amount_yuan | observed | exclusion
     institution | H1 | 6 | 5403 | 近3个月住院20人次，个人几乎不付费6人次，占30%，同级机构10% | null`,
  ));

test.each([
  ["five of twenty", stays(20, 5)],
  ["nineteen stays", stays(19, 9)],
  ["peers are much the same", stays(20, 6, {}, 7)],
  ["特困", stays(30, 10, { special_group: "特困" })],
  ["medical aid for what was left", stays(30, 10, { maf_pay: "50" })],
  ["veteran cadres", stays(30, 10, { person_category: "veteran_cadre" })],
  ["work injuries", stays(30, 10, { fund: "410" })],
  ["births", stays(30, 10, { med_type: "52" })],
])("R33 leaves alone: %s", (_, given) => summed(given, "subject"));

test("R33 does not count who is on the list of 特困 that day", () =>
  summed(
    {
      ...stays(30, 10),
      "core.special_list": [
        "psn_no | sp_psn_type | valid_from | valid_to",
        ...Array.from({ length: 10 }, (_, n) => `p${n} | 特困 | 2025-01-01 | 2025-05-10`),
      ].join("\n"),
    },
    "subject",
  ));
