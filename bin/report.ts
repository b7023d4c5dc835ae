import { UserError } from "../models/errors.ts";
import { reportDocument } from "../pipelines/documents/report.ts";
import { requirePeriod } from "./figures.ts";
import type { Session } from "./session.ts";

export async function act(
  session: Session,
  [kind]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  if (kind !== "monthly")
    throw new UserError(`没有“${kind}”这种文书`, "可用：report monthly --period 2019-07。", 2);
  const period = options.period === undefined ? "" : String(options.period);
  if (period === "")
    throw new UserError("缺少 --period", "如 report monthly --period 2019-07。", 2);
  requirePeriod(period);
  if (!/^\d{4}-\d{2}$/.test(period))
    throw new UserError(`月度通报的期间应为月份，不是 ${period}`, "如 --period 2019-07。", 2);
  const text = (name: string) => (options[name] === undefined ? undefined : String(options[name]));
  const issuedOn =
    text("issuedOn") ?? session.now().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(issuedOn))
    throw new UserError(`日期 ${issuedOn} 写法不对`, "如 --issued-on 2019-08-14。", 2);
  session.progress("月度通报", 0, 1);
  const published = await reportDocument(
    session.home(),
    "document.monthly-bulletin",
    { period, issuedOn, region: text("region") },
    { now: session.now, out: text("out") },
  );
  session.progress("月度通报", 1, 1);
  session.answer({ files: published.files, figures: published.figures }, () => [
    ...published.files.map((file) => `已生成 ${file}`),
    ...published.highlights.map((line) => `  ${line}`),
  ]);
  return 0;
}
