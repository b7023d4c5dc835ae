import { z } from "zod";
import { DOCUMENT_NAMES } from "./document-names.ts";
import { FORMATS } from "./publication.ts";

/** How the machine works by itself: what starts when, how long it may take, whom it tells. */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "应为 2026-10-01 这样的日期");

const schedule = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}_-]+$/u, "只能用文字、数字、- 和 _"),
  /** Five fields, read as Shanghai's clock: minute hour day month weekday. */
  cron: z.string(),
  /** Load the inbox first. */
  load: z.boolean().default(false),
  /** What to build, as `run` takes it; empty: everything. */
  select: z.array(z.string()).default([]),
  /** Give the groups of `delivery` what was issued since. */
  deliver: z.boolean().default(false),
  /** After downtime: every missed time, or the latest of them alone. */
  catch_up: z.enum(["each", "latest"]).default("each"),
});
export type Schedule = z.infer<typeof schedule>;

/** A partition of an asset is due on the nth working day of the month after its own. */
const deadline = z.strictObject({
  asset: z.string(),
  working_day: z.number().int().min(1).max(20),
});
export type Deadline = z.infer<typeof deadline>;

const webhook = z.strictObject({
  kind: z.literal("webhook"),
  /** `generic` posts JSON; the others speak as the group robots of 企业微信 and 钉钉 expect. */
  format: z.enum(["generic", "wecom", "dingtalk"]).default("generic"),
  url: z.url({ protocol: /^https?$/, error: "应为 http:// 或 https:// 开头的网址" }),
  /** The environment variable that holds the secret 钉钉 robots sign with. */
  secret_env: z.string().nullable().default(null),
});
const email = z.strictObject({
  kind: z.literal("email"),
  host: z.string(),
  port: z.number().int().default(465),
  /** TLS from the first byte (465); otherwise STARTTLS where the server offers it. */
  secure: z.boolean().default(true),
  user: z.string().nullable().default(null),
  /** The environment variable that holds the password. */
  password_env: z.string().nullable().default(null),
  from: z.string(),
  to: z.array(z.string()).min(1),
});
export const channel = z.discriminatedUnion("kind", [webhook, email]);
export type Channel = z.infer<typeof channel>;

const filled = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape).prefault({} as never);

export const operation = {
  /** Bulletins and quarterly reports that `run` keeps up to date. */
  bulletins: filled({
    /** Kinds, by the names of their assets. */
    documents: z.array(z.enum(DOCUMENT_NAMES)).default([...DOCUMENT_NAMES]),
    /** Regions; null: `region`, or the only one there is. */
    regions: z.array(z.string()).nullable().default(null),
    /** From this month on; null: the latest month, and those once made. */
    from: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "应为 2019-07 这样的年月")
      .nullable()
      .default(null),
    formats: z
      .array(z.enum(FORMATS))
      .min(1)
      .default([...FORMATS]),
  }),
  inbox: filled({
    /** Whether `serve` loads what is put into the inbox. */
    watch: z.boolean().default(true),
    every_seconds: z.number().positive().default(15),
    /** A file that did not change for so long is taken to be whole. */
    settle_seconds: z.number().positive().default(30),
  }),
  schedules: z.array(schedule).prefault([{ name: "nightly", cron: "30 2 * * *", load: true }]),
  deadlines: z.array(deadline).default([{ asset: "document.monthly-bulletin", working_day: 8 }]),
  /** Days off and make-up working days that the table in the program does not have. */
  holidays: filled({ off: z.array(day).default([]), work: z.array(day).default([]) }),
  runs: filled({
    attempts: z.number().int().min(1).default(4),
    backoff_seconds: z.number().positive().default(1),
    step_minutes: z.number().positive().default(120),
    /** How long a step may go on after the program was asked to stop. */
    stop_seconds: z.number().min(0).default(20),
    /** A worker not heard of for so long has died: others make its documents. */
    lost_seconds: z.number().min(1).default(60),
    /** Documents made at once by one process. */
    parallel: z.number().int().min(1).default(2),
  }),
  alerts: filled({
    channels: z.array(channel).default([]),
    /** An alert that lasts is sent again after so many hours. */
    remind_hours: z.number().positive().default(24),
    /** Expenditure ahead of even progress by more than this fraction of the budget. */
    ahead_of_even_above: z.number().default(0.05),
  }),
  telemetry: filled({
    /** Where OpenTelemetry traces and metrics go, e.g. `http://127.0.0.1:4318`; null: nowhere. */
    otlp_endpoint: z.string().nullable().default(null),
  }),
};
