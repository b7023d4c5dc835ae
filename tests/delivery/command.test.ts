import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { deliverUnattended } from "../../pipelines/delivery/unattended.ts";
import { Receiver } from "../alerts/receivers.ts";
import { fundwatch } from "../crash/command.ts";
import { Mailbox, opened, turningAway } from "./mailbox.ts";
import { Office } from "./office.ts";

let office: Office;
const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  office.clear();
  for (const server of closing.splice(0)) await server.close();
});
const opening = async <T extends { close(): Promise<void> }>(server: Promise<T>): Promise<T> => {
  closing.push(await server);
  return server;
};
const all = { documents: ["monthly-bulletin"], formats: ["docx"] };
const TITLE = "某市2019年1—7月医保基金运行情况通报";

test("from the preview to nothing new, with exit statuses", async () => {
  const mailbox = await opening(
    Mailbox.open({ onRcptTo: turningAway({ "gone@example.cn": 550 }) }),
  );
  office = new Office((share) => ({
    smtp: mailbox.smtp,
    groups: [
      { ...all, name: "财务", folder: share },
      { ...all, name: "领导", email: { to: ["leader@example.cn", "张三 <gone@example.cn>"] } },
    ],
  }));
  office.issue();
  const { root } = office.home;
  const deliver = (...args: string[]) => fundwatch(root, ["deliver", ...args]);

  const preview = await deliver("--dry-run");
  expect(preview.status).toBe(0);
  expect(preview.stdout).toBe(
    [
      `· 财务：${TITLE} 将放到 ${path.join(office.share, "2019-07")}（1 个文件）`,
      "    医保基金运行情况通报_620700_2019-07.docx（192,000 字节）",
      `· 领导：${TITLE} 将用邮件发给 leader@example.cn、张三 <gone@example.cn>（1 个文件）`,
      "    医保基金运行情况通报_620700_2019-07.docx（192,000 字节）",
      "",
    ].join("\n"),
  );
  expect(mailbox.received).toEqual([]);

  const sent = await deliver("--document", "monthly", "--period", "2019-07", "--region", "620700");
  expect(sent.status).toBe(1);
  expect(sent.stdout).toContain(`✓ 领导：${TITLE} 已用邮件发给 leader@example.cn（1 个文件）`);
  expect(sent.stdout).toContain("  ✗ 张三 <gone@example.cn> 没有收到：550 not here");
  expect(mailbox.received.map(({ to }) => to)).toEqual([["leader@example.cn"]]);

  expect(await deliver()).toMatchObject({
    status: 0,
    stdout: "— 财务：没有新的\n— 领导：没有新的\n",
  });
  const again = await deliver("--again", "--group", "财务", "--json");
  expect(again.status).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject([{ group: "财务", state: "sent", version: 1 }]);
});

test("a killed process leaves a doubt that the next one speaks of", async () => {
  const mailbox = await opening(Mailbox.open());
  mailbox.answers = false;
  office = new Office({
    smtp: mailbox.smtp,
    groups: [{ ...all, name: "领导", email: { to: ["leader@example.cn"] } }],
  });
  office.issue();
  const child = spawn(
    process.execPath,
    [path.resolve("bin/fundwatch.mjs"), "deliver", "--home", office.home.root],
    { stdio: "ignore" },
  );
  const ended = new Promise((done) => child.once("close", done));
  while (mailbox.received.length === 0 && child.exitCode === null)
    await new Promise((done) => setTimeout(done, 50));
  expect(await fundwatch(office.home.root, ["deliver"])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("另一个 fundwatch deliver 正在送达"),
  });
  child.kill("SIGKILL");
  await ended;
  expect(office.ledger.map(({ state }) => state)).toEqual(["sending"]);

  mailbox.answers = true;
  const next = await fundwatch(office.home.root, ["deliver"]);
  expect(next.status).toBe(1);
  expect(next.stdout).toContain(`? 领导：${TITLE} 不确定`);
  expect(next.stdout).toMatch(/\d\d:\d\d 送到一半，程序被中断。对方是否收到，不确定。/);
  expect(next.stdout).toContain("没有收到的，加 --again 再送一次");
  expect(mailbox.received).toHaveLength(1);
  expect(
    (await fundwatch(office.home.root, ["deliver", "--again", "--group", "领导"])).status,
  ).toBe(0);
  expect(mailbox.received).toHaveLength(2);
});

