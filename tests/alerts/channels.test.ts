import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { configSchema } from "../../models/config.ts";
import { destinations } from "../../pipelines/alerts/channels.ts";
import { AT, channelOf, digest, notice, several } from "./notices.ts";
import { Receiver } from "./receivers.ts";

const SECRET = "SEC-not-to-be-told";

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.open();
  process.env.TEST_ALERT_SECRET = SECRET;
});
afterEach(async () => {
  delete process.env.TEST_ALERT_SECRET;
  await receiver.close();
});

const webhook = (format: string, target = "/hook?key=k3y-to-hide", more: object = {}) =>
  channelOf({ kind: "webhook", format, url: receiver.url(target), ...more });

describe("a generic webhook", () => {
  test("is posted one alert flat", async () => {
    expect(await webhook("generic").send(digest(notice("failed/a")))).toBeNull();
    const flat = {
      key: "failed/a",
      kind: "run_failed",
      severity: "error",
      state: "raised",
      title: "failed/a 没有建成",
      text: "failed/a 没有建成：内存不够。",
      remedy: "在配置中调大 memory_limit。",
      at: AT,
    };
    const [request] = receiver.received;
    expect(request!.body).toEqual({
      source: "fundwatch",
      ...flat,
      bureau: "某市医疗保障局",
      alerts: [flat],
    });
    expect(request!.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(request!.path + request!.query).toBe("/hookkey=k3y-to-hide");
  });

  test("is posted several as one digest", async () => {
    await webhook("generic").send(several);
    expect(receiver.received).toHaveLength(1);
    const { body } = receiver.received[0]!;
    expect(body).toMatchObject({
      source: "fundwatch",
      key: null,
      kind: "digest",
      severity: "error",
      title: "某市医疗保障局 基金监测：1条新告警，1条仍未恢复，1条已恢复",
    });
    expect(body.alerts.map((a: { state: string }) => a.state)).toEqual([
      "raised",
      "reminded",
      "resolved",
    ]);
    expect(body.text).toMatchInlineSnapshot(`
      "某市医疗保障局 基金监测：1条新告警，1条仍未恢复，1条已恢复

      【严重】failed/a 没有建成
      failed/a 没有建成：内存不够。
      办法：在配置中调大 memory_limit。

      【注意·仍未恢复】warned/b 没有建成
      warned/b 没有建成：内存不够。
      办法：在配置中调大 memory_limit。
      自 2019-08-12 08:30 起，历时2天1小时。

      【已恢复】failed/c 没有建成
      自 2019-08-14 09:10 起，历时不到1小时。

      发于 2019-08-14 09:30。未恢复的告警见 fundwatch alerts。"
    `);
  });

  test("may ask for a name and a password in its address, which are not shown", async () => {
    const url = receiver.url().replace("http://", "http://us%65r:p%40ssword@");
    const channel = channelOf({ kind: "webhook", url });
    expect(await channel.send(several)).toBeNull();
    const coded = Buffer.from("user:p@ssword").toString("base64");
    expect(receiver.received[0]!.headers.authorization).toBe(`Basic ${coded}`);
    expect(channel.id + channel.label).not.toContain("ssword");
  });

  test("accepts any 2xx, with whatever is in it", async () => {
    receiver.answer = { status: 204 };
    expect(await webhook("generic").send(several)).toBeNull();
    receiver.answer = { status: 202, text: "queued" };
    expect(await webhook("generic").send(several)).toBeNull();
  });

  test("that sends us elsewhere has not taken the message", async () => {
    receiver.answer = { status: 302, headers: { location: receiver.url("/login") } };
    expect(await webhook("generic").send(several)).toContain("HTTP 302");
    expect(receiver.received).toHaveLength(1);
  });
});

describe("企业微信", () => {
  test("gets markdown", async () => {
    expect(await webhook("wecom").send(several)).toBeNull();
    const { body, query } = receiver.received[0]!;
    expect(Object.keys(body)).toEqual(["msgtype", "markdown"]);
    expect(body.msgtype).toBe("markdown");
    expect(query.get("key")).toBe("k3y-to-hide");
    expect(body.markdown.content).toMatchInlineSnapshot(`
      "**某市医疗保障局 基金监测：1条新告警，1条仍未恢复，1条已恢复**

      <font color="warning">**【严重】failed/a 没有建成**</font>
      > failed/a 没有建成：内存不够。
      > 办法：在配置中调大 memory_limit。

      <font color="comment">**【注意·仍未恢复】warned/b 没有建成**</font>
      > warned/b 没有建成：内存不够。
      > 办法：在配置中调大 memory_limit。
      > 自 2019-08-12 08:30 起，历时2天1小时。

      <font color="info">**【已恢复】failed/c 没有建成**</font>
      > 自 2019-08-14 09:10 起，历时不到1小时。"
    `);
  });

  test("gets at most 4096 bytes, and how many more there are", async () => {
    const many = digest(...Array.from({ length: 100 }, (_, i) => notice(`failed/${i}`)));
    await webhook("wecom").send(many);
    const { content } = receiver.received[0]!.body.markdown;
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(content)).toBeGreaterThan(3900);
    const shown = content.split("【严重】").length - 1;
    expect(content.endsWith(`\n\n还有${100 - shown}条，见 fundwatch alerts`)).toBe(true);
  });

  test("gets a single alert that is too long cut between letters", async () => {
    const long = digest(notice("failed/a", { is: { text: "统筹𠮷".repeat(3000) } }), notice("b"));
    await webhook("wecom").send(long);
    const { content } = receiver.received[0]!.body.markdown;
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
    expect(content).not.toContain("\ufffd");
    expect(content).toMatch(/……（过长，已截断）\n\n还有1条，见 fundwatch alerts$/);
  });

  test("refuses with a code and HTTP 200, and the code is told in words", async () => {
    receiver.answer = { text: '{"errcode":93000,"errmsg":"invalid webhook url, hint: x"}' };
    expect(await webhook("wecom").send(several)).toBe(
      "企业微信没有接受（errcode 93000）：机器人不存在或已被移出群，请检查网址里的 key。",
    );
    receiver.answer = { text: '{"errcode":-1,"errmsg":"busy, key=k3y-to-hide"}' };
    expect(await webhook("wecom").send(several)).toBe(
      "企业微信没有接受（errcode -1）：busy, key=***。",
    );
  });

  test.each(["<html>login</html>", "", "null", "[]", '{"ok":true}', '{"errcode":"0"}'])(
    "an answer without a code is no success: %s",
    async (text) => {
      receiver.answer = { text };
      expect(await webhook("wecom").send(several)).toContain("没有 errcode");
    },
  );
});

