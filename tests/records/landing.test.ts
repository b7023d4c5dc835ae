import { createHmac } from "node:crypto";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import XLSX from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import { quarantined } from "../../pipelines/ingest/quarantine.ts";
import { literal, pathLiteral } from "../../pipelines/quote.ts";
import { Store } from "../../pipelines/store.ts";
import { gbk } from "../sources/gbk.ts";
import { CHINESE_HEADER, csvOf, HEADER, Office, settlements } from "./settlements.ts";

const ROWS = settlements(500);
const KEY = "ab".repeat(32);
const PSEUDONYM = createHmac("sha256", Buffer.from(KEY, "hex"))
  .update("P00000037")
  .digest("hex")
  .slice(0, 32);
const office = new Office();

async function parquetOf(name: string, select: string): Promise<string> {
  const csv = office.file(`${name}.source.csv`, csvOf([HEADER, ...ROWS]));
  const file = path.join(office.folder, name);
  const store = await Store.open(":memory:");
  await store.run(
    `copy (select ${select} from read_csv(${pathLiteral(csv)}, all_varchar = true)) to ${literal(file)} (format parquet)`,
  );
  store.close();
  return file;
}

const TYPED = `* replace (cast(setl_time as timestamp) as setl_time, cast(begndate as date) as begndate,
  cast(enddate as timestamp) as enddate, cast(insutype as integer) as insutype,
  cast(medfee_sumamt as double) as medfee_sumamt, cast(hifp_pay as decimal(16,2)) as hifp_pay)`;

/** The same settlements in every dress they come in. */
const FORMS: Record<string, () => string | Promise<string>> = {
  "csv of the platform": () => office.file("a.csv", csvOf([HEADER, ...ROWS])),
  "csv with Chinese headers": () => office.file("b.csv", csvOf([CHINESE_HEADER, ...ROWS])),
  "csv in GBK": () => office.file("c.csv", gbk(csvOf([CHINESE_HEADER, ...ROWS]))),
  "csv with a byte order mark and CRLF": () =>
    office.file("d.csv", `\ufeff${csvOf([HEADER, ...ROWS]).replaceAll("\n", "\r\n")}`),
  "csv with a title, tabs, commas in amounts and local dates": () =>
    office.file(
      "e.csv",
      [["2025年3月结算"], CHINESE_HEADER, ...ROWS.map((row) => row.map(locally))]
        .map((row) => row.join("\t"))
        .join("\n"),
    ),
  "Parquet of texts": () => parquetOf("f.parquet", "*"),
  "Parquet with types": () => parquetOf("g.parquet", TYPED),
  "a workbook": () => {
    const sheet = XLSX.utils.aoa_to_sheet([["结算明细"], CHINESE_HEADER, ...ROWS]);
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, "明细");
    return office.file("h.xlsx", XLSX.write(book, { type: "buffer", bookType: "xlsx" }) as Buffer);
  },
};

const locally = (cell: string, column: number): string => {
  if (column === 10) return "1,000.50";
  if (column === 4) return cell.replace(/[- :]/g, "");
  return column === 5 || column === 6 ? cell.replaceAll("-", "/") : cell;
};

describe("the same settlements land alike, whatever they come in", () => {
  test.each(Object.entries(FORMS))("%s", async (_, make) => {
    office.anew({ person_key_file: "../key" });
    office.file("key", KEY);
    const [outcome] = await office.load([await make()]);
    expect(outcome).toMatchObject({
      source: "settlement",
      status: "loaded",
      rows: 500,
      quarantined: 0,
    });
    const landed = await office.landed(
      "settlement",
      "setl_id, psn_no, insutype, setl_time, begndate, enddate, medfee_sumamt, hifp_pay, updt_time, month",
    );
    expect(landed).toHaveLength(500);
    expect(landed[37]).toEqual({
      setl_id: "S202503000037",
      psn_no: PSEUDONYM,
      insutype: "310",
      setl_time: "2025-03-10 10:20:37",
      begndate: "2025-03-01",
      enddate: "2025-03-10",
      medfee_sumamt: "1000.50",
      hifp_pay: "602.00",
      updt_time: "2025-03-10 10:20:37",
      month: "2025-03",
    });
    expect(new Set(landed.map(({ psn_no }) => psn_no)).size).toBe(97);
  });
});

