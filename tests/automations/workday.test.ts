import chineseDays from "chinese-days";
import { describe, expect, test } from "vitest";
import { HOLIDAYS } from "../../models/holidays.ts";
import { addDays, calendarKnown, dueDay, isWorkday, nthWorkday } from "../../models/workday.ts";

describe("the table", () => {
  test("agrees with chinese-days on every day from 2016 to 2026", () => {
    const differ: string[] = [];
    let days = 0;
    for (let day = "2016-01-01"; day <= "2026-12-31"; day = addDays(day, 1)) {
      days += 1;
      if (isWorkday(day) !== chineseDays.isWorkday(day)) differ.push(day);
    }
    expect(differ).toEqual([]);
    expect(days).toBe(4018);
  });

  test("names the notice of every year", () => {
    expect(Object.keys(HOLIDAYS).map(Number)).toEqual([
      2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026,
    ]);
    for (const [year, { notice }] of Object.entries(HOLIDAYS))
      expect(notice).toContain(`国办发明电〔${Number(year) - 1}〕`);
  });
});

describe("working days", () => {
  test.each([
    // The 8th of February 2026 comes before Spring Festival, the 12th after nine days off.
    ["2026-01", 8, "2026-02-11"],
    ["2026-01", 11, "2026-02-14"],
    ["2026-01", 12, "2026-02-24"],
    ["2025-09", 8, "2025-10-17"],
    ["2025-09", 3, "2025-10-11"],
    ["2025-12", 1, "2026-01-04"],
    ["2020-01", 1, "2020-02-03"],
    ["2019-04", 1, "2019-05-05"],
    ["2024-01", 8, "2024-02-09"],
    ["2018-12", 1, "2019-01-02"],
  ])("of what belongs to %s, day %i is %s", (month, n, due) => {
    expect(dueDay(month, n)).toBe(due);
  });

  test("are counted on where the month has too few", () => {
    expect(nthWorkday("2026-02", 16)).toBe("2026-02-28");
    expect(nthWorkday("2026-02", 17)).toBe("2026-03-02");
    expect(nthWorkday("2026-02", 20)).toBe("2026-03-05");
  });

  test("follow the config before the table", () => {
    const extra = { off: ["2026-02-10"], work: ["2026-02-08"] };
    expect(isWorkday("2026-02-10", extra)).toBe(false);
    expect(isWorkday("2026-02-08", extra)).toBe(true);
    expect(dueDay("2026-01", 8, { off: ["2026-02-10"], work: [] })).toBe("2026-02-12");
    expect(isWorkday("2026-02-10", { off: ["2026-02-10"], work: ["2026-02-10"] })).toBe(true);
  });

  test("beyond the table are weekdays, and it says so", () => {
    expect(isWorkday("2027-02-06")).toBe(false);
    expect(isWorkday("2027-02-08")).toBe(true);
    expect(calendarKnown(2026)).toBe(true);
    expect(calendarKnown(2027)).toBe(false);
    expect(calendarKnown(2027, { off: ["2027-02-06"], work: [] })).toBe(true);
    expect(calendarKnown(2015)).toBe(false);
  });

  test("are asked of days only", () => {
    expect(() => isWorkday("2026-13-01")).toThrow("not a day");
    expect(() => nthWorkday("2026-02", 0)).toThrow("not a count");
  });
});
