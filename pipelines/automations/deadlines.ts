import type { Config } from "../../models/config.ts";
import { documentTitle } from "../../models/document-names.ts";
import type { Deadline } from "../../models/operation.ts";
import { addMonths, type Month, parsePeriod } from "../../models/period.ts";
import { calendarKnown, type Day, daysBetween, dueDay } from "../../models/workday.ts";

/** What is there, as far as deadlines ask. */
export interface Existing {
  /** Regions that documents are made for; none where data and config leave that open. */
  regions: string[];
  exists: (asset: string, partition: string) => boolean;
}

/** One thing that is to be there by a day. */
export interface DeadlineState {
  asset: string;
  /** `region|YYYY-MM` of documents, `YYYY-MM` of tables. */
  partition: string;
  /** Null for tables; empty where it is not known which. */
  region: string | null;
  month: Month;
  due: Day;
  /** Calendar days until the due day; negative once it has passed. */
  days_left: number;
  state: "done" | "due" | "missed";
  sentence: string;
}

const isDocument = (asset: string): boolean => asset.startsWith("document.");

/**
 * How things stand with every deadline: what is due next, and what was missed. Only what fell due
 * since a deadline was first watched (`since`) counts as missed; without that, nothing does.
 */
export function deadlineStates(
  config: Pick<Config, "deadlines" | "holidays" | "bulletins">,
  today: Day,
  since: (deadline: Deadline) => Day | null,
  { regions, exists }: Existing,
): DeadlineState[] {
  return config.deadlines.flatMap((deadline) => {
    const { asset } = deadline;
    const ofDocument = isDocument(asset);
    const first = ofDocument ? config.bulletins.from : null;
    const watched = since(deadline);
    return expectedMonths(deadline, today, watched, config.holidays).flatMap(({ month, due }) => {
      if (first !== null && month < first) return [];
      const of = !ofDocument ? [null] : regions.length === 0 ? [""] : regions;
      return of.flatMap((region) => {
        const partition = region === null ? month : `${region}|${month}`;
        const days = daysBetween(today, due);
        const state = exists(asset, partition) ? "done" : days >= 0 ? "due" : "missed";
        if (state === "missed" && (watched === null || due < watched)) return [];
        if (state === "done" && days < 0 && month !== addMonths(today.slice(0, 7), -1)) return [];
        const found = { asset, partition, region, month, due, days_left: days, state } as const;
        return [{ ...found, sentence: inWords(found, deadline, config.holidays) }];
      });
    });
  });
}

/** Months that fall due now or fell due since the deadline was watched, oldest first. */
function expectedMonths(
  { working_day }: Deadline,
  today: Day,
  watched: Day | null,
  holidays: Config["holidays"],
): { month: Month; due: Day }[] {
  const from = watched !== null && watched < today ? watched : today;
  const latest = addMonths(today.slice(0, 7), -1);
  const earliest = addMonths(from.slice(0, 7), -3);
  const months: { month: Month; due: Day }[] = [];
  for (let month = earliest; month <= latest; month = addMonths(month, 1)) {
    const due = dueDay(month, working_day, holidays);
    if (month === latest || due >= from) months.push({ month, due });
  }
  return months;
}

function inWords(
  { asset, region, month, due, days_left, state }: Omit<DeadlineState, "sentence">,
  { working_day }: Deadline,
  holidays: Config["holidays"],
): string {
  const { year, endMonth } = parsePeriod(month);
  const [dueYear, dueMonth, dueDate] = due.split("-").map(Number) as [number, number, number];
  const next = parsePeriod(addMonths(month, 1)).endMonth;
  const nth = `${next}月${next === dueMonth ? "" : "起"}第${working_day}个工作日`;
  const what = `${region ? `${region} ` : ""}${year}年${endMonth}月${isDocument(asset) ? documentTitle(asset) : ` ${asset}`}`;
  const by = `应于${dueYear}年${dueMonth}月${dueDate}日（${nth}）前做好`;
  const how =
    state === "done"
      ? "已做好"
      : state === "missed"
        ? `已过期${-days_left}天，还没有做好`
        : days_left === 0
          ? "今天到期，还没有做好"
          : `还有${days_left}天，还没有做好`;
  const notes = [
    ...(region === "" ? ["还没有数据，或有几个统筹区而配置 region 没有指明"] : []),
    ...(calendarKnown(dueYear, holidays)
      ? []
      : [`程序里没有${dueYear}年的放假安排，只按周末推算；可在配置 holidays 里补充`]),
  ];
  return `${what}：${by}，${how}${notes.map((note) => `（${note}）`).join("")}`;
}
