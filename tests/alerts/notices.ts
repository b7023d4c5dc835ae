import { configSchema } from "../../models/config.ts";
import type { Alert, Digest, Notice } from "../../pipelines/alerts/alert.ts";
import { destinations } from "../../pipelines/alerts/channels.ts";
import { alert } from "./receivers.ts";

export const AT = "2019-08-14T01:30:00.000Z";

export const notice = (
  key: string,
  more: Partial<Notice> & { is?: Partial<Alert> } = {},
): Notice => {
  const { is, ...rest } = more;
  return { state: "raised", at: AT, since: AT, alert: alert(key, is), ...rest };
};
export const digest = (...notices: Notice[]): Digest => ({
  bureau: "某市医疗保障局",
  at: AT,
  notices,
});
export const channelOf = (channel: object) =>
  destinations(configSchema.parse({ alerts: { channels: [channel] } }).alerts.channels)[0]!;
export const several = digest(
  notice("failed/a"),
  notice("warned/b", {
    state: "reminded",
    since: "2019-08-12T00:30:00.000Z",
    is: { severity: "warning" },
  }),
  notice("failed/c", { state: "resolved", since: "2019-08-14T01:10:00.000Z" }),
);
