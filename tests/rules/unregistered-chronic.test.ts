import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const visit = (dise = "M03900", away = 0) => ({
  "core.settlement": `setl_id | psn_no | fixmedins_code | care | visits | dise_no | is_out_of_area | setl_time | fund_pay_sumamt | month
    a | p | H1 | chronic | 1 | ${dise} | ${away} | 2025-03-11 09:00:00 | 80.5 | 2025-03`,
});
const registered = (...rows: string[]) => ({
  "core.chronic_reg": ["psn_no | dise_no | valid_from | valid_to", ...rows].join("\n"),
});
const OTHERS = "q | M03900 | 2025-01-01 | null";

test("R31 no registration of that disease", () =>
  cases.returns(
    "R31",
    { ...visit(), ...registered("p | M01600 | 2025-01-01 | null", OTHERS) },
    `subject_type | subject | psn_no | setl_id | evidence | amount_yuan | observed | exclusion | month
     settlement | a | p | a | a | 80.5 | 2025-03-11按慢特病M03900结算，无该病种登记 | null | 2025-03`,
  ));

test("R31 the registration ended the day before", () =>
  cases.returns(
    "R31",
    { ...visit(), ...registered("p | M03900 | 2024-01-01 | 2025-03-10") },
    `subject | observed | exclusion
     a | 2025-03-11按慢特病M03900结算，登记已于2025-03-10到期 | null`,
  ));

test.each([
  ["registered", "p | M03900 | 2025-03-11 | 2025-03-11"],
  ["registered without an end", "p | M03900 | 2025-01-01 | null"],
])("R31 leaves alone who is %s", (_, row) =>
  cases.returns("R31", { ...visit(), ...registered(row) }, "subject"),
);

test("R31 a registration 30 days later is late, 31 days later none", async () => {
  await cases.returns(
    "R31",
    { ...visit(), ...registered("p | M03900 | 2025-04-10 | null") },
    `subject | exclusion
     a | 认定补录，登记随后生效`,
  );
  await cases.returns(
    "R31",
    { ...visit(), ...registered("p | M03900 | 2025-04-11 | null") },
    `subject | exclusion
     a | null`,
  );
});

test("R31 another region's registration counts", () =>
  cases.setsAside("R31", { ...visit("M03900", 1), ...registered(OTHERS) }));

test("R31 without a disease any registration will do", () =>
  cases.returns(
    "R31",
    { ...visit("null"), ...registered("p | M01600 | 2025-01-01 | null") },
    "subject",
  ));

test("R31 says nothing where no registrations were sent", () =>
  cases.returns("R31", visit(), "subject"));
