import { FigureBook } from "../../models/figure.ts";
import { documentText, figuresIn } from "../../reports/document.ts";
import { withFigures } from "../figure-book.ts";
import type { Home } from "../home.ts";
import type { Store } from "../store.ts";
import {
  type BulletinRequest,
  type Composed,
  chooseRegion,
  composed,
  type Rendered,
} from "./monthly-bulletin.ts";
import { gatherQuarter } from "./quarterly-facts.ts";
import { writeDocument } from "./write-document.ts";

/** Loaded late, as all that draws: it takes longer than the rest of a program that starts. */
const words = async () =>
  (await import("../../reports/documents/quarterly/quarterly-report.ts")).quarterlyReport;

/** A region's quarterly report, every figure traceable, out of the tables in `store`. */
export async function composeQuarterlyReport(
  home: Home,
  store: Store,
  request: BulletinRequest,
): Promise<Composed> {
  const region = await chooseRegion(store, home.config, request);
  const facts = await gatherQuarter(home, store, region, request);
  return composed(home, store, facts, "医保基金运行分析报告", await words());
}

/** Writes a region's quarterly report into a folder that is there. */
export async function renderQuarterlyReport(
  home: Home,
  request: BulletinRequest,
  folder: string,
): Promise<Rendered> {
  return withFigures(home, undefined, async (store) => {
    const { region, name, document, ...drawn } = await composeQuarterlyReport(home, store, request);
    const files = await writeDocument(document, drawn, folder, name, home);
    const highlights = documentText(document)
      .split("\n")
      .filter((line) => /^(总体看|从住院服务看)/.test(line));
    return { region, files, figures: figuresIn(document), highlights };
  });
}

/** What a report would say, without writing it: equal where every word and number is equal. */
export async function quarterlyContent(
  home: Home,
  store: Store,
  region: string,
  period: string,
): Promise<string> {
  const quarterlyReport = await words();
  const named = await chooseRegion(store, home.config, { region, period });
  const facts = await gatherQuarter(home, store, named, { period, issuedOn: "2000-01-01" });
  const figures = new FigureBook(facts.figures.all().map((figure) => ({ ...figure, run: "" })));
  return JSON.stringify(quarterlyReport({ ...facts, figures, run: "" }));
}
