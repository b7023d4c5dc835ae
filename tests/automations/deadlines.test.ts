import { describe, expect, test } from "vitest";
import { type Config, configSchema } from "../../models/config.ts";
import { deadlineStates } from "../../pipelines/automations/deadlines.ts";

const BULLETIN = "document.monthly-bulletin";

/** How things stand on a day, with what is there; `watched` is when watching began. */
function states(
  today: string,
  watched: string | null,
  there: string[] = [],
  config: Partial<Record<keyof Config, unknown>> = {},
  regions = ["620700"],
) {
  return deadlineStates(configSchema.parse(config), today, () => watched, {
    regions,
    exists: (_, partition) => there.includes(partition),
  });
}
const brief = (...given: Parameters<typeof states>): string[] =>
  states(...given).map(
    ({ partition, due, state, days_left }) => `${partition} ${due} ${state} ${days_left}`,
  );

describe("a bulletin due on the 8th working day of the month after", () => {
  test("is due, then done", () => {
    expect(brief("2025-10-09", "2025-01-01", ["620700|2025-08", ...months2025()])).toEqual([
      "620700|2025-09 2025-10-17 due 8",
    ]);
    expect(brief("2025-10-17", "2025-10-01")).toEqual(["620700|2025-09 2025-10-17 due 0"]);
    expect(brief("2025-10-17", "2025-10-01", ["620700|2025-09"])).toEqual([
      "620700|2025-09 2025-10-17 done 0",
    ]);
  });

  test("is missed the day after, and stays so until it is there", () => {
    expect(brief("2025-10-18", "2025-10-01")).toEqual(["620700|2025-09 2025-10-17 missed -1"]);
    expect(brief("2025-12-01", "2025-10-01")).toEqual([
      "620700|2025-09 2025-10-17 missed -45",
      "620700|2025-10 2025-11-12 missed -19",
      "620700|2025-11 2025-12-10 due 9",
    ]);
    expect(brief("2025-12-01", "2025-10-01", ["620700|2025-09", "620700|2025-11"])).toEqual([
      "620700|2025-10 2025-11-12 missed -19",
      "620700|2025-11 2025-12-10 done 9",
    ]);
  });

  test("around Spring Festival", () => {
    expect(brief("2026-02-11", "2026-02-01")).toEqual(["620700|2026-01 2026-02-11 due 0"]);
    expect(brief("2026-02-12", "2026-02-01")).toEqual(["620700|2026-01 2026-02-11 missed -1"]);
  });

  test("is not missed when it fell due before anybody watched", () => {
    expect(brief("2026-02-12", "2026-02-12")).toEqual([]);
    expect(brief("2026-03-02", "2026-02-12")).toEqual(["620700|2026-02 2026-03-11 due 9"]);
    expect(brief("2026-02-12", null)).toEqual([]);
    expect(brief("2026-02-11", null)).toEqual(["620700|2026-01 2026-02-11 due 0"]);
    expect(brief("2026-02-12", "2030-01-01")).toEqual([]);
  });

  test("of every region", () => {
    expect(brief("2026-02-12", "2026-01-01", ["b|2026-01"], {}, ["a", "b"])).toEqual([
      "a|2025-12 2026-01-13 missed -30",
      "b|2025-12 2026-01-13 missed -30",
      "a|2026-01 2026-02-11 missed -1",
      "b|2026-01 2026-02-11 done -1",
    ]);
  });

  test("not of months before the config's first", () => {
    const config = { bulletins: { from: "2026-01" } };
    expect(brief("2026-02-12", "2026-01-01", [], config)).toEqual([
      "620700|2026-01 2026-02-11 missed -1",
    ]);
  });
});

test("a late deadline of one month runs beside the next month's", () => {
  const config = { deadlines: [{ asset: BULLETIN, working_day: 20 }] };
  expect(brief("2026-03-02", "2026-02-01", [], config)).toEqual([
    "620700|2026-01 2026-03-05 due 3",
    "620700|2026-02 2026-03-27 due 25",
  ]);
});

test("a table has no region", () => {
  const config = { deadlines: [{ asset: "marts.fund_month", working_day: 5 }] };
  const [state] = states("2026-02-07", "2026-02-01", [], config);
  expect(state).toMatchObject({ partition: "2026-01", region: null, state: "missed" });
  expect(state!.sentence).toBe(
    "2026年1月 marts.fund_month：应于2026年2月6日（2月第5个工作日）前做好，已过期1天，还没有做好",
  );
});

describe("it is told in a sentence", () => {
  const told = (...given: Parameters<typeof states>) => states(...given).at(-1)!.sentence;

  test("how it stands", () => {
    expect(told("2026-02-09", "2026-02-01")).toBe(
      "620700 2026年1月月度通报：应于2026年2月11日（2月第8个工作日）前做好，还有2天，还没有做好",
    );
    expect(told("2026-02-11", "2026-02-01")).toContain("，今天到期，还没有做好");
    expect(told("2026-02-11", "2026-02-01", ["620700|2026-01"])).toContain("前做好，已做好");
    const late = { deadlines: [{ asset: BULLETIN, working_day: 20 }] };
    expect(told("2026-02-11", "2026-02-01", [], late)).toContain(
      "2026年3月5日（2月起第20个工作日）前",
    );
  });

  test("when the holidays of the year are not known", () => {
    expect(told("2027-02-09", "2027-02-01")).toContain("程序里没有2027年的放假安排，只按周末推算");
    const known = { holidays: { off: ["2027-02-05"], work: [] } };
    expect(told("2027-02-09", "2027-02-01", [], known)).not.toContain("放假安排");
    expect(states("2027-02-09", "2027-02-01", [], known).at(-1)!.due).toBe("2027-02-11");
  });

  test("when it is not known whose", () => {
    expect(told("2026-02-09", "2026-02-01", [], {}, [])).toBe(
      "2026年1月月度通报：应于2026年2月11日（2月第8个工作日）前做好，还有2天，还没有做好（还没有数据，或有几个统筹区而配置 region 没有指明）",
    );
  });
});

function months2025(): string[] {
  return Array.from(
    { length: 8 },
    (_, month) => `620700|2025-${String(month + 1).padStart(2, "0")}`,
  ).concat("620700|2024-12", "620700|2024-11");
}
