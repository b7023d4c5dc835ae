import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { channelOf, several } from "./notices.ts";
import { MailServer } from "./receivers.ts";

const SECRET = "SEC-not-to-be-told";
beforeEach(() => {
  process.env.TEST_ALERT_SECRET = SECRET;
});
afterEach(() => {
  delete process.env.TEST_ALERT_SECRET;
});

describe("email", () => {
  const mail = (port: number, more: object = {}) =>
    channelOf({
      kind: "email",
      host: "127.0.0.1",
      port,
      secure: false,
      from: "基金科 <fund@example.cn>",
      to: ["leader@example.cn", "section@example.cn"],
      ...more,
    });
  const named = { user: "fund@example.cn", password_env: "TEST_ALERT_SECRET" };

  test("goes to every recipient with a Chinese subject and text", async () => {
    const server = await MailServer.open();
    expect(await mail(server.port).send(several)).toBeNull();
    const [one] = server.received;
    expect(one).toMatchObject({
      from: "fund@example.cn",
      to: ["leader@example.cn", "section@example.cn"],
      user: undefined,
      subject: "某市医疗保障局 基金监测：1条新告警，1条仍未恢复，1条已恢复——failed/a 没有建成等",
    });
    expect(one!.text).toContain("【严重】failed/a 没有建成\nfailed/a 没有建成：内存不够。");
    expect(one!.text).toContain("发于 2019-08-14 09:30。");
    expect(one!.headers["auto-submitted"]).toBe("auto-generated");
    expect(one!.headers.date).toContain("14 Aug 2019 01:30:00");
    await server.close();
  });

  const onAuth: NonNullable<Parameters<typeof MailServer.open>[0]>["onAuth"] = (auth, _, done) =>
    auth.username === named.user && auth.password === SECRET
      ? done(null, { user: auth.username })
      : done(new Error(`wrong password ${auth.password}`));

  test("says who it is where it must", async () => {
    const server = await MailServer.open({ authOptional: false, onAuth });
    expect(await mail(server.port, named).send(several)).toBeNull();
    expect(server.received[0]!.user).toBe(named.user);
    process.env.TEST_ALERT_SECRET = "another-secret";
    const said = await mail(server.port, named).send(several);
    expect(said).toBe("邮件服务器不接受用户名和密码（535），许多邮箱要用“授权码”代替密码。");
    await server.close();
  });

  test("without its password in the environment names the variable", async () => {
    delete process.env.TEST_ALERT_SECRET;
    const said = await mail(1, named).send(several);
    expect(said).toBe(
      "环境变量 TEST_ALERT_SECRET 没有设置，它应当是邮箱 fund@example.cn 的密码或授权码。",
    );
    expect(await mail(1, { ...named, password_env: null }).send(several)).toContain("password_env");
  });

  test("a server that takes nobody, and one whose certificate nobody knows", async () => {
    const full = await MailServer.open({
      onRcptTo: (_, __, done) =>
        done(Object.assign(new Error("mailbox full"), { responseCode: 552 })),
    });
    expect(await mail(full.port).send(several)).toBe("邮件服务器没有接受：552 mailbox full。");
    await full.close();
    const upgrading = await MailServer.open({ disabledCommands: [] });
    expect(await mail(upgrading.port).send(several)).toContain("证书不受信任");
    await upgrading.close();
    const encrypted = await MailServer.open({ secure: true });
    expect(await mail(encrypted.port, { secure: true }).send(several)).toContain("证书不受信任");
    await encrypted.close();
  });

  test("nobody at home", async () => {
    const server = await MailServer.open();
    const { port } = server;
    await server.close();
    expect(await mail(port).send(several)).toBe("对方拒绝连接，请检查端口和服务是否开着。");
    const nowhere = await mail(25, { host: "mail.invalid" }).send(several);
    expect(nowhere).toBe("找不到这台服务器，请检查地址和本机的 DNS。");
  });
});
