import { UserError } from "../../models/errors.ts";
import type { Standing } from "../../models/publication-standing.ts";
import type { Home } from "../home.ts";
import { readLog } from "./log.ts";
import { isOf, kindOf, type Subject } from "./subject.ts";

/** Names the request that the next line of the log will speak of. Call with the shelf held. */
export const nextRequest = (home: Home): string => `r${readLog(home).length + 1}`;

/** One version of a document at a time. */
export function requireNoRequest({ requests }: Standing, of: Subject): void {
  const pending = requests.find((request) => isOf(request, of) && request.state === "pending");
  if (!pending) return;
  throw new UserError(
    `${of.region} ${of.period} ${kindOf(of.document).title}已有一份待审批：${pending.request}，由 ${pending.made_by} 拟`,
    `请另一人审批：fundwatch issue --approve ${pending.request}；要重拟，先 fundwatch issue --withdraw ${pending.request} --reason "…"。`,
  );
}
