import { z } from "zod";

/** Settlements checked at random beside the clues, so that what rules miss can be measured. */
export const cluePolicy = z.strictObject({
  /** Of the clues of a month. */
  random_share: z.number().min(0).max(1).default(0.05),
  /** At least so many a month. */
  random_minimum: z.number().int().min(0).max(500).default(10),
  /** Fixed before settlements are known; another seed draws others. */
  random_seed: z.string().min(1).default("fundwatch"),
});
export type CluePolicy = z.infer<typeof cluePolicy>;
