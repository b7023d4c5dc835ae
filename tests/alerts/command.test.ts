import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reviewAlerts } from "../../pipelines/alerts/review.ts";
import { openHome } from "../../pipelines/home.ts";
import { fundwatch } from "../crash/command.ts";
import { alert, clear, homeWith, MailServer, Receiver } from "./receivers.ts";

const home = homeWith();
let receiver: Receiver;
let mail: MailServer;
beforeAll(async () => {
  [receiver, mail] = [await Receiver.open(), await MailServer.open()];
});
afterAll(async () => {
  await Promise.all([receiver.close(), mail.close()]);
  clear(home);
});

const configure = (channels: object[]) =>
  writeFileSync(
    home.configFile,
    JSON.stringify({ bureau: "某市医疗保障局", alerts: { channels } }),
  );
const wecom = () => ({
  kind: "webhook",
  format: "wecom",
  url: receiver.url("/cgi-bin/webhook/send?key=k3y-to-hide"),
});
const email = () => ({
  kind: "email",
  host: "127.0.0.1",
  port: mail.port,
  secure: false,
  from: "fund@example.cn",
  to: ["leader@example.cn"],
});
const signed = () => ({
  kind: "webhook",
  format: "dingtalk",
  url: receiver.url("/robot/send?access_token=t0ken"),
  secret_env: "FUNDWATCH_TEST_UNSET",
});

test("with no channel, both say so and how to add one", async () => {
  for (const args of [["alerts"], ["alerts", "test"]]) {
    const { status, stdout } = await fundwatch(home.root, args);
    expect(status).toBe(0);
    expect(stdout).toContain("没有配置发送渠道");
    expect(stdout).toContain('"kind": "webhook", "format": "wecom"');
  }
  const { stdout } = await fundwatch(home.root, ["alerts", "test", "--json"]);
  expect(JSON.parse(stdout)).toEqual([]);
});

test("test sends to every channel and says what became of each", async () => {
  configure([wecom(), email()]);
  const good = await fundwatch(home.root, ["alerts", "test"]);
  expect(good).toMatchObject({ status: 0, stderr: "" });
  expect(good.stdout).toBe(
    `✓ 企业微信 127.0.0.1:${receiver.port}：已发出\n✓ 邮件 127.0.0.1（1 个收件人）：已发出\n`,
  );
  expect(receiver.received[0]!.body.markdown.content).toContain("基金监测：测试消息");
  expect(mail.received[0]!.subject).toBe("某市医疗保障局 基金监测：测试消息——测试消息");

  configure([wecom(), signed()]);
  const bad = await fundwatch(home.root, ["alerts", "test", "--json"]);
  expect(bad.status).toBe(1);
  expect(JSON.parse(bad.stdout)).toMatchObject([
    { sent: true, error: null },
    { sent: false, error: expect.stringContaining("环境变量 FUNDWATCH_TEST_UNSET 没有设置") },
  ]);
  expect(good.stdout + bad.stdout).not.toMatch(/k3y-to-hide|t0ken/);
});

test("lists what is open: since when, last sent when and where", async () => {
  configure([wecom(), signed()]);
  const now = () => new Date("2019-08-14T01:30:00Z");
  const mild = alert("figures/x", { severity: "warning", title: "某市职工基金支出超均衡进度" });
  await reviewAlerts(openHome(home.root), "", [mild, alert("failed/a")], { now, say: () => {} });
  const { status, stdout } = await fundwatch(home.root, ["alerts"]);
  expect(status).toBe(0);
  expect(stdout.replaceAll(String(receiver.port), "PORT")).toMatchInlineSnapshot(`
    "【严重】failed/a 没有建成
        failed/a 没有建成：内存不够。
        办法：在配置中调大 memory_limit。
        自 2019-08-14 09:30 起；编号 failed/a
        企业微信 127.0.0.1:PORT 最近发于 2019-08-14 09:30
        钉钉 127.0.0.1:PORT 还没有发到，上次没有发成：环境变量 FUNDWATCH_TEST_UNSET 没有设置，它应当是钉钉机器人“加签”的密钥（SEC 开头）。
    【注意】某市职工基金支出超均衡进度
        figures/x 没有建成：内存不够。
        办法：在配置中调大 memory_limit。
        自 2019-08-14 09:30 起；编号 figures/x
        企业微信 127.0.0.1:PORT 最近发于 2019-08-14 09:30
        钉钉 127.0.0.1:PORT 还没有发到，上次没有发成：环境变量 FUNDWATCH_TEST_UNSET 没有设置，它应当是钉钉机器人“加签”的密钥（SEC 开头）。
    "
  `);
  const json = await fundwatch(home.root, ["alerts", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject([
    {
      key: "failed/a",
      severity: "error",
      since: "2019-08-14T01:30:00.000Z",
      channels: [{ sent_at: "2019-08-14T01:30:00.000Z", error: null }, { sent_at: null }],
    },
    { key: "figures/x" },
  ]);
  expect(stdout + json.stdout).not.toMatch(/k3y-to-hide|t0ken/);
});

test("another action is refused", async () => {
  const { status, stderr } = await fundwatch(home.root, ["alerts", "send"]);
  expect(status).toBe(2);
  expect(stderr).toContain("没有“send”这个动作");
});
