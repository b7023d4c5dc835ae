import type { Config } from "../models/config.ts";
import { UserError } from "../models/errors.ts";
import type { Alert } from "../pipelines/alerts/alert.ts";
import { destinations } from "../pipelines/alerts/channels.ts";
import { clock, headOf } from "../pipelines/alerts/message.ts";
import { type OpenAlert, openAlerts } from "../pipelines/alerts/review.ts";
import type { Session } from "./session.ts";

export async function act(session: Session, [action, ...more]: string[]): Promise<number> {
  if (more.length > 0 || (action !== undefined && action !== "test"))
    throw new UserError(
      `没有“${[action, ...more].join(" ")}”这个动作`,
      "用 fundwatch alerts 列出未恢复的告警，用 fundwatch alerts test 试发。",
      2,
    );
  return action === "test" ? test(session) : list(session);
}

const HOW_TO = [
  "没有配置发送渠道，告警只写在日志里。在 fundwatch.config.json 的 alerts.channels 里加上渠道，例如：",
  '  "alerts": { "channels": [',
  '    { "kind": "webhook", "format": "wecom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…" }',
  "  ] }",
  "format 可以是 wecom（企业微信）、dingtalk（钉钉）、generic（JSON）；邮件用 kind: email，写法见 fundwatch init 生成的配置里的说明。",
];

function list(session: Session): number {
  const home = session.home();
  const open = openAlerts(home);
  session.answer(open, () => [
    ...(open.length === 0 ? ["没有未恢复的告警。"] : open.flatMap(linesOf)),
    ...(home.config.alerts.channels.length === 0 ? ["", ...HOW_TO] : []),
  ]);
  return 0;
}

function linesOf(alert: OpenAlert): string[] {
  const told = alert.channels.map(({ channel, sent_at, error }) => {
    const last = sent_at === null ? "还没有发到" : `最近发于 ${clock(sent_at)}`;
    return `${channel} ${last}${error === null ? "" : `，上次没有发成：${error}`}`;
  });
  return [
    headOf({ state: "raised", at: alert.since, since: alert.since, alert }),
    `    ${alert.text}`,
    ...(alert.remedy ? [`    办法：${alert.remedy}`] : []),
    `    自 ${clock(alert.since)} 起；编号 ${alert.key}`,
    ...told.map((line) => `    ${line}`),
  ];
}

const TEST: Alert = {
  key: "test",
  kind: "test",
  severity: "warning",
  title: "测试消息",
  text: "收到这条消息，说明这个告警渠道可用，不需要处理。",
};

async function test(session: Session): Promise<number> {
  const { config } = session.home();
  const results = await sendTest(config, session.now().toISOString());
  session.answer(results, () =>
    results.length === 0
      ? HOW_TO
      : results.map(({ channel, error }) =>
          error === null ? `✓ ${channel}：已发出` : `✗ ${channel}：${error}`,
        ),
  );
  return results.some(({ error }) => error !== null) ? 1 : 0;
}

function sendTest(
  config: Config,
  at: string,
): Promise<{ channel: string; sent: boolean; error: string | null }[]> {
  const notices = [{ state: "raised" as const, at, since: at, alert: TEST }];
  return Promise.all(
    destinations(config.alerts.channels).map(async ({ label, send }) => {
      const error = await send({ bureau: config.bureau, at, notices });
      return { channel: label, sent: error === null, error };
    }),
  );
}
