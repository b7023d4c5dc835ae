import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { Mailbox, opened } from "./mailbox.ts";
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

test("a bulletin arrives with its Chinese names, every byte, and how to check them", async () => {
  await openOffice();
  const issued = office.issue();
  const sent = await office.deliverOne();
  expect(sent).toMatchObject({ state: "sent", to: [LEADER, COPY], refused: [], error: null });
  const [mail] = mailbox.received;
  expect(mail!.to).toEqual([LEADER, COPY]);
  const { subject, parts, headers } = opened(mail!.raw);
  expect(subject).toBe("某市2019年1—7月医保基金运行情况通报");
  expect(headers).toMatchObject({ to: LEADER, cc: COPY, "auto-submitted": "auto-generated" });
  const [text, ...files] = parts;
  expect(files.map(({ filename }) => filename)).toEqual(issued.files.map(({ name }) => name));
  expect(files.map(({ content }) => createHash("sha256").update(content).digest("hex"))).toEqual(
    issued.files.map(({ sha256 }) => sha256),
  );
  const words = text!.content.toString();
  expect(words).toContain("期间：2019-07　统筹区：620700　版次：第1版，2019-08-12 印发");
  for (const { sha256 } of issued.files) expect(words).toContain(`SHA-256 ${sha256}`);
  expect(words).toContain("certutil -hashfile");
});

test("what is kept is what the server received, with its answer, for the owner alone", async () => {
  await openOffice(
    {},
    { smtp: { user: "fund@example.cn", password_env: "TEST_DELIVERY_PASSWORD" } },
    {
      onAuth: (_: unknown, __: unknown, done: (e: null, r: object) => void) =>
        done(null, { user: 1 }),
    },
  );
  process.env.TEST_DELIVERY_PASSWORD = "not-to-be-told";
  office.issue();
  const sent = await office.deliverOne();
  expect(sent.archive).toBe("20190814T103000_领导_monthly-bulletin_620700_2019-07_v1");
  expect(office.archived(sent, "message.eml").equals(mailbox.received[0]!.raw)).toBe(true);
  const receipt = JSON.parse(office.archived(sent, "receipt.json").toString());
  expect(receipt).toMatchObject({ state: "sent", receipt: "250 queued as 4711", version: 1 });
  expect(receipt.message_id).toBe(opened(mailbox.received[0]!.raw).headers["message-id"]);
  const folder = path.join(office.home.root, "delivered", sent.archive!);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder)) {
    expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(folder, name), "utf8")).not.toContain("not-to-be-told");
  }
  expect(JSON.stringify(office.ledger)).not.toContain("not-to-be-told");
  expect(office.ledger.map(({ state }) => state)).toEqual(["sending", "sent"]);
  expect(office.ledger[1]!.files.map(({ sha256 }) => sha256)).toEqual(
    sent.files.map(({ sha256 }) => sha256),
  );
});

test("a correction says so, why, and what moved since what the reader has", async () => {
  await openOffice();
  const figure = (value: string, printed: string) => ({
    id: "income_ytd/620700/employee/all/2019-07",
    value,
    unit: "yuan" as const,
    printed: [printed],
  });
  office.issue({ figures: [figure("306000000", "3.06亿元")] });
  await office.deliver();
  office.issue({
    version: 2,
    reason: "某县补报7月收入",
    figures: [figure("307000000", "3.07亿元")],
  });
  const moved = { id: figure("", "").id, unit: "yuan" as const, was: "307000000", is: "309000000" };
  const title = "某市2019年第三季度医保基金运行分析报告";
  const quarter = { document: "quarterly-report", region: "620700", period: "2019Q3", version: 1 };
  office.issue({
    version: 3,
    reason: "单位填错",
    figures: [figure("309000000", "3.09亿元")],
    correction: {
      replaces: 2,
      replaced_on: "2019-08-12",
      moved: [{ ...moved, cause: "收支月报.xlsx 第7行" }],
      elsewhere: [{ ...quarter, title, figures: [moved] }],
    },
  });
  const sent = await office.deliverOne();
  expect(sent).toMatchObject({ state: "sent", version: 3 });
  const { subject, parts } = opened(mailbox.received[1]!.raw);
  expect(subject).toBe("【更正】某市2019年1—7月医保基金运行情况通报");
  expect(parts[1]!.filename).toBe("医保基金运行情况通报_620700_2019-07（更正2）.docx");
  const words = parts[0]!.content.toString();
  expect(words).toContain("本件更正并替代第1版（2019-08-12 印发），请以本件为准。");
  expect(words).toContain("更正1的原因：某县补报7月收入\r\n更正2的原因：单位填错");
  expect(words).toContain("变动的数字 1 个（原公布 → 更正，括号内为差和原因）：");
  expect(words).toMatch(/ {2}职工.*：3\.06亿元 → 3\.09亿元（\+300万元；收支月报\.xlsx 第7行）/);
  expect(words).toContain(`另有已印发的文件引用了变动的数字：${title}。`);
});

test("a figure that reads alike in words and not in a table is told, and where none moved, only that", async () => {
  await openOffice();
  const figure = (value: string, table: string) => ({
    id: "income_ytd/620700/employee/2019-07",
    value,
    unit: "yuan" as const,
    printed: ["3.06亿元", table],
  });
  office.issue({ figures: [figure("306000000", "30600.00")] });
  await office.deliver();
  office.issue({ version: 2, reason: "补报", figures: [figure("306120000", "30612.00")] });
  await office.deliver();
  office.issue({ version: 3, reason: "改字", figures: [figure("306120000", "30612.00")] });
  await office.deliver();
  const [, second, third] = mailbox.received.map(({ raw }) =>
    opened(raw).parts[0]!.content.toString(),
  );
  expect(second).toContain("  职工 累计收入：3.06亿元 → 3.06亿元（+12.00万元）");
  expect(third).toContain("有编号的数字没有变动，改动见附件。");
});

test("what was sent is not sent again, unless somebody asks", async () => {
  await openOffice({ subject: "【医保基金】{title}" });
  office.issue();
  await office.deliver();
  expect(await office.deliver()).toEqual([{ group: "领导", state: "nothing_new" }]);
  expect(mailbox.received).toHaveLength(1);
  await office.deliver({ mode: "again" });
  const [first, second] = mailbox.received.map(({ raw }) => opened(raw));
  expect(second!.subject).toBe("【医保基金】某市2019年1—7月医保基金运行情况通报");
  expect(second!.headers["message-id"]).not.toBe(first!.headers["message-id"]);
});
