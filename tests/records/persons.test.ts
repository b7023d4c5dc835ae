import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import XLSX from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import { drawn } from "../../bench/statements.ts";
import { personKeyFile } from "../../pipelines/ingest/records/person-key.ts";
import { literal, pathLiteral } from "../../pipelines/quote.ts";
import { run } from "../../pipelines/run.ts";
import { Store } from "../../pipelines/store.ts";
import { csvOf, HEADER, now, Office, settlements } from "./settlements.ts";

const PLANTED = 10_000;
const SURNAMES = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"];
const GIVEN = [..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国"];

interface Person {
  name: string;
  certificate: string;
  phone: string;
  number: string;
}

/** Made-up persons; the check digit of the certificate is never the right one (GB 11643). */
function person(i: number): Person {
  const name = `${SURNAMES[drawn(20, 1, i)]}${GIVEN[drawn(28, 2, i)]}${GIVEN[drawn(28, 3, i)]}`;
  const birth = `${1940 + drawn(75, 4, i)}${String(1 + drawn(12, 5, i)).padStart(2, "0")}${String(1 + drawn(28, 6, i)).padStart(2, "0")}`;
  const body = `410101${birth}${String(i % 1000).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, k) => total + weight * Number(body[k]), 0);
  const certificate = `${body}${"10X98765432"[(sum + 1) % 11]}`;
  return {
    name,
    certificate,
    phone: `139${String(10_000_000 + i)}`,
    number: `R${String(i).padStart(9, "0")}`,
  };
}
const PERSONS = Array.from({ length: PLANTED }, (_, i) => person(i));

/** Settlements with persons in all the places they come in. */
function withPersons(rows: string[][], from = 0): string[][] {
  const header = [...HEADER, "psn_name", "证件号码", "联系电话", "家庭住址", "经办人", "附注"];
  const body = rows.map((row, i) => {
    const who = PERSONS[(from + i) % PLANTED]!;
    const own = [...row];
    own[1] = who.number;
    return [
      ...own,
      ...[who.name, who.certificate, who.phone, `某市某路${i}号${who.name}`, who.name],
      `家属${who.phone}来电，证号${who.certificate}`,
    ];
  });
  return [header, ...body];
}

/** Everything below a folder that can be read as text: bytes as they are, tables cell by cell. */
async function textsBelow(folder: string): Promise<string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
  const texts = files.map((file) => readFileSync(file).toString("utf8"));
  const store = await Store.open(":memory:");
  const gather = async (from: string) => {
    const rows = await store.rows<{ text: string }>(
      `select string_agg(distinct cast(columns(*) as varchar), chr(10)) from ${from}`,
    );
    texts.push(...rows.flatMap((row) => Object.values(row).filter((text) => text !== null)));
  };
  for (const file of files) {
    if (file.endsWith(".parquet")) await gather(`read_parquet(${pathLiteral(file)})`);
    if (!file.endsWith(".duckdb")) continue;
    await store.run(`attach ${literal(file)} as other (read_only)`);
    const tables = await store.rows<{ name: string }>(
      `select 'other."' || schema_name || '"."' || table_name || '"' as name from duckdb_tables() where database_name = 'other'`,
    );
    for (const { name } of tables) await gather(name);
    await store.run("detach other");
  }
  store.close();
  return texts;
}

/** Every piece of a text that is as long as a name, a telephone, a number or a certificate. */
function wordsIn(text: string): Set<string> {
  const words = new Set<string>();
  for (const [run] of text.matchAll(/[\dXR]{10,}|[\u4e00-\u9fa5]{3,}/g)) {
    for (const length of [3, 10, 11, 18])
      for (let i = 0; i + length <= run.length; i++) words.add(run.slice(i, i + length));
  }
  return words;
}

describe("persons stay outside", () => {
  test(`of ${PLANTED} planted names, certificates, telephones and numbers none is found`, async () => {
    const office = new Office();
    const rows = settlements(PLANTED);
    const text = withPersons(rows);
    // Lines that went wrong carry persons into other columns.
    for (let i = 100; i < 1000; i += 100) {
      const line = text[i]!;
      line[10] = PERSONS[i - 1]!.name;
      text[i + 1]!.unshift(PERSONS[i]!.certificate);
      text[i + 2]![4] = PERSONS[i + 1]!.phone;
      text[i + 3]![0] = "";
    }
    const parquet = path.join(office.folder, "p.parquet");
    const csv = office.file("p-source.csv", csvOf(withPersons(settlements(PLANTED, "2025-04"))));
    const store = await Store.open(":memory:");
    await store.run(
      `copy (select * from read_csv(${pathLiteral(csv)}, all_varchar = true)) to ${literal(parquet)} (format parquet)`,
    );
    store.close();
    const sheet = XLSX.utils.aoa_to_sheet([
      ["rx_drord_no", "psn_no", "患者姓名", "手机号", "rx_time", "generic_name", "remark"],
      ...PERSONS.slice(0, 500).map(({ name, number, phone, certificate }, i) => [
        ...[`RX${i}`, number, name, phone, "2025-03-05 09:00:00", "二甲双胍"],
        `${name}代取，电话${phone}，${certificate}`,
      ]),
    ]);
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, "处方");
    const workbook = XLSX.write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
    const outcomes = await office.load([
      office.file("p.csv", csvOf(text)),
      parquet,
      office.file("p.xlsx", workbook),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["loaded", "loaded", "loaded"]);
    expect(outcomes[0]!.quarantined).toBeGreaterThan(30);
    await run(office.home, { now });
    const texts = [...(await textsBelow(office.home.root)), JSON.stringify(outcomes)].join("\n");
    expect(texts).toContain("H41010100001");
    const words = wordsIn(texts);
    const found = PERSONS.filter((who) => Object.values(who).some((word) => words.has(word)));
    expect(found).toEqual([]);
    expect(wordsIn(csvOf(text)).has(PERSONS[7]!.certificate)).toBe(true);
    expect(wordsIn(csvOf(text)).has(PERSONS[7]!.name)).toBe(true);
  });

  test("nothing is left where files are read before persons are taken out", async () => {
    const office = new Office();
    await office.load([office.file("gone.csv", csvOf(withPersons(settlements(100))))]);
    const left = readdirSync(tmpdir()).filter((name) =>
      name.startsWith(`fundwatch-door-${process.pid}-`),
    );
    expect(left).toEqual([]);
  });
});

describe("the key", () => {
  const file = (office: Office) => office.file("march.csv", csvOf([HEADER, ...settlements(10)]));
  const refused = async (office: Office, words: RegExp) =>
    expect(
      office.load([office.file("april.csv", csvOf([HEADER, ...settlements(10, "2025-04")]))]),
    ).rejects.toThrow(words);

  test("is made once, readable by its user alone, outside the home", async () => {
    const office = new Office();
    await office.load([file(office)]);
    const key = personKeyFile(office.home);
    expect(path.relative(office.home.root, key)).toMatch(/^\.\./);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(readFileSync(key, "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
    const [person] = await office.landed("settlement", "psn_no");
    await office.load([office.file("april.csv", csvOf([HEADER, ...settlements(1, "2025-04")]))]);
    const months = await office.landed("settlement", "psn_no, month");
    expect(months.find(({ month }) => month === "2025-04")!.psn_no).toBe(person!.psn_no);
  });

  test("lost, exchanged or spoiled, no persons come in under another name", async () => {
    const office = new Office();
    await office.load([file(office)]);
    const key = personKeyFile(office.home);
    rmSync(key);
    await refused(office, /找不到人员密钥/);
    writeFileSync(key, "cd".repeat(32));
    await refused(office, /已载入的人员是用 [0-9a-f]{8} 加密的/);
    writeFileSync(key, "short");
    await refused(office, /内容不对/);
    expect(await office.landed("settlement")).toHaveLength(10);
  });

  test("is refused inside the home", async () => {
    const office = new Office({ person_key_file: "state/key" });
    mkdirSync(path.join(office.home.root, "state"), { recursive: true });
    await expect(office.load([file(office)])).rejects.toThrow(/放在了工作目录里面/);
  });
});
