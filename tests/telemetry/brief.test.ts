import { describe, expect, test } from "vitest";
import { brief } from "../../pipelines/telemetry/brief.ts";

describe("an error in brief", () => {
  test.each([
    [
      "Conversion Error: Could not convert string '张三' to INT32",
      "Conversion Error: Could not convert string … to INT32",
    ],
    ["Binder Error: bad 'it''s\nLINE 1: select 'x'", "Binder Error: bad ……"],
    [
      "document.monthly-bulletin 超过 7200 秒没有完成，已中断",
      "document.monthly-bulletin 超过 7200 秒没有完成，已中断",
    ],
    ["2019-07 的合计 5782.51 与 123,456 不符", "2019-07 的合计 … 与 … 不符"],
    ["身份证 62070219900101123X，电话 13900000000", "身份证 …，电话 …"],
    ["ENOENT: no such file, open '/home/x/张三.xlsx'", "ENOENT: no such file, open …"],
    ["读不出 /home/x/inbox/某人.csv，请检查", "读不出 …，请检查"],
    ["读不出 某人名单.xlsx 的表", "读不出 … 的表"],
    ["connect ECONNREFUSED 127.0.0.1:6379", "connect ECONNREFUSED …:6379"],
  ])("%s", (error, expected) => {
    expect(brief(error)).toBe(expected);
  });

  test("is short", () => {
    expect(brief("错".repeat(5000)).length).toBeLessThanOrEqual(201);
  });
});
