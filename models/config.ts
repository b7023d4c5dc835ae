import { z } from "zod";
import { cluePolicy } from "./clues/policy.ts";
import { delivery } from "./delivery.ts";
import { operation } from "./operation.ts";
import { servicePolicy } from "./service-policy.ts";

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "应为 2019-07 这样的年月");
const names = z.record(z.string(), z.array(z.string())).default({});

/** Which months-payable figure a report quotes, from which month on, and on whose authority. */
export const monthsPayablePolicy = z.strictObject({
  from: month,
  numerator: z.enum(["pooled", "total"]),
  denominator: z.enum(["trailing_12", "ytd_average", "budget", "prior_year"]),
  exclude_transfers: z.boolean().default(true),
  document: z.string().nullable().default(null),
});
export type MonthsPayablePolicy = z.infer<typeof monthsPayablePolicy>;

/** Warning levels of months payable for one fund; `basis` is their 依据, null where none is known. */
export const band = z.strictObject({
  fund: z.string(),
  short_below: z.number(),
  normal_from: z.number(),
  normal_to: z.number(),
  excess_above: z.number(),
  basis: z.string().nullable().default(null),
});
export type Band = z.infer<typeof band>;

const funds = z.array(z.string()).optional();

/** An event that forecasts must not read history across as if nothing had been. */
const historyBreak = z
  .strictObject({
    id: z.string().min(1),
    kind: z.enum(["pulse", "level"]),
    from: month,
    to: month.optional(),
    funds,
    lines: z.array(z.string()).optional(),
    title: z.string().min(1),
  })
  .refine(({ kind, from, to }) => kind === "level" || (to !== undefined && to >= from), {
    message: "pulse（若干月异常）要写 to，且不早于 from",
  });

const EPIDEMIC = "新冠疫情";

/** How far, from how many paths, against which lines of months payable, and around which events. */
const forecast = z.strictObject({
  horizon: z.number().int().min(1).max(36).default(18),
  paths: z.number().int().min(200).max(20_000).default(2000),
  seed: z.number().int().nonnegative().default(1),
  bands: z.array(z.number()).min(1).default([6, 3, 0]),
  breaks: z.array(historyBreak).default([
    { id: "covid-2020", kind: "pulse", from: "2020-02", to: "2020-04", title: EPIDEMIC },
    { id: "covid-2022", kind: "pulse", from: "2022-12", to: "2023-01", title: EPIDEMIC },
  ]),
});

const region = z.strictObject({
  code: z.string().regex(/^\d{6}$/, "统筹区代码应为 6 位数字"),
  name: z.string(),
  parent: z.string().nullable().default(null),
});

/**
 * 6–9 months is normal, above 15 excess, below 3 short for the pooled 职工 fund (人社部发〔2009〕67号,
 * as restated by a ministry spokesman on 2016-10-25). No such text is known for other funds: they
 * are judged by the same numbers, with an empty 依据.
 */
const STANDARD = { short_below: 3, normal_from: 6, normal_to: 9, excess_above: 15 };

/** Who may make documents and who may approve them; empty: everybody, but never both at once. */
const publication = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        account: z.string().min(1),
        roles: z.array(z.enum(["make", "approve"])).min(1),
        /** The only user of the system who may act as this account. */
        os_user: z.string().nullable().default(null),
      }),
    )
    .default([]),
});

const fontFile = z
  .string()
  .regex(/\.(ttf|otf|ttc)$/i, "应为 .ttf、.otf 或 .ttc 字体文件的路径")
  .nullable()
  .default(null);

/** The bureau's own files of 仿宋, 小标宋, 楷体, 黑体 and 宋体, for .pdf; null: the one that comes along. */
const fonts = z.strictObject({
  fangsong: fontFile,
  xiaobiaosong: fontFile,
  kaiti: fontFile,
  heiti: fontFile,
  songti: fontFile,
});
export type FontFiles = z.infer<typeof fonts>;

export const configSchema = z.strictObject({
  bureau: z.string().default("××市医疗保障局"),
  region: z.string().nullable().default(null),
  regions: z.array(region).default([]),
  aliases: z
    .strictObject({ headers: names, funds: names, terms: names })
    .default({ headers: {}, funds: {}, terms: {} }),
  months_payable: z.array(monthsPayablePolicy).default([
    {
      from: "2000-01",
      numerator: "pooled",
      denominator: "trailing_12",
      exclude_transfers: true,
      document: null,
    },
  ]),
  bands: z.array(band).default([
    { fund: "employee", ...STANDARD, basis: "人社部发〔2009〕67号" },
    { fund: "resident", ...STANDARD, basis: null },
    { fund: "maternity", ...STANDARD, basis: null },
  ]),
  /** Keep files of records (结算 …) as received, with the persons in them, under raw/. */
  keep_record_originals: z.boolean().default(false),
  /** Where the key is that hides persons; null: the user's own configuration folder. */
  person_key_file: z.string().nullable().default(null),
  fonts: fonts.default({
    fangsong: null,
    xiaobiaosong: null,
    kaiti: null,
    heiti: null,
    songti: null,
  }),
  publication: publication.default({ accounts: [] }),
  clues: cluePolicy.prefault({}),
  forecast: forecast.prefault({}),
  memory_limit: z.string().default("4GB"),
  threads: z.number().int().positive().nullable().default(null),
  ...servicePolicy,
  ...operation,
  delivery,
});
export type Config = z.infer<typeof configSchema>;

export const DEFAULT_CONFIG: Config = configSchema.parse({});

/** The months-payable policy in force at the end of a month. */
export function policyAt(config: Config, at: string): MonthsPayablePolicy {
  const inForce = config.months_payable
    .filter((p) => p.from <= at)
    .sort((a, b) => a.from.localeCompare(b.from));
  return inForce.at(-1) ?? DEFAULT_CONFIG.months_payable[0]!;
}
