import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DOCUMENTS, type DocumentName } from "../models/document-names.ts";
import { RULES } from "../models/rules/index.ts";
import { SOURCES } from "../models/sources/index.ts";
import { PLAIN, RECORD_SOURCES } from "../models/sources/records/index.ts";
import {
  type Asset,
  assetFrom,
  type Check,
  checkFrom,
  type DocumentAsset,
  modelFrom,
  RECORDS,
  sourceFrom,
} from "./asset.ts";
import { figureSql } from "./figures.ts";
import { FORECAST, FORECAST_COLUMNS, FORECAST_SQL, FORECAST_VERSION } from "./forecast/table.ts";
import {
  SCREENING,
  SCREENING_COLUMNS,
  SCREENING_SQL,
  SCREENING_VERSION,
} from "./outliers/screening.ts";
import { latestSql } from "./record-tables.ts";
import { evidenceSql } from "./rule-tables.ts";
import { fingerprint } from "./source-catalog.ts";
import { foundSql } from "./supervision-tables.ts";

const SQL_FOLDER = fileURLToPath(new URL("../sql/", import.meta.url));
const TABLE_FOLDERS = ["staging", "core", "rules", "marts"];

function filesOf(folder: string): [string, string][] {
  return readdirSync(path.join(SQL_FOLDER, folder))
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => [name.slice(0, -4), readFileSync(path.join(SQL_FOLDER, folder, name), "utf8")]);
}

/** Every asset: what arrives, a table for each file of `sql/`, the figures, the documents. */
export const assets = (): Asset[] => [
  ...SOURCES.map(({ id, title }) => sourceFrom(`source.${id}`, title)),
  ...RECORD_SOURCES.map(({ id, title }) => sourceFrom(`source.${id}`, title, [RECORDS])),
  ...PLAIN.map((source) => assetFrom(`core.${source.id}`, latestSql(source))),
  ...TABLE_FOLDERS.flatMap((folder) =>
    filesOf(folder).map(([name, sql]) => assetFrom(`${folder}.${name}`, sql)),
  ),
  assetFrom("marts.suspicion_evidence", evidenceSql(RULES)),
  assetFrom("marts.supervision_found", foundSql(RULES)),
  modelFrom(SCREENING, SCREENING_SQL, SCREENING_COLUMNS, SCREENING_VERSION),
  modelFrom(FORECAST, FORECAST_SQL, FORECAST_COLUMNS, FORECAST_VERSION),
  assetFrom("marts.figure", figureSql()),
  document("monthly-bulletin", "The monthly bulletin of a region."),
  document("quarterly-report", "The quarterly operation report of a region."),
  {
    ...document("forecast-book", "The balance-forecast book of a region.", [
      "marts.forecast_history",
      "marts.forecast_outcome",
      "marts.fund_forecast",
    ]),
    metrics: "forecast_",
  },
];

function document(name: DocumentName, about: string, more: string[] = []): DocumentAsset {
  const { span, word } = DOCUMENTS[name];
  return {
    kind: "document",
    key: `document.${name}`,
    about,
    span,
    tags: ["document", word],
    reads: ["core.region", "marts.figure", "marts.fund_month", ...more],
    version: wordsVersion(),
  };
}

/** Every claim about them: `sql/checks/*.sql`. */
export const checks = (): Check[] => filesOf("checks").map(([name, sql]) => checkFrom(name, sql));

let words: string | undefined;

/** Changes with any line of the rooms that decide what a document says. */
function wordsVersion(): string {
  words ??= fingerprint(
    ...["models", "reports"].flatMap((room) => {
      const folder = fileURLToPath(new URL(`../${room}/`, import.meta.url));
      return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .sort()
        .map((name) => readFileSync(path.join(folder, name), "utf8"));
    }),
  );
  return words;
}
