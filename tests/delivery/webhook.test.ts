import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Receiver } from "../alerts/receivers.ts";
import { Office } from "./office.ts";

const SECRET = "hmac-secret-not-to-be-told";
let office: Office;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.open();
  receiver.answer = { text: "stored as 17" };
  process.env.TEST_DELIVERY_SECRET = SECRET;
  office = new Office({ groups: [platform()] });
});
afterEach(async () => {
  delete process.env.TEST_DELIVERY_SECRET;
  office.clear();
  await receiver.close();
});
const platform = (more: object = {}) => ({
  name: "平台",
  documents: ["monthly-bulletin"],
  formats: ["docx"],
  webhook: {
    url: receiver.url("/in?token=t0ken-in-url"),
    secret_env: "TEST_DELIVERY_SECRET",
    ...more,
  },
});

test("a document is posted with its bytes, signed; the body kept is the body received", async () => {
  const issued = office.issue({ version: 2, reason: "补报" });
  const sent = await office.deliverOne();
  const [{ body, headers, text }] = receiver.received as [(typeof receiver.received)[0]];
  expect(body).toMatchObject({
    bureau: "某市医疗保障局",
    document: "monthly-bulletin",
    region: "620700",
    period: "2019-07",
    version: 2,
    title: issued.title,
    reason: "补报",
    files: [{ format: "docx", sha256: issued.files[0]!.sha256, bytes: issued.files[0]!.bytes }],
  });
  expect(Buffer.from(body.files[0].content, "base64")).toHaveLength(issued.files[0]!.bytes);
  const time = headers["x-fundwatch-timestamp"];
  expect(time).toBe(String(office.at.getTime() / 1000));
  const code = createHmac("sha256", SECRET).update(`${time}.${text}`).digest("hex");
  expect(headers["x-fundwatch-signature"]).toBe(`sha256=${code}`);
  expect(headers["x-fundwatch-delivery"]).toBe(body.delivery);
  expect(office.archived(sent, "request.json").toString()).toBe(text);
  const receipt = office.archived(sent, "receipt.json").toString();
  expect(JSON.parse(receipt)).toMatchObject({ state: "sent", receipt: "HTTP 200 stored as 17" });
  expect(receipt + JSON.stringify(office.ledger)).not.toMatch(/t0ken-in-url|hmac-secret/);
});

test("a receiver that fetches the files itself is told where", async () => {
  office.reconfigured({ groups: [platform({ files_at: "http://files.local/p/" })] });
  const issued = office.issue();
  await office.deliver();
  const [file] = receiver.received[0]!.body.files;
  expect(file.content).toBeUndefined();
  expect(decodeURI(file.url)).toBe(
    `http://files.local/p/monthly-bulletin/620700_2019-07/v1/${issued.files[0]!.name}`,
  );
});

test.each([
  [503, 3, "对方回应 HTTP 503。"],
  [429, 3, "对方回应 HTTP 429，发得太密，被限流。"],
  [401, 1, "对方回应 HTTP 401，没有授权，请检查网址里的密钥。"],
  [302, 1, "对方要求转到别处（HTTP 302），请在配置里写最终的网址。"],
])("HTTP %i is tried %i times", async (status, times, error) => {
  office.issue();
  receiver.answer = { status };
  expect(await office.deliverOne()).toMatchObject({ state: "failed", error });
  expect(receiver.received).toHaveLength(times);
  expect(new Set(receiver.received.map(({ body }) => body.delivery)).size).toBe(1);
  receiver.answer = { status: 200 };
  expect(await office.deliverOne()).toMatchObject({ state: "sent" });
});

test("no answer leaves a doubt; every try carries the same number", async () => {
  office.issue();
  receiver.answer = { silent: true };
  expect(await office.deliverOne()).toMatchObject({ state: "uncertain" });
  expect(receiver.received).toHaveLength(3);
  receiver.answer = { status: 200 };
  expect(await office.deliverOne({ mode: "again" })).toMatchObject({ state: "sent" });
  const number = "x-fundwatch-delivery";
  expect(new Set(receiver.received.map(({ headers }) => headers[number])).size).toBe(1);
  await office.deliver({ mode: "again" });
  expect(new Set(receiver.received.map(({ headers }) => headers[number])).size).toBe(2);
});

test("without its secret nothing goes", async () => {
  delete process.env.TEST_DELIVERY_SECRET;
  office.issue();
  expect((await office.deliverOne()).error).toContain("环境变量 TEST_DELIVERY_SECRET 没有设置");
  expect(receiver.received).toEqual([]);
});
