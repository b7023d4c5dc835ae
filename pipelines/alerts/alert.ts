export type AlertKind =
  | "run_failed"
  | "check_failed"
  | "check_warned"
  | "deadline_missed"
  | "budget_ahead"
  | "months_payable_low"
  | "automation_failed"
  | "test";

/**
 * Something somebody must be told of. It holds aggregate figures and names of tables only: never a
 * row that a check found, never the text of a cell.
 */
export interface Alert {
  /** The same for as long as the same thing is wrong: `failed/marts.fund_month`. */
  key: string;
  kind: AlertKind;
  severity: "error" | "warning";
  title: string;
  /** The value, the bound, where, and what is likely behind it. */
  text: string;
  /** What to do. */
  remedy?: string;
}

/** What there is to tell of an alert: that it began, that it lasts, that it is over. */
export type Occasion = "raised" | "reminded" | "resolved";

/** An alert at a moment when it is told. */
export interface Notice {
  state: Occasion;
  /** When this was found, ISO. */
  at: string;
  /** When the alert began, ISO. */
  since: string;
  alert: Alert;
}

/** Everything one message tells. */
export interface Digest {
  bureau: string;
  /** When it is sent, ISO. */
  at: string;
  notices: Notice[];
}

const STATES: Occasion[] = ["raised", "reminded", "resolved"];

/** What is graver first: what is new before what lasts, errors before warnings. */
export function byGravity(a: Notice, b: Notice): number {
  const rank = ({ state, alert }: Notice) =>
    STATES.indexOf(state) * 2 + (alert.severity === "error" ? 0 : 1);
  return rank(a) - rank(b) || a.alert.key.localeCompare(b.alert.key);
}