test("a test says that it is one, reaches every group and counts for nothing", async () => {
  const [mailbox, receiver] = [await opening(Mailbox.open()), await opening(Receiver.open())];
  office = new Office((share) => ({
    smtp: mailbox.smtp,
    groups: [
      { ...all, name: "领导", email: { to: ["leader@example.cn"] } },
      { ...all, name: "财务", folder: share },
      { ...all, name: "平台", webhook: { url: receiver.url() } },
      { ...all, name: "断线", folder: path.join(share, "absent") },
    ],
  }));
  office.issue();
  const tried = await fundwatch(office.home.root, ["deliver", "--test"]);
  expect(tried.status).toBe(1);
  expect(tried.stdout).toContain("✓ 领导：测试已发到 leader@example.cn\n✓ 财务：");
  expect(tried.stdout).toMatch(/✗ 断线：测试没有发出\n {4}文件夹 .* 不存在/);
  const mail = opened(mailbox.received[0]!.raw);
  expect(mail.subject).toBe("【测试】某市医疗保障局 基金监测：文书送达测试");
  expect(mail.parts[1]!.filename).toMatch(/^测试_可删除_\d{14}\.txt$/);
  expect(mail.parts[1]!.content.toString()).toContain("不是正式文书");
  expect(readdirSync(office.share)).toEqual([expect.stringMatching(/^测试_可删除_/)]);
  expect(receiver.received[0]!.body).toMatchObject({ test: true, files: [{ format: "txt" }] });
  expect(office.ledger).toEqual([]);
  expect(existsSync(path.join(office.home.root, "delivered"))).toBe(false);
  const one = await fundwatch(office.home.root, ["deliver", "--test", "--group", "领导", "--json"]);
  expect(JSON.parse(one.stdout)).toMatchObject([{ group: "领导", sent: true, error: null }]);
});

test("what is asked wrongly is said before anything goes", async () => {
  office = new Office((share) => ({ groups: [{ ...all, name: "财务", folder: share }] }));
  const said = async (...args: string[]) => {
    const { status, stderr } = await fundwatch(office.home.root, ["deliver", ...args]);
    return [status, stderr.split("\n")[0]];
  };
  expect(await said("--again")).toEqual([2, "错误：--again 要说明是哪一份、给谁"]);
  expect(await said("--again", "--dry-run")).toEqual([
    2,
    "错误：--dry-run、--again、--arrived、--test 只能用一个",
  ]);
  expect(await said("--document", "weekly")).toEqual([2, "错误：没有“weekly”这种文书"]);
  expect(await said("--group", "科室")).toEqual([2, "错误：配置 delivery.groups 里没有“科室”"]);
  office.reconfigured({});
  const { status, stdout } = await fundwatch(office.home.root, ["deliver"]);
  expect(status).toBe(0);
  expect(stdout).toContain("没有配置送达的对象");
});

test("with nobody looking on, what came of it is one sentence, and trouble is a failure", async () => {
  office = new Office((share) => ({
    groups: [
      { ...all, name: "财务", folder: share },
      { ...all, name: "断线", folder: path.join(share, "absent") },
    ],
  }));
  const unattended = () => deliverUnattended(office.home, { now: () => office.at });
  expect(await unattended()).toEqual({ sent: 0, failed: 0, why: "没有新印发的要送" });
  office.issue();
  expect(await unattended()).toEqual({
    sent: 1,
    failed: 1,
    why: expect.stringMatching(/^送达 1 份；1 份没有送到：断线（.*通报）：文件夹 .* 不存在/),
  });
  expect(await unattended()).toMatchObject({ sent: 0, failed: 1 });
});
