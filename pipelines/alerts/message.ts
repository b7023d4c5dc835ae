import type { Digest, Notice } from "./alert.ts";

const SEVERITY = { error: "严重", warning: "注意" };
const COUNTED = { raised: "条新告警", reminded: "条仍未恢复", resolved: "条已恢复" };

/** ISO time as Shanghai's clock shows it: `2019-08-14 10:30`. */
export function clock(iso: string): string {
  return new Date(iso).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);
}

/** `不到1小时`, `5小时`, `3天2小时`. */
function durationInWords(from: string, to: string): string {
  const hours = Math.floor((Date.parse(to) - Date.parse(from)) / 3_600_000);
  if (hours < 1) return "不到1小时";
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return `${days > 0 ? `${days}天` : ""}${rest > 0 ? `${rest}小时` : ""}`;
}

const lasting = ({ since, at }: Notice): string =>
  `自 ${clock(since)} 起，历时${durationInWords(since, at)}`;

/** `【严重】title`, `【已恢复】title`. */
export function headOf({ state, alert }: Notice): string {
  const severity = SEVERITY[alert.severity];
  const label = { raised: severity, reminded: `${severity}·仍未恢复`, resolved: "已恢复" }[state];
  return `【${label}】${alert.title}`;
}

/** What stands under the head, a line each. */
export function bodyOf(notice: Notice): string[] {
  const { state, alert } = notice;
  if (state === "resolved") return [`${lasting(notice)}。`];
  return [
    alert.text,
    ...(alert.remedy ? [`办法：${alert.remedy}`] : []),
    ...(state === "reminded" ? [`${lasting(notice)}。`] : []),
  ];
}

/** A notice as one line of a log. */
export const lineOf = (notice: Notice): string =>
  `${headOf(notice)}：${bodyOf(notice).join(" ")}`.replace(/\s*\n\s*/g, " ");

/** What a message tells, in one line; it always holds 基金监测, which a robot may ask for. */
export function headline({ bureau, notices }: Digest): string {
  const counts = Object.entries(COUNTED).flatMap(([state, words]) => {
    const n = notices.filter((notice) => notice.state === state).length;
    return n > 0 ? [`${n}${words}`] : [];
  });
  const isTest = notices.every(({ alert }) => alert.kind === "test");
  return `${bureau} 基金监测：${isTest ? "测试消息" : counts.join("，")}`;
}

/** The whole message as plain text. */
export function plainText(digest: Digest): string {
  const blocks = digest.notices.map((notice) => [headOf(notice), ...bodyOf(notice)].join("\n"));
  return [headline(digest), ...blocks, footOf(digest)].join("\n\n");
}

const footOf = ({ at }: Digest): string => `发于 ${clock(at)}。未恢复的告警见 fundwatch alerts。`;

/** As many blocks as fit, with a line on how many more there are; a lone block is cut. */
export function fitted(head: string, blocks: string[], fits: (text: string) => boolean): string {
  const joined = (shown: string[], more: number) =>
    [head, ...shown, ...(more > 0 ? [`还有${more}条，见 fundwatch alerts`] : [])].join("\n\n");
  for (let shown = blocks.length; shown > 0; shown--) {
    const text = joined(blocks.slice(0, shown), blocks.length - shown);
    if (fits(text)) return text;
  }
  const letters = Array.from(blocks[0] ?? "");
  let [fitting, tooMany] = [0, letters.length];
  const cut = (length: number) =>
    joined([`${letters.slice(0, length).join("")}……（过长，已截断）`], blocks.length - 1);
  while (tooMany - fitting > 1) {
    const middle = (fitting + tooMany) >> 1;
    if (fits(cut(middle))) fitting = middle;
    else tooMany = middle;
  }
  return cut(fitting);
}
