import { join } from "node:path";
import { expect, test } from "vitest";
import { pathLiteral } from "../../pipelines/quote.ts";
import { useDesk } from "./desk.ts";

const desk = useDesk();

async function parquet(name: string, query: string): Promise<string> {
  const path = join(desk.inbox, name);
  await desk.connection.run(`copy (${query}) to '${path}' (format parquet)`);
  return path;
}

test("every type becomes the text a clerk would type", async () => {
  const path = await parquet(
    "x.parquet",
    `select 12.30::decimal(16,2) as "金额 (元)", date '2019-07-01' d, timestamp '2019-07-01' t0,
       timestamp '2019-07-01 08:30:00' t1, 440100::double code, 3.1::double x, 1e-5::double small,
       1e22::double big, 'nan'::double nan, true b, 9007199254740993 id, '  ' blank, '0012' s
     union all select -100, null, null, null, null, 0.1, 0, null, null, false, 1, 'a', null`,
  );
  const { format, grids } = await desk.read(path);
  expect(format).toBe("parquet");
  expect(grids[0]).toMatchObject({ sheet: "", width: 13, rows: 3 });
  expect(await desk.rows(grids[0])).toEqual([
    [1, "金额 (元)", "d", "t0", "t1", "code", "x", "small", "big", "nan", "b", "id", "blank", "s"],
    [
      2,
      "12.30",
      "2019-07-01",
      "2019-07-01",
      "2019-07-01 08:30:00",
      "440100",
      "3.1",
      "0.00001",
      "10000000000000000000000",
      null,
      "TRUE",
      "9007199254740993",
      null,
      "0012",
    ],
    [3, "-100.00", null, null, null, null, "0.1", "0", null, null, "FALSE", "1", "a", null],
  ]);
});

test("row numbers follow the file over many row groups, blank rows left out", async () => {
  const path = await parquet(
    "many.parquet",
    "select case when i % 10 <> 5 then i end as i from range(300000) t(i)",
  );
  const { grids } = await desk.read(path);
  const wrong = await desk.connection.runAndReadAll(
    `select count(*), count(*) filter (c0::int <> row_no - 2) from ${grids[0]?.table} where row_no > 1`,
  );
  expect(wrong.getRows()).toEqual([[270_000n, 0n]]);
});

test("binary columns of text are read; nested columns and true binary are refused by name", async () => {
  const text = await parquet("b.parquet", "select encode('广州') as region");
  expect(await desk.rows((await desk.read(text)).grids[0])).toEqual([
    [1, "region"],
    [2, "广州"],
  ]);
  const nested = await parquet("n.parquet", "select 1 a, [1, 2] as 明细");
  await expect(desk.read(nested)).rejects.toMatchObject({ where: { column: "明细" } });
  const binary = await parquet("v.parquet", "select '\\xAA\\xFF'::blob as b");
  await expect(desk.read(binary)).rejects.toThrow("二进制列");
});

test("a damaged or cut file is refused", async () => {
  const bad = await desk.refusal("bad.parquet", `PAR1${"x".repeat(40)}PAR1`);
  expect(bad.message).toContain("损坏");
  expect((await desk.refusal("cut.parquet", `PAR1${"x".repeat(40)}`)).message).toContain("不完整");
});

test("patterns in a path are taken literally", () => {
  expect(pathLiteral("/a[1]/x*y?'.txt")).toBe("'/a[[]1]/x[*]y[?]''.txt'");
});
