import { documentTitle } from "../../models/document-names.ts";
import type { Outcome } from "../automations/act.ts";
import type { DeadlineState } from "../automations/deadlines.ts";
import type { Alert } from "./alert.ts";

/** What was to be there by its day and is not. Keys begin with `deadlines/`. */
export const deadlineAlerts = (states: readonly DeadlineState[]): Alert[] =>
  states
    .filter(({ state }) => state === "missed")
    .map(({ asset, partition, month, sentence }) => ({
      key: `deadlines/${asset}/${partition}`,
      kind: "deadline_missed",
      severity: "error",
      title: `${month} 的${documentTitle(asset)}过期未做`,
      text: `${sentence}。可能的原因：当月来文还没有到齐，或勾稽不符而暂存，或检查没有通过。`,
      remedy: `执行 fundwatch status ${month}，看缺什么、为什么没有做好。`,
    }));

/** The key of an automation that could not do its work. */
export const automationKey = (name: string): string => `automations/${name}`;

/** A failed automation; where a run failed, the run's own alerts say more. */
export const automationAlerts = (name: string, { state, why, run }: Outcome): Alert[] =>
  state === "failed" && !run
    ? [
        {
          key: automationKey(name),
          kind: "automation_failed",
          severity: "error",
          title: `自动任务 ${name} 没有做成`,
          text: why,
          remedy: "执行 fundwatch status 看经过；按原因处理后，下一次到时会自动再做。",
        },
      ]
    : [];
