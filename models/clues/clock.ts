import { addDays, type Day, type ExtraDays, isWorkday } from "../workday.ts";

/**
 * 《医疗保障行政处罚程序暂行规定》（国家医疗保障局令第4号，2021年7月15日起施行）：违法行为线索应当自发现
 * 线索或者收到材料之日起十五个工作日内予以核查，由负责人决定是否立案；特殊情况经负责人批准可以延长。
 */
export const VERIFICATION = {
  days: 15,
  extension: 15,
  origin: "《医疗保障行政处罚程序暂行规定》（国家医疗保障局令第4号）线索核查时限",
} as const;

/** Until when a clue is to be verified, and how it stands on a day. */
export interface Deadline {
  due: Day;
  /** 核查期限已过而还没有结论。 */
  overdue: boolean;
}

/** The last day of a clock that began on a day: its working days are counted from the day after. */
export function dueAfter(begun: Day, count: number, extra?: ExtraDays): Day {
  let day = begun;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkday(day, extra)) left -= 1;
  }
  return day;
}

/** A moment as a day in Shanghai. */
export const dayOf = (at: string): Day =>
  new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
