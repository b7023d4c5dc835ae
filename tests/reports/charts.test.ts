import { beforeAll, describe, expect, test } from "vitest";
import { loadFonts } from "../../pipelines/publish/fonts.ts";
import { textWidth, WIDTH } from "../../reports/charts/frame.ts";
import type { Chart } from "../../reports/document.ts";
import {
  countyCompletionChart,
  flowChart,
  fundCompletionChart,
  payableCharts,
} from "../../reports/documents/bulletin-charts.ts";
import { type Fonts, missingCharacters } from "../../reports/render/fonts.ts";
import { renderPng } from "../../reports/render/png.ts";
import { city, cityFigures, figure, fundFigures } from "./city.ts";

const history = (fund: string, months: Record<string, string>) =>
  Object.entries(months).map(([period, value]) =>
    figure("months_payable", fund, value, { basis: "budget", period }),
  );

const lined = () =>
  city({}, [
    ...fundFigures("employee", ["1", "0.5", "2", "0.6", "0.01", "-1", "3"]),
    ...history("employee", { "2019-04": "7", "2019-05": "6.5", "2019-07": "5.2" }),
  ]);

const texts = (chart: Chart | null) =>
  [...(chart?.svg ?? "").matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);

const all = (): Chart[] =>
  [
    countyCompletionChart(city(), "resident"),
    fundCompletionChart(city()),
    flowChart(city()),
    ...payableCharts(city()),
    ...payableCharts(lined()),
  ].filter((chart) => chart !== null);

describe("titles say what the marks show", () => {
  test("completion by county and by fund", () => {
    const chart = countyCompletionChart(city(), "resident");
    expect(chart?.title).toBe("居民基金支出：临泽县超均衡进度14.54个百分点，5个地区全部超前");
    expect(texts(chart)).toContain("72.87% +14.54");
    expect(fundCompletionChart(city())?.title).toBe(
      "职工支出超均衡进度7.12个百分点，3项基金中2项超前",
    );
  });
  test("completion when nobody is ahead, or not all are known", () => {
    const calm = (ahead: string | null) =>
      fundCompletionChart(
        city({}, [
          ...fundFigures("employee", ["1", null, "1", "0.5", "-0.0833"]),
          ...fundFigures("resident", ["1", null, "1", "0.4", ahead]),
        ]),
      )?.title;
    expect(calm("-0.1833")).toBe("支出均未超均衡进度，最快的职工完成预算的50.00%");
    expect(calm(null)).toBe("职工支出完成预算的50.00%");
  });
  test("income and expenditure", () => {
    expect(flowChart(city())?.title).toBe("职工基金当期赤字400万元，支出大于收入");
    const surplus = city({}, fundFigures("employee", ["3", null, "2", null, null, "1"]));
    expect(flowChart(surplus)?.title).toBe("职工基金当期结余1元");
  });
  test("months payable, as bars and as a line", () => {
    expect(payableCharts(city()).map((chart) => chart.title)).toEqual([
      "生育基金可支付122.48个月，高于15个月，结余偏高",
    ]);
    expect(payableCharts(lined()).map((chart) => chart.title)).toEqual([
      "职工基金可支付5.20个月，低于6—9个月的正常区间",
    ]);
  });
});

test("last year is drawn only where the comparison is allowed", () => {
  const before = figure("income_ytd", "employee", "2", { period: "2018-07" });
  const drawn = (yoy: string | null) =>
    flowChart(
      city({}, [
        ...fundFigures("employee", ["3", null, "2"]),
        before,
        figure("income_ytd.yoy", "employee", yoy),
      ]),
    )?.figures;
  expect(drawn("0.5")).toContain(before.id);
  expect(drawn(null)).not.toContain(before.id);
});

test("a missing month is a gap in the line", () => {
  const line = payableCharts(lined())[0]!.svg;
  const path = /aria-label="line"[^>]*>.*?<path d="([^"]*)"/s.exec(line)?.[1] ?? "";
  expect(path.match(/M/g)).toHaveLength(2);
});

test("every Chinese character is an em wide, those beyond U+FFFF, too", () => {
  for (const text of ["汉", "𬭊", "𠅤", "%", "—"]) expect(textWidth(text, 10)).toBe(10);
  expect(textWidth("a1", 10)).toBeCloseTo(11.4, 6);
});

test("too little to draw is no chart", () => {
  expect(flowChart(city({}, []))).toBeNull();
  expect(fundCompletionChart(city({}, []))).toBeNull();
  expect(countyCompletionChart(city(), "employee")).toBeNull();
  expect(payableCharts(city({}, []))).toEqual([]);
});

test("stable, readable in print, within its width", () => {
  const again = all();
  all().forEach((chart, i) => {
    expect(chart.svg).toBe(again[i]!.svg);
    expect(chart.svg).not.toMatch(/\d\.\d{4}|NaN|undefined|<SVG|system-ui/);
    const sizes = [...chart.svg.matchAll(/font-size="([\d.]+)"/g)].map((m) => Number(m[1]));
    const points = (156 / 25.4) * 72;
    expect(Math.min(...sizes) * (points / WIDTH)).toBeGreaterThanOrEqual(9);
  });
});

test("forty-five regions are cut to what a page holds, and say so", () => {
  const children = Array.from({ length: 45 }, (_, i) => ({ code: `c${i}`, name: `第${i}县` }));
  const figures = children.flatMap((child, i) => [
    figure("expenditure_completion", "resident", `0.${100 + i}`, { region: child.code }),
    figure("ahead_of_even", "resident", `-0.${100 + i}`, { region: child.code }),
  ]);
  const chart = countyCompletionChart(city({ children }, figures), "resident")!;
  expect(texts(chart).join("")).toContain("共45行，只画前40行");
  expect((chart.height * 156) / chart.width).toBeLessThan(215);
});

describe("pictures", () => {
  let fonts: Fonts;
  beforeAll(async () => {
    fonts = await loadFonts();
  });
  const dark = (png: Uint8Array) => png.length;

  test("text really is drawn: a picture without it is much smaller", () => {
    const { svg } = flowChart(city())!;
    const mute = svg.replace(/<text[^>]*>[^<]*<\/text>/g, "");
    expect(dark(renderPng(svg, fonts, 900))).toBeGreaterThan(2 * dark(renderPng(mute, fonts, 900)));
    expect(() => renderPng(svg, { faces: [] }, 900)).toThrow(/no fonts/);
  });
  test("every character of every chart has a glyph", () => {
    const text = all().flatMap(texts).join("");
    expect(missingCharacters(fonts, text)).toEqual([]);
    expect(missingCharacters(fonts, text, 700)).toEqual([]);
  });
});

test("the city's figures are all drawn by id", () => {
  const ids = new Set(cityFigures().map((each) => each.id));
  for (const chart of all().slice(0, 4)) {
    expect(chart.figures.length).toBeGreaterThan(0);
    for (const id of chart.figures) expect(ids).toContain(id);
  }
});
