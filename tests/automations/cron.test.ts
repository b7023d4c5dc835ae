import { afterEach, describe, expect, test } from "vitest";
import { DEFAULT_CONFIG } from "../../models/config.ts";
import type { UserError } from "../../models/errors.ts";
import type { Schedule } from "../../models/operation.ts";
import { shanghaiDay, shanghaiMinute } from "../../pipelines/automations/clock.ts";
import { nextTime, timesBetween, validateSchedules } from "../../pipelines/automations/cron.ts";
import { at } from "./desk.ts";

const of = (cron: string, name = "nightly"): Schedule => ({
  name,
  cron,
  load: false,
  select: [],
  deliver: false,
  catch_up: "each",
});
const between = (cron: string, from: string, to: string): string[] =>
  [...timesBetween(of(cron), at(from), at(to))].map((time) => shanghaiMinute(time));

describe("times are Shanghai's, wherever the program runs", () => {
  afterEach(() => {
    process.env.TZ = "Asia/Shanghai";
  });

  // Places on both sides of UTC, with summer time and with half hours.
  test.each(["America/New_York", "UTC", "Australia/Lord_Howe", "Pacific/Kiritimati"])(
    "in %s",
    (zone) => {
      process.env.TZ = zone;
      expect(new Date("2026-03-08T00:00:00Z").getTimezoneOffset()).toBe(
        {
          "America/New_York": 300,
          UTC: 0,
          "Australia/Lord_Howe": -660,
          "Pacific/Kiritimati": -840,
        }[zone],
      );
      expect(between("30 2 * * *", "2026-03-06 02:30", "2026-03-10 02:30")).toEqual([
        "2026-03-07 02:30",
        "2026-03-08 02:30",
        "2026-03-09 02:30",
        "2026-03-10 02:30",
      ]);
      expect(shanghaiDay(new Date("2026-03-07T16:00:00Z"))).toBe("2026-03-08");
      expect(shanghaiDay(new Date("2026-03-07T15:59:59Z"))).toBe("2026-03-07");
    },
  );
});

describe("times between two moments", () => {
  test("leave out the first and take in the last", () => {
    expect(between("0 * * * *", "2026-01-01 00:00", "2026-01-01 02:00")).toEqual([
      "2026-01-01 01:00",
      "2026-01-01 02:00",
    ]);
    expect(between("0 * * * *", "2026-01-01 00:00:01", "2026-01-01 00:59:59")).toEqual([]);
  });

  test("keep to the minute over a month", () => {
    const times = [
      ...timesBetween(of("*/7 * * * *"), at("2026-01-01 00:00"), at("2026-02-01 00:00")),
    ];
    expect(times.length).toBe(9 * 24 * 31);
    expect(times.every((time) => time.getTime() % 60_000 === 0)).toBe(true);
  });

  test.each([
    ["midnight", "0 0 * * *", "2026-12-31 23:59", ["2027-01-01 00:00"]],
    [
      "the end of months",
      "0 9 31 * *",
      "2026-01-31 09:00",
      ["2026-03-31 09:00", "2026-05-31 09:00"],
    ],
    ["the last day", "0 9 L 2 *", "2026-01-01 00:00", ["2026-02-28 09:00", "2027-02-28 09:00"]],
    ["leap days", "0 9 29 2 *", "2026-01-01 00:00", ["2028-02-29 09:00", "2032-02-29 09:00"]],
    ["weekdays", "0 8 * * 1-5", "2026-10-02 08:00", ["2026-10-05 08:00", "2026-10-06 08:00"]],
  ])("%s", (_, cron, from, expected) => {
    let moment: Date | null = at(from);
    for (const time of expected) {
      moment = nextTime(of(cron), moment!);
      expect(shanghaiMinute(moment!)).toBe(time);
    }
  });
});

describe("schedules that cannot be kept are refused", () => {
  const refusal = (...schedules: Schedule[]): UserError => {
    try {
      validateSchedules(schedules);
    } catch (error) {
      return error as UserError;
    }
    throw new Error("taken");
  };

  test.each([
    ["61 * * * *", "写法不对"],
    ["0 0 30 2 *", "永远不会到"],
    ["30 2 * *", "有 4 段，不是五段"],
    ["0 30 2 * * *", "有 6 段，不是五段"],
    ["2027-01-01T00:00:00", "有 1 段，不是五段"],
    ["@daily", "有 1 段，不是五段"],
    ["", "有 0 段，不是五段"],
    ["每天 两点 半 * *", "写法不对"],
  ])("“%s” %s", (cron, what) => {
    const { name, message, remedy } = refusal(of("30 2 * * *", "good"), of(cron, "晚间"));
    expect(name).toBe("UserError");
    expect(message).toBe(`计划 晚间 的时间“${cron}”${what}`);
    expect(remedy).toContain("30 2 * * *");
  });

  test("names that are taken", () => {
    expect(refusal(of("* * * * *", "a"), of("* * * * *", "a")).message).toContain("两个计划都叫 a");
    expect(refusal(of("* * * * *", "deadlines")).message).toContain("不能叫 deadlines");
    expect(refusal(of("* * * * *", "inbox")).message).toContain("不能叫 inbox");
  });

  test("but not the program's own", () => {
    expect(() => validateSchedules(DEFAULT_CONFIG.schedules)).not.toThrow();
  });
});
