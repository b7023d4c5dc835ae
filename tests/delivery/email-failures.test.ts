import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { versionFolder } from "../../pipelines/publication/shelf.ts";
import { Mailbox, opened, turningAway } from "./mailbox.ts";
import { Office } from "./office.ts";

const [LEADER, COPY] = ["leader@example.cn", "section@example.cn"];
const leaders = (more: object = {}) => ({
  name: "领导",
  documents: ["monthly-bulletin"],
  email: { to: [LEADER], cc: [COPY] },
  ...more,
});

let office: Office;
let mailbox: Mailbox;
afterEach(async () => {
  delete process.env.TEST_DELIVERY_PASSWORD;
  office.clear();
  await mailbox.close();
});
const openOffice = async (group: object = {}, more: object = {}, server = {}) => {
  mailbox = await Mailbox.open(server);
  const { smtp, ...rest } = more as { smtp?: object };
  office = new Office({ smtp: { ...mailbox.smtp, ...smtp }, groups: [leaders(group)], ...rest });
};

test("a recipient who is refused for good is reported; one put off is tried again alone", async () => {
  const codes: Record<string, number> = { [LEADER]: 451, [COPY]: 550 };
  const asked: string[] = [];
  await openOffice(
    { email: { to: [LEADER, "third@example.cn"], cc: [COPY] } },
    {},
    {
      onRcptTo: turningAway(codes, asked),
    },
  );
  office.issue();
  const waits = office.waits;
  waits.push = (...times) => {
    delete codes[LEADER];
    return times.length;
  };
  const sent = await office.deliverOne();
  expect(sent).toMatchObject({
    state: "sent",
    refused: [{ address: COPY, answer: "550 not here" }],
  });
  expect(asked).toEqual([LEADER, "third@example.cn", COPY, LEADER]);
  expect(mailbox.received.map(({ to }) => to)).toEqual([["third@example.cn"], [LEADER]]);
  expect(mailbox.received[1]!.raw.equals(mailbox.received[0]!.raw)).toBe(true);
  expect(office.ledger.at(-1)).toMatchObject({ state: "sent", refused: sent.refused });
});

test("what passes is tried a few times, what does not is not; neither stops the others", async () => {
  const asked: string[] = [];
  await openOffice(
    { email: { to: [LEADER] } },
    {},
    { onRcptTo: turningAway({ [LEADER]: 451, [COPY]: 550 }, asked) },
  );
  office.reconfigured({
    smtp: mailbox.smtp,
    groups: [
      leaders({ email: { to: [LEADER] } }),
      leaders({ name: "科室", email: { to: [COPY] } }),
      leaders({ name: "财务", email: { to: ["finance@example.cn"] } }),
    ],
  });
  office.issue();
  const results = await office.deliver();
  expect(results.map(({ state }) => state)).toEqual(["failed", "failed", "sent"]);
  expect(results[0]).toMatchObject({ error: "邮件服务器没有接受：451 not here。", archive: null });
  expect(asked).toEqual([LEADER, LEADER, LEADER, COPY, "finance@example.cn"]);
  expect(office.waits).toEqual([1000, 2000]);
  expect(readdirSync(path.join(office.home.root, "delivered"))).toHaveLength(1);
  const next = await office.deliver();
  expect(next.map(({ state }) => state)).toEqual(["failed", "failed", "nothing_new"]);
});

test("a wrong password is not tried twice; nobody at home is", async () => {
  let tries = 0;
  await openOffice(
    {},
    { smtp: { user: "fund@example.cn", password_env: "TEST_DELIVERY_PASSWORD" } },
    {
      onAuth: (_: unknown, __: unknown, done: (e: Error) => void) => {
        tries += 1;
        done(new Error("no"));
      },
    },
  );
  office.issue();
  process.env.TEST_DELIVERY_PASSWORD = "wrong-password";
  expect((await office.deliverOne()).error).toContain("不接受用户名和密码（535）");
  expect(tries).toBe(1);
  delete process.env.TEST_DELIVERY_PASSWORD;
  expect((await office.deliverOne()).error).toContain("环境变量 TEST_DELIVERY_PASSWORD 没有设置");
  const empty = await Mailbox.open();
  const { smtp } = empty;
  await empty.close();
  office.reconfigured({ smtp, groups: [leaders()] });
  expect(await office.deliverOne()).toMatchObject({
    state: "failed",
    error: expect.stringContaining("对方拒绝连接"),
  });
  expect(office.waits).toEqual([1000, 2000]);
});