describe("rows that cannot be taken", () => {
  test("are told with line, column, value and reason; the others are loaded", async () => {
    office.anew();
    const rows = settlements(3000);
    rows[2500]![10] = "一千";
    rows[2600]![4] = "2025-02-30 10:00:00";
    rows[2700]![0] = "";
    rows[2800] = rows[2800]!.slice(0, 5);
    rows[2900]!.push("more");
    rows[2950]![1] = "";
    const [outcome] = await office.load([office.file("bad.csv", csvOf([HEADER, ...rows]))]);
    expect(outcome).toMatchObject({ status: "loaded", rows: 2994, quarantined: 6 });
    const bad = await quarantined(office.home);
    expect(bad.map(({ row, column, reason }) => [Number(row), column, reason])).toEqual([
      [2502, "医疗费总额", "不是金额（元，两位小数）"],
      [2602, "结算时间", "不是时间（如 2025-01-31 10:20:30）"],
      [2702, "结算ID", "没有结算ID"],
      [2802, "", "列数比表头少"],
      [2902, "", "列数比表头多"],
      [2952, "人员编号", "没有人员编号"],
    ]);
    expect(bad[1]!.value).toBe("2025-02-30 10:00:00");
    expect(outcome!.messages.join("\n")).toContain(
      "文件 bad.csv，第2602行，结算时间列，值“2025-02-30 10:00:00”",
    );
  });

  test("are found in columns that are written the local way too", async () => {
    office.anew();
    const rows = settlements(100).map((row) => row.map(locally));
    rows[5]![4] = "昨天";
    rows[6]![10] = "很多";
    rows[90] = rows[90]!.slice(0, 5);
    const text = [CHINESE_HEADER, ...rows].map((row) => row.join("\t")).join("\n");
    const [outcome] = await office.load([office.file("local.csv", text)]);
    expect(outcome).toMatchObject({ rows: 97, quarantined: 3 });
    const bad = await quarantined(office.home);
    expect(bad.map(({ row, value }) => [Number(row), value])).toEqual([
      [7, "某某"],
      [8, "某某"],
      [92, ""],
    ]);
  });

  test("a file that lacks what a settlement must have is refused by name", async () => {
    office.anew();
    const without = [HEADER, ...ROWS].map((row) => row.filter((_, i) => i !== 0));
    const [outcome] = await office.load([office.file("lacks.csv", csvOf(without))]);
    expect(outcome).toMatchObject({ status: "refused" });
    expect(outcome!.messages[0]).toContain("最接近“结算”，缺少：结算ID（setl_id）");
  });
});

describe("what arrives", () => {
  test("the same file under another name is one batch; a folder may be passed over", async () => {
    office.anew();
    const text = csvOf([HEADER, ...ROWS]);
    await office.load([office.file("one.csv", text)]);
    const [again] = await office.load([office.file("two.csv", text)]);
    expect(again).toMatchObject({ status: "duplicate" });
    writeFileSync(
      path.join(office.home.inbox, "three.csv"),
      csvOf([HEADER, ...settlements(5, "2025-04")]),
    );
    writeFileSync(path.join(office.home.inbox, ".fundwatchignore"), "");
    expect(await office.load([])).toEqual([]);
  });

  test("originals of records stay outside, unless the bureau wants them, for its own eyes", async () => {
    office.anew();
    const file = office.file("original.csv", csvOf([HEADER, ...ROWS]));
    const names = () =>
      readdirSync(office.home.raw, { recursive: true, encoding: "utf8" }).filter((n) =>
        /original/.test(n),
      );
    await office.load([file]);
    expect(names()).toEqual([]);
    office.anew({ keep_record_originals: true });
    await office.load([file]);
    expect(names()).toHaveLength(1);
    expect(statSync(path.join(office.home.raw, names()[0]!)).mode & 0o777).toBe(0o600);
  });

  test("a dry run says how the file is understood and leaves nothing", async () => {
    office.anew();
    const [outcome] = await office.load([office.file("dry.csv", csvOf([HEADER, ...ROWS]))], {
      dryRun: true,
    });
    expect(outcome).toMatchObject({ status: "would_load", rows: 500 });
    expect(outcome!.messages[0]).toContain("认作结算（settlement），认出 18 列");
    expect(readdirSync(office.home.raw)).toEqual([]);
  });
});
