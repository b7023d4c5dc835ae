import { UserError } from "../models/errors.ts";

/**
 * A moment in Asia/Shanghai as ISO time: a date means its end, a time without zone is Shanghai's.
 */
export function asOfMoment(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59.999+08:00` : undefined;
  const local = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text)
    ? `${text.replace(" ", "T")}+08:00`
    : undefined;
  const moment = new Date(day ?? local ?? text);
  if (Number.isNaN(moment.getTime())) {
    throw new UserError(`时刻 ${text} 写法不对`, "应为 2019-08-14 或 2019-08-14T09:30。", 2);
  }
  return moment.toISOString();
}
