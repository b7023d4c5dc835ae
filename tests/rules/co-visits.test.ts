import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

/** Mondays of 2025. */
function dayOf(week: number): string {
  const date = new Date(Date.UTC(2025, 0, 6 + 7 * week));
  return date.toISOString().slice(0, 10);
}

type Visit = [person: string, day: string];

/** 120 days on which three others come, another three every day, and the given visits. */
function clinic(visits: Visit[]) {
  const others = Array.from(
    { length: 360 },
    (_, n): Visit => [
      `x${n}`,
      new Date(Date.UTC(2025, 0, 1 + (n % 120))).toISOString().slice(0, 10),
    ],
  );
  return {
    "core.settlement": [
      "setl_id | psn_no | fixmedins_code | care | visits | setl_time | pay_loc | fund_pay_sumamt | month",
      ...[...others, ...visits].map(
        ([person, day]) =>
          `${person}-${day} | ${person} | H1 | outpatient | 1 | ${day} 09:00:00 | 2 | 10 | ${day.slice(0, 7)}`,
      ),
    ].join("\n"),
  };
}

const together = (persons: string[], weeks: number[]): Visit[] =>
  persons.flatMap((person) => weeks.map((week): Visit => [person, dayOf(week)]));

const summed = (given: Record<string, string>, expected: string) =>
  cases.tables.expectFrom(
    `select subject_type, subject, fixmedins_code, exclusion, month, count(*) as pieces, sum(amount_yuan) as amount_yuan
     from (${cases.tables.sqlOf("rules.co_visits")}\n) as made
     group by subject_type, subject, fixmedins_code, exclusion, month`,
    given,
    expected,
  );

test("R34 three persons on the same five days: all days in the month of the fifth, later ones in theirs", () =>
  summed(
    clinic(together(["a", "b", "c"], [0, 2, 4, 6, 8, 16])),
    `subject_type | subject | fixmedins_code | exclusion | month | pieces | amount_yuan
     person_pair | a+b | H1 | null | 2025-03 | 10 | 100
     person_pair | a+c | H1 | null | 2025-03 | 10 | 100
     person_pair | b+c | H1 | null | 2025-03 | 10 | 100
     person_pair | a+b | H1 | null | 2025-04 | 2 | 20
     person_pair | a+c | H1 | null | 2025-04 | 2 | 20
     person_pair | b+c | H1 | null | 2025-04 | 2 | 20`,
  ));

test("R34 what was seen, in words", () =>
  cases.tables.expectFrom(
    `select distinct subject, observed from (${cases.tables.sqlOf("rules.co_visits")}\n) as made where subject = 'a+b'`,
    clinic(together(["a", "b", "c"], [0, 2, 4, 6, 8])),
    `subject | observed
     a+b | 本年各就诊5天、5天，同日同机构5天，按就诊频次偶遇应约0.3天，另有1人与二人都同样结伴`,
  ));

test("R34 two persons without a third may be a family", () =>
  summed(
    clinic(together(["a", "b"], [0, 2, 4, 6, 8])),
    `subject | exclusion
     a+b | 仅二人同行，无共同第三人，可能是夫妻、亲子`,
  ));

test("R34 four days are not enough", () =>
  summed(clinic(together(["a", "b", "c"], [0, 2, 4, 6])), "subject"));

test("R34 who comes often meets many, by chance", () => {
  const often = ["a", "b", "c"].flatMap((person, n) =>
    Array.from({ length: 25 }, (_, i): Visit => {
      const day = (i * 7 + n * 13 + (i % (n + 3)) * 4) % 120;
      return [person, new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10)];
    }),
  );
  return summed(
    clinic([...new Map(often.map((visit) => [visit.join(), visit])).values()]),
    "subject",
  );
});

test("R34 dialysis shifts are left out, by diagnosis or by days in the month", async () => {
  const shift = together(["a", "b", "c"], [0, 2, 4, 6, 8]);
  const dialysed = shift.map(([person, day]) => `${person}-${day} | N18.900`);
  await summed(
    { ...clinic(shift), "core.diagnosis": ["setl_id | diag_code", ...dialysed].join("\n") },
    "subject",
  );
  const thrice = Array.from({ length: 60 }, (_, n) =>
    new Date(Date.UTC(2025, 0, 1 + Math.floor((n * 7) / 3))).toISOString().slice(0, 10),
  );
  const months = ["a", "b", "c"].flatMap((person) => thrice.map((day): Visit => [person, day]));
  await summed(clinic(months), "subject");
});

test("R34 a course of treatment in one week is set aside", () => {
  const days = ["2025-02-03", "2025-02-04", "2025-02-05", "2025-02-06", "2025-02-07"];
  const course = ["a", "b", "c"].flatMap((person) => days.map((day): Visit => [person, day]));
  return summed(
    clinic(course),
    `subject | exclusion
     a+b | 集中在同一疗程内的连续就诊
     a+c | 集中在同一疗程内的连续就诊
     b+c | 集中在同一疗程内的连续就诊`,
  );
});
