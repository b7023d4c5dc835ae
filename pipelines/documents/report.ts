import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import { addMonths, endMonth } from "../../models/period.ts";
import type { Format } from "../../models/publication.ts";
import type { DocumentAsset } from "../asset.ts";
import { assets } from "../assets.ts";
import { stagingOf } from "../executor.ts";
import { drawFiguresNear, withFigures } from "../figure-book.ts";
import type { Home } from "../home.ts";
import { regionsIn } from "../publish/monthly-bulletin.ts";
import { errorInWords } from "../report.ts";
import type { Store } from "../store.ts";
import { DOCUMENT_KINDS } from "./kinds.ts";
import { take } from "./make.ts";
import { putFiles } from "./manifest.ts";
import { type Grounds, groundsOf, issuedPartitions } from "./plan.ts";

export interface Reported {
  files: string[];
  figures: string[];
  highlights: string[];
}

export interface ReportRequest {
  period: string;
  /** YYYY-MM-DD, printed under the text. */
  issuedOn: string;
  region?: string | undefined;
}

export interface ReportOptions {
  now: () => Date;
  /** A folder of the user's own; otherwise the documents' usual place. */
  out?: string | undefined;
  /** Otherwise those of the config. */
  formats?: readonly Format[] | undefined;
}

/** What was made of the documents of many regions, and why some were not. */
export interface ReportedAll {
  files: string[];
  figures: string[];
  /** Regions left alone, or whose document failed, in Chinese. */
  notMade: { region: string; name: string; reason: string; failed: boolean }[];
}

/**
 * Makes one document from the published snapshot, whatever a run would think of it. In its usual
 * place it is from then on kept up to date; in a folder of the user's own it is left alone.
 */
export const reportDocument = (
  home: Home,
  key: string,
  request: ReportRequest,
  options: ReportOptions,
): Promise<Reported> =>
  withFigures(home, undefined, async (store) => {
    const desk = await deskOf(home, store, key);
    const reported = await makeOne(desk, request, options);
    if (reported !== undefined) return reported;
    throw new UserError(
      `${request.region ?? home.config.region ?? ""} ${request.period} ${DOCUMENT_KINDS[key]!.title}已经印发，out/ 里是印发的文件`.trim(),
      "要改已印发的，用 fundwatch restate 更正；只想看看现在的数字，用 --out 输出到别的文件夹。",
    );
  });

/** Makes the documents of every region that has figures in the period; one that fails stops no other. */
export const reportEveryRegion = (
  home: Home,
  key: string,
  request: Omit<ReportRequest, "region">,
  options: ReportOptions & { progress?: (name: string, done: number, total: number) => void },
): Promise<ReportedAll> =>
  withFigures(home, undefined, async (store) => {
    const regions = await regionsIn(store, request.period);
    if (regions.length === 0) {
      throw new UserError(
        `${request.period} 没有数据`,
        "请先载入该期的来文并执行 fundwatch run；已有的期间见 fundwatch status。",
      );
    }
    await drawFiguresNear(store, addMonths(endMonth(request.period), -YEARS_DRAWN * 12));
    const desk = await deskOf(home, store, key);
    const all: ReportedAll = { files: [], figures: [], notMade: [] };
    for (const [i, { code: region, name }] of regions.entries()) {
      options.progress?.(name, i, regions.length);
      const leave = (reason: string, failed: boolean) =>
        all.notMade.push({ region, name, reason, failed });
      try {
        const made = await makeOne(desk, { ...request, region }, options);
        if (made === undefined) leave("已经印发，没有动它", false);
        all.files.push(...(made?.files ?? []));
        all.figures.push(...(made?.figures ?? []));
      } catch (error) {
        leave(errorInWords(error), true);
      }
    }
    options.progress?.("", regions.length, regions.length);
    return all;
  });

/** A document looks back three years at most, and compares the earliest with the year before. */
const YEARS_DRAWN = 4;

/** What the documents of one kind are made with. */
interface Desk {
  home: Home;
  store: Store;
  asset: DocumentAsset;
  grounds: Grounds;
  issued: ReadonlySet<string>;
}

async function deskOf(home: Home, store: Store, key: string): Promise<Desk> {
  const asset = assets().find((a): a is DocumentAsset => a.key === key && a.kind === "document")!;
  const grounds = await groundsOf(home, store, asset);
  return { home, store, asset, grounds, issued: issuedPartitions(home, asset) };
}

/** Undefined where its place is taken by what was issued. */
async function makeOne(
  { home, store, asset, grounds, issued }: Desk,
  request: ReportRequest,
  { now, out, formats = home.config.bulletins.formats }: ReportOptions,
): Promise<Reported | undefined> {
  const kind = DOCUMENT_KINDS[asset.key]!;
  const { period, issuedOn } = request;
  const isIssued = (region: string) => out === undefined && issued.has(`${region}|${period}`);
  if (request.region !== undefined && isIssued(request.region)) return undefined;
  const composed = await kind.compose(home, store, request);
  const { region } = composed;
  if (isIssued(region)) return undefined;
  const folder = `report-${randomUUID()}`;
  const staged = stagingOf(home, folder);
  mkdirSync(staged, { recursive: true });
  try {
    const written = await kind.write(home, composed, staged, formats);
    const { files, figures, highlights } = written;
    if (out !== undefined) {
      const to = path.resolve(out);
      putFiles(home, staged, files, to);
      return { files: files.map((file) => path.join(to, file)), figures, highlights };
    }
    const step = {
      asset: asset.key,
      partition: `${region}|${period}`,
      reason: "forced" as const,
      region,
      period,
      grounds,
    };
    const kept = { folder, files, figures, content: written.content };
    const put = take(home, step, kept, { run: "report", now, issuedOn });
    return { files: put.map((file) => path.join(home.root, file)), figures, highlights };
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