describe("钉钉", () => {
  const target = "/robot/send?access_token=t0ken-to-hide";
  const signing = { secret_env: "TEST_ALERT_SECRET" };

  test("gets markdown with a title, signed by the time and the secret", async () => {
    expect(await webhook("dingtalk", target, signing).send(several)).toBeNull();
    const { body, query } = receiver.received[0]!;
    expect(body).toMatchObject({
      msgtype: "markdown",
      markdown: { title: "某市医疗保障局 基金监测：1条新告警，1条仍未恢复，1条已恢复" },
    });
    expect(body.markdown.text).toContain("**【严重】failed/a 没有建成**\n\nfailed/a 没有建成");
    const timestamp = query.get("timestamp")!;
    expect(Number(timestamp)).toBe(Date.parse(AT));
    const mac = createHmac("sha256", Buffer.from(SECRET, "utf8"));
    mac.update(Buffer.from(`${timestamp}\n${SECRET}`, "utf8"));
    expect(query.get("sign")).toBe(mac.digest("base64"));
    expect(query.get("access_token")).toBe("t0ken-to-hide");
  });

  test("is not signed without a secret", async () => {
    await webhook("dingtalk", target).send(several);
    expect([...receiver.received[0]!.query.keys()]).toEqual(["access_token"]);
  });

  test("gets a request of at most 20000 bytes", async () => {
    const many = digest(...Array.from({ length: 300 }, (_, i) => notice(`failed/"${i}"`)));
    await webhook("dingtalk", target, signing).send(many);
    const { text, body } = receiver.received[0]!;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(20_000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(19_500);
    expect(body.markdown.text).toMatch(/还有\d+条，见 fundwatch alerts$/);
  });

  test("refuses with a code, and neither token nor secret are told", async () => {
    receiver.answer = {
      text: `{"errcode":400,"errmsg":"t0ken-to-hide ${SECRET} timestamp wrong"}`,
    };
    const said = await webhook("dingtalk", target, signing).send(several);
    expect(said).toBe("钉钉没有接受（errcode 400）：*** *** timestamp wrong。");
    receiver.answer = { text: '{"errcode":310000,"errmsg":"sign not match"}' };
    expect(await webhook("dingtalk", target, signing).send(several)).toContain("加签密钥");
  });

  test("whose secret is not in the environment names the variable", async () => {
    delete process.env.TEST_ALERT_SECRET;
    expect(await webhook("dingtalk", target, signing).send(several)).toBe(
      "环境变量 TEST_ALERT_SECRET 没有设置，它应当是钉钉机器人“加签”的密钥（SEC 开头）。",
    );
    expect(receiver.received).toEqual([]);
  });
});

describe("a channel that cannot be reached", () => {
  test("is told by its host, never by its address", async () => {
    const channel = webhook("wecom");
    expect(channel.label).toBe(`企业微信 127.0.0.1:${receiver.port}`);
    await receiver.close();
    const said = await channel.send(several);
    expect(said).toBe("对方拒绝连接，请检查端口和服务是否开着。");
    receiver = await Receiver.open();
  });

  test.each([
    ["http://nowhere.invalid/h?key=k3y", "找不到这台服务器，请检查地址和本机的 DNS。"],
    ["http://127.0.0.1:6000/h?key=k3y", "连接失败"],
  ])("%s", async (url, words) => {
    const said = await channelOf({ kind: "webhook", url }).send(several);
    expect(said).toContain(words);
    expect(said).not.toContain("k3y");
  });

  test("keeps us waiting ten seconds, not longer", async () => {
    receiver.answer = { silent: true };
    expect(await webhook("generic").send(several)).toBe("10 秒没有回应，请检查网络和防火墙。");
  });

  test("is not read without end", async () => {
    receiver.answer = { text: "x".repeat(5_000_000) };
    expect(await webhook("wecom").send(several)).toContain("没有 errcode");
  });
});

test("two robots of one host are two channels, the same one twice is one", () => {
  const robot = (key: string) => ({
    kind: "webhook",
    format: "wecom",
    url: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`,
  });
  const { channels } = configSchema.parse({
    alerts: { channels: [robot("a"), robot("b"), robot("a")] },
  }).alerts;
  const found = destinations(channels);
  expect(found.map(({ label }) => label)).toEqual([
    "企业微信 qyapi.weixin.qq.com",
    "企业微信 qyapi.weixin.qq.com #2",
  ]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  expect(found[0]!.id).toMatch(/^wecom:qyapi\.weixin\.qq\.com:[0-9a-f]{8}$/);
});
