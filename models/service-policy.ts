import { z } from "zod";

/** How settlements are counted, and how they become expenditure. */

const digits = z.string().regex(/^\d+$/, "应为数字代码");
const region = z.string().regex(/^\d{6}$/, "统筹区代码应为 6 位数字");
const share = z.string().regex(/^0(\.\d{1,6})?$/, "应为 0.05 这样的小数");
const month = z.number().int().min(1).max(12);

/** Bases that metrics have of their own, which no 口径 may be called. */
export const RESERVED_BASES = ["month", "all_care", "fund_spend", "without_herb"];

const inpatientPolicy = z.strictObject({
  /** Empty: the bureau's own, which figures without a basis follow. */
  policy: z
    .string()
    .regex(/^[a-z0-9_]*$/, "口径名只能用小写字母、数字和 _")
    .refine((name) => !RESERVED_BASES.includes(name), "这个口径名已有别的用途")
    .default(""),
  /** Where it applies: there it takes the place of the general list. */
  region: region.nullable().default(null),
  /** Beginnings of med_type: `21` counts 2101 too. */
  med_types: z.array(digits).min(1),
  document: z.string().nullable().default(null),
});
export type InpatientPolicy = z.infer<typeof inpatientPolicy>;

const clearing = z.strictObject({
  /** Months between settlement and payment, by pay_loc. */
  lag_months: z.record(z.enum(["1", "2", "3", "4"]), z.number().int().min(0).max(12)),
  /** Share of local online settlements (pay_loc 2) that is kept back. */
  deposit_share: share.default("0"),
  /** In this month the deposit of last year's settlements is paid back. */
  deposit_returned_in: month.default(3),
  /** So many twelfths of the year's first budget for 待遇支出, paid in advance and taken back in equal parts. */
  advance: z
    .strictObject({
      paid_in: month,
      taken_back_in: z.array(month).min(1),
      months: z.number().int().min(1).max(12),
    })
    .nullable()
    .default(null),
});
export type ClearingPolicy = z.infer<typeof clearing>;

export const servicePolicy = {
  inpatient: z.array(inpatientPolicy).default([]),
  /** A bureau's additions to 医疗类别: `28` or `5302`, its name, and the care it is. */
  med_types: z
    .array(
      z.strictObject({
        code: digits,
        title: z.string(),
        care: z.enum([
          "inpatient",
          "outpatient",
          "chronic",
          "pharmacy",
          "maternity_outpatient",
          "other",
        ]),
      }),
    )
    .default([]),
  /** Names under which special groups go locally: `{ "特困": ["01"] }`. */
  special_groups: z.record(z.string(), z.array(z.string())).default({}),
  /** 异地: outside the city (地市级统筹) or outside the county (县级统筹). */
  pooling: z.enum(["city", "county"]).default("city"),
  clearing: clearing.nullable().default(null),
};
