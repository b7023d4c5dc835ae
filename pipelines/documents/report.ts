import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { DocumentAsset } from "../asset.ts";
import { assets } from "../assets.ts";
import { stagingOf } from "../executor.ts";
import type { Home } from "../home.ts";
import { openSnapshot } from "../publish/snapshot.ts";
import { fingerprint } from "../source-catalog.ts";
import { DOCUMENT_KINDS } from "./kinds.ts";
import { take } from "./make.ts";
import { putFiles } from "./manifest.ts";
import { groundsOf, issuedPartitions } from "./plan.ts";

export interface Reported {
  files: string[];
  figures: string[];
  highlights: string[];
}

/**
 * Makes one document from the published snapshot, whatever a run would think of it. In its usual
 * place it is from then on kept up to date; in a folder of the user's own it is left alone.
 */
export async function reportDocument(
  home: Home,
  key: string,
  request: { region?: string | undefined; period: string; issuedOn: string },
  options: { now: () => Date; out?: string | undefined },
): Promise<Reported> {
  const kind = DOCUMENT_KINDS[key]!;
  const asset = assets().find((a): a is DocumentAsset => a.key === key && a.kind === "document")!;
  const folder = `report-${randomUUID()}`;
  const staged = stagingOf(home, folder);
  mkdirSync(staged, { recursive: true });
  try {
    const { region, files, figures, highlights } = await kind.render(home, request, staged);
    if (options.out !== undefined) {
      const to = path.resolve(options.out);
      putFiles(home, staged, files, to);
      return { files: files.map((file) => path.join(to, file)), figures, highlights };
    }
    if (issuedPartitions(home, asset).has(`${region}|${request.period}`))
      throw new UserError(
        `${region} ${request.period} ${kind.title}已经印发，out/ 里是印发的文件`,
        "要改已印发的，用 fundwatch restate 更正；只想看看现在的数字，用 --out 输出到别的文件夹。",
      );
    const prints = await printsOf(home, asset, region, request.period);
    const partition = `${region}|${request.period}`;
    const month = request.period;
    const step = { asset: key, partition, reason: "forced" as const, region, month, prints };
    const { issuedOn } = request;
    const kept = { folder, files, figures };
    const put = take(home, step, kept, { run: "report", now: options.now, issuedOn });
    return { files: put.map((file) => path.join(home.root, file)), figures, highlights };
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

async function printsOf(home: Home, asset: DocumentAsset, region: string, period: string) {
  const store = await openSnapshot(home);
  try {
    const content = await DOCUMENT_KINDS[asset.key]!.content(home, store, region, period);
    return { ...(await groundsOf(home, store, asset)), content: fingerprint(content) };
  } finally {
    store.close();
  }
}
