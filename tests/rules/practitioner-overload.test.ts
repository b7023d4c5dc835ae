import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

/** A day's visits of doctor D1, one a person; `yuan` says what the nth costs. */
function day(persons: number, yuan: (n: number) => number = (n) => n) {
  const ns = Array.from({ length: persons }, (_, i) => i + 1);
  return {
    "core.settlement": [
      "setl_id | psn_no | fixmedins_code | care | setl_time | visits | medfee_sumamt | fund_pay_sumamt | month",
      ...ns.map(
        (n) =>
          `s${n} | p${n} | H1 | outpatient | 2025-03-03 09:00:00 | 1 | ${yuan(n)} | 10 | 2025-03`,
      ),
    ].join("\n"),
    "core.settlement_fee": [
      "setl_id | month | dr_code",
      ...ns.map((n) => `s${n} | 2025-03 | D1`),
    ].join("\n"),
  };
}

const summed = (given: Record<string, string>, expected: string) =>
  cases.tables.expectFrom(
    `select subject_type, subject, fixmedins_code, observed, exclusion, month, count(*) as pieces,
       sum(amount_yuan) as amount_yuan
     from (${cases.tables.sqlOf("rules.practitioner_overload")}\n) as made
     group by subject_type, subject, fixmedins_code, observed, exclusion, month`,
    given,
    expected,
  );

test("R27 121 persons in a day", () =>
  summed(
    day(121),
    `subject_type | subject | fixmedins_code | pieces | amount_yuan | observed | exclusion | month
     practitioner | D1 | H1 | 121 | 1210 | 当月1天门诊接诊超过120人，最多一天121人 | null | 2025-03`,
  ));

test("R27 120 persons are not too many", () => summed(day(120), "subject"));

test("R27 sets shared codes aside", () =>
  summed(
    {
      ...day(121),
      "core.practitioner": `prac_psn_code | fixmedins_code | shared_flag
        D1 | H1 | 1`,
    },
    `subject | pieces | exclusion
     D1 | 121 | 登记为共用工号，一号多人`,
  ));

test("R27 sets group check-ups aside: one price", () =>
  summed(
    day(121, (n) => (n <= 61 ? 88 : n)),
    `subject | pieces | exclusion
     D1 | 121 | 当日多数就诊费用相同或为体检、接种，属团体体检`,
  ));

test("R27 a common price for fewer than half is no check-up", () =>
  summed(
    day(121, (n) => (n <= 60 ? 88.5 : n)),
    `subject | exclusion
     D1 | null`,
  ));

test("R27 sets group check-ups aside: diagnoses", () =>
  summed(
    {
      ...day(121),
      "core.diagnosis": [
        "setl_id | diag_code",
        ...Array.from({ length: 61 }, (_, i) => `s${i + 1} | Z00.001`),
      ].join("\n"),
    },
    `subject | exclusion
     D1 | 当日多数就诊费用相同或为体检、接种，属团体体检`,
  ));
