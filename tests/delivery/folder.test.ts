import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diskError } from "../../pipelines/delivery/folder.ts";
import { versionFolder } from "../../pipelines/publication/shelf.ts";
import { Office } from "./office.ts";

let office: Office;
beforeEach(() => {
  office = new Office((share) => ({
    groups: [{ name: "财务", documents: ["monthly-bulletin"], formats: ["docx"], folder: share }],
  }));
});
afterEach(() => office.clear());

const NAME = "医保基金运行情况通报_620700_2019-07";
const inShare = (...parts: string[]): string => path.join(office.share, ...parts);

test("files come into a folder of their period, byte for byte, and are listed", async () => {
  const issued = office.issue();
  const sent = await office.deliverOne();
  expect(sent).toMatchObject({ state: "sent", how: "folder", to: [inShare("2019-07")] });
  const original = readFileSync(path.join(versionFolder(office.home, issued), `${NAME}.docx`));
  expect(readFileSync(inShare("2019-07", `${NAME}.docx`)).equals(original)).toBe(true);
  expect(readdirSync(inShare("2019-07"))).toEqual([`${NAME}.docx`]);
  expect(JSON.parse(office.archived(sent, "files.json").toString())).toEqual([
    {
      file: inShare("2019-07", `${NAME}.docx`),
      sha256: issued.files[0]!.sha256,
      bytes: issued.files[0]!.bytes,
    },
  ]);
});

test("a correction stands beside what it corrects", async () => {
  office.issue();
  await office.deliver();
  const before = readFileSync(inShare("2019-07", `${NAME}.docx`));
  office.issue({ version: 2, reason: "补报" });
  await office.deliver();
  expect(readdirSync(inShare("2019-07")).sort()).toEqual([`${NAME}.docx`, `${NAME}（更正1）.docx`]);
  expect(readFileSync(inShare("2019-07", `${NAME}.docx`)).equals(before)).toBe(true);
});

test("a file that is in the way is never overwritten, not even when asked again", async () => {
  office.issue();
  mkdirSync(inShare("2019-07"));
  writeFileSync(inShare("2019-07", `${NAME}.docx`), "edited by somebody");
  for (const mode of ["new", "again"] as const) {
    const refused = await office.deliverOne({ mode });
    expect(refused.state).toBe("failed");
    expect(refused.error).toContain("已经存在，内容与要送的不同，没有覆盖");
  }
  expect(readFileSync(inShare("2019-07", `${NAME}.docx`), "utf8")).toBe("edited by somebody");
  rmSync(inShare("2019-07", `${NAME}.docx`));
  expect(await office.deliverOne()).toMatchObject({ state: "sent" });
});

test("after a crash the bytes that are there are looked at: no doubt remains", async () => {
  office.issue();
  await office.deliver();
  const file = path.join(office.home.state, "deliveries.jsonl");
  const [sending] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, `${sending}\n{"at":"2019-`);
  expect(await office.deliverOne()).toMatchObject({ state: "sent" });
  expect(office.ledger.length).toBeGreaterThan(1);
  expect(readFileSync(file, "utf8")).toContain("放入 0 个，原已有 1 个，SHA-256 一致");
});

test("a folder that is not there, and one that is a file", async () => {
  office.issue();
  rmSync(office.share, { recursive: true });
  expect((await office.deliverOne()).error).toBe(
    `文件夹 ${office.share} 不存在或不是文件夹，请检查路径、共享文件夹是否已连接。`,
  );
  writeFileSync(office.share, "");
  expect((await office.deliverOne()).error).toContain("不是文件夹");
  expect(office.waits).toEqual([]);
  rmSync(office.share);
  mkdirSync(office.share);
  writeFileSync(inShare("2019-07"), "a file where the period's folder should be");
  expect(await office.deliverOne()).toMatchObject({ state: "failed", archive: null });
  expect(readdirSync(path.join(office.home.root, "delivered"))).toEqual([]);
});

test.each([
  ["ENOSPC", "/share 磁盘已满，请腾出空间。", "lasting"],
  ["EROFS", "/share 是只读的，不能写入。", "lasting"],
  ["EACCES", "/share 没有写入权限，请检查共享文件夹的权限。", "lasting"],
  ["ESTALE", "/share 写不进去（ESTALE）。", "passing"],
])("a disk that says %s", (code, message, outlook) => {
  const error = diskError(Object.assign(new Error("no"), { code }), "/share");
  expect(error).toMatchObject({ message, outlook });
});

test("where what goes cannot be kept, that one fails, and the next is served", async () => {
  const group = (name: string) => ({
    ...{ name, documents: ["monthly-bulletin"], formats: ["docx"], folder: office.share },
  });
  office.reconfigured({ groups: [group("甲"), group("乙")] });
  office.issue();
  const kept = path.join(office.home.root, "delivered");
  writeFileSync(kept, "a file where the folder should be");
  const [first, second] = await office.deliver();
  for (const one of [first, second])
    expect(one).toMatchObject({ state: "failed", error: expect.stringContaining("写不进去") });
  expect(readdirSync(office.share)).toEqual([]);
  rmSync(kept);
  const ledger = path.join(office.home.state, "deliveries.jsonl");
  rmSync(ledger);
  symlinkSync(path.join(office.home.state, "absent/deliveries.jsonl"), ledger);
  expect((await office.deliver()).map(({ state }) => state)).toEqual(["failed", "failed"]);
  expect(readdirSync(kept)).toEqual([]);
  rmSync(ledger);
  expect((await office.deliver()).map(({ state }) => state)).toEqual(["sent", "sent"]);
});

test("what would go is shown, and nothing is touched", async () => {
  const issued = office.issue();
  const shown = await office.deliverOne({ mode: "preview" });
  const { sha256, bytes } = issued.files[0]!;
  expect(shown).toMatchObject({
    state: "would_send",
    to: [inShare("2019-07")],
    files: [{ name: `${NAME}.docx`, sha256, bytes }],
  });
  expect(readdirSync(office.share)).toEqual([]);
  expect(office.ledger).toEqual([]);
  expect(existsSync(path.join(office.home.root, "delivered"))).toBe(false);
  writeFileSync(path.join(versionFolder(office.home, issued), `${NAME}.docx`), "touched");
  expect(await office.deliverOne({ mode: "preview" })).toMatchObject({ state: "failed" });
});

test("formats that were not issued are told; where there is none at all, it fails", async () => {
  office.reconfigured({
    groups: [
      {
        name: "甲",
        documents: ["monthly-bulletin"],
        formats: ["docx", "xlsx"],
        folder: office.share,
      },
      { name: "乙", documents: ["monthly-bulletin"], formats: ["xlsx"], folder: office.share },
    ],
  });
  office.issue();
  const [some, none] = await office.deliver();
  expect(some).toMatchObject({ state: "sent", missing: ["xlsx"] });
  expect(none).toMatchObject({
    state: "failed",
    error: expect.stringContaining("没有 xlsx 格式，只有 docx、pdf"),
  });
});