test("a mail that was read and turned away has not arrived: there is no doubt", async () => {
  await openOffice();
  office.issue();
  mailbox.refusal = 554;
  expect(await office.deliverOne()).toMatchObject({
    state: "failed",
    error: "邮件服务器没有接受：554 looks like spam。",
  });
  expect(office.waits).toEqual([]);
  mailbox.refusal = 452;
  office.waits.push = () => {
    mailbox.refusal = null;
    return 0;
  };
  expect(await office.deliverOne()).toMatchObject({ state: "sent" });
});

test("a server that took the mail and never answered leaves a doubt, which somebody settles", async () => {
  await openOffice();
  office.issue();
  mailbox.answers = false;
  const doubt = await office.deliverOne();
  expect(doubt).toMatchObject({ state: "uncertain", remedy: expect.stringContaining("--again") });
  expect(doubt.error).toBe("1 秒没有回应，请检查网络和防火墙。对方是否收到，不确定。");
  expect(mailbox.received).toHaveLength(1);
  expect(office.archived(doubt, "message.eml").equals(mailbox.received[0]!.raw)).toBe(true);
  expect(await office.deliverOne()).toMatchObject({ state: "uncertain" });
  expect(mailbox.received).toHaveLength(1);

  mailbox.answers = true;
  expect(await office.deliverOne({ mode: "again" })).toMatchObject({ state: "sent" });
  const ids = mailbox.received.map(({ raw }) => opened(raw).headers["message-id"]);
  expect(ids[1]).toBe(ids[0]);
  expect(await office.deliver()).toEqual([{ group: "领导", state: "nothing_new" }]);
});

test("a doubt ends, too, when the recipient has it", async () => {
  await openOffice();
  office.issue();
  mailbox.answers = false;
  await office.deliver();
  expect(await office.deliverOne({ mode: "arrived" })).toMatchObject({ state: "sent" });
  expect(await office.deliver({ mode: "arrived" })).toEqual([
    { group: "领导", state: "nothing_new" },
  ]);
  expect(await office.deliver()).toEqual([{ group: "领导", state: "nothing_new" }]);
  expect(mailbox.received).toHaveLength(1);
});

test("a mail larger than allowed does not go", async () => {
  await openOffice({}, { mail_megabytes: 0.3 });
  office.issue();
  expect(await office.deliverOne()).toMatchObject({
    state: "failed",
    error: "邮件连附件有 0.5 MB，超过配置 mail_megabytes 的 0.3 MB。",
  });
  expect(mailbox.received).toEqual([]);
});

test("a version that the log does not know does not go", async () => {
  await openOffice();
  office.issue();
  rmSync(path.join(office.home.publications, "log.jsonl"));
  expect(await office.deliverOne()).toMatchObject({
    state: "failed",
    error: expect.stringContaining("日志里没有"),
  });
  expect(mailbox.received).toEqual([]);
});

test("a file that was touched after it was issued does not go", async () => {
  await openOffice();
  const issued = office.issue();
  const file = path.join(versionFolder(office.home, issued), issued.files[1]!.name);
  writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from(" ")]));
  const refused = await office.deliverOne();
  expect(refused.state).toBe("failed");
  const name = path.relative(office.home.root, file);
  expect(refused.error).toContain(`被改动过：${name} 应为 ${issued.files[1]!.sha256}`);
  expect(refused.remedy).toContain("备份");
  expect(mailbox.received).toEqual([]);
});
