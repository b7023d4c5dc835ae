import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const AIDED = `setl_id | psn_no | fixmedins_code | care | visits | begndate | setl_time | maf_pay | fund_pay_sumamt | is_out_of_area | month
  a | p | H1 | outpatient | 1 | 2025-05-10 | 2025-05-15 09:00:00 | 300.5 | 900 | 0 | 2025-05`;
const listed = (...rows: string[]) => ({
  "core.settlement": AIDED,
  "core.special_list": ["psn_no | sp_psn_type | valid_from | valid_to", ...rows].join("\n"),
});
const OTHER = "q | 低保 | 2025-01-01 | null";

test("R32 medical aid for a person on no list", () =>
  cases.returns(
    "R32",
    listed(OTHER),
    `subject_type | subject | psn_no | setl_id | evidence | amount_yuan | observed | exclusion | month
     settlement | a | p | a | a | 300.5 | 2025-05-15支付医疗救助，不在任何特殊人群名单 | null | 2025-05`,
  ));

test.each([
  ["listed", "p | 低保 | 2025-01-01 | null"],
  ["listed from the day of settlement", "p | 低保 | 2025-05-15 | null"],
  ["listed up to the day of admission", "p | 低保 | 2025-01-01 | 2025-05-10"],
])("R32 leaves alone who is %s", (_, row) => cases.returns("R32", listed(row), "subject"));

test.each([
  ["joined 31 days later", "p | 低保 | 2025-06-15 | null", "名单按月更新滞后，随后进入名单"],
  ["joined 32 days later", "p | 低保 | 2025-06-16 | null", "null"],
  ["left 31 days before", "p | 低保 | 2025-01-01 | 2025-04-09", "名单按月更新滞后，刚退出名单"],
  ["left 32 days before", "p | 低保 | 2025-01-01 | 2025-04-08", "null"],
])("R32 lists lag a month: %s", (_, row, reason) =>
  cases.returns("R32", listed(row), `subject | exclusion\n a | ${reason}`),
);

test("R32 says nothing of aid where no list was sent", () =>
  cases.returns("R32", { "core.settlement": AIDED }, "subject"));

/** Stays of H1, so many of them special, beside 100 of H2 with 10 special ones. */
function stays(own: number, special: number, name = "镇卫生院", type = "综合医院") {
  const rows = (place: string, count: number, specials: number) =>
    Array.from({ length: count }, (_, n) => {
      const month = n % 2 === 0 ? "2025-04" : "2025-05";
      const group = n < specials ? "低保" : "";
      return `${place}-${n} | p${n} | ${place} | inpatient | 1 | ${month}-10 | ${month}-15 09:00:00 | 0 | 10 | 0 | ${group} | ${month}`;
    });
  return {
    "core.settlement": [
      `${AIDED.split("\n")[0]!.replace("| month", "| special_group | month")}`,
      ...rows("H1", own, special),
      ...rows("H2", 100, 10),
    ].join("\n"),
    "core.institution": `fixmedins_code | fixmedins_name | fixmedins_type
      H1 | ${name} | ${type}`,
  };
}

const institutions = (given: Record<string, string>, expected: string) =>
  cases.tables.expectFrom(
    `select subject_type, subject, observed, exclusion, month, count(*) as pieces, sum(amount_yuan) as amount_yuan
     from (${cases.tables.sqlOf("rules.special_group_anomaly")}\n) as made
     where month = '2025-05' group by subject_type, subject, observed, exclusion, month`,
    given,
    expected,
  );

test("R32 an institution with many more stays of listed persons than its peers", () =>
  institutions(
    stays(40, 12),
    `subject_type | subject | pieces | amount_yuan | observed | exclusion | month
     institution | H1 | 6 | 60 | 近3个月住院40人次，特殊困难人群12人次，按参保地、险种同期水平应约4人次 | null | 2025-05`,
  ));

test("R32 homes that care for such persons are set aside", () =>
  institutions(
    stays(40, 12, "敬老院内设医务室"),
    `subject | exclusion
     H1 | 敬老、养老、护理、福利机构内设`,
  ));

test("R32 so is one of their kind by its type", () =>
  institutions(
    stays(40, 12, "镇卫生院", "医养结合机构"),
    `subject | exclusion
     H1 | 敬老、养老、护理、福利机构内设`,
  ));

test.each([
  ["too few stays", 19, 12],
  ["within what chance allows", 40, 9],
  ["within what chance allows among so few others", 300, 60],
])("R32 leaves institutions alone: %s", (_, own, special) =>
  institutions(stays(own, special), "subject"),
);
