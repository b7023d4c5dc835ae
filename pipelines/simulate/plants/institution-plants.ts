import type { Plant } from "../plant.ts";
import { CLAIMS_PLANT } from "./claims.ts";
import { combined } from "./combined.ts";
import { COMPANY_PLANT } from "./company.ts";
import { CONDUCT_PLANT } from "./conduct.ts";
import { DEATH_PLANT } from "./deaths.ts";
import { DENTAL_PLANT, REGISTER_PLANT } from "./entitlements.ts";
import { furtherItems } from "./further-items.ts";
import { GOODS_PLANT } from "./goods.ts";
import { SECOND_OPERATION } from "./illness.ts";
import { OVERLOAD_PLANT } from "./overload.ts";
import { PHARMACIST_PLANT } from "./pharmacists.ts";
import { rolesOf } from "./roles.ts";
import { TRACING_PLANT } from "./tracing.ts";

/** What there must be before cases are made. */
export const FURTHER_LOOKUPS: Plant = combined([{ tables: furtherItems }, DENTAL_PLANT]);

/**
 * What institutions, doctors and pharmacists do, and what stands in registers, for the rules R22 to R42.
 * The persons and visits of these rules are cases of `CARE_PLANTS`, after which this comes.
 */
export const INSTITUTION_PLANTS: Plant = combined([
  { tables: rolesOf },
  CONDUCT_PLANT,
  OVERLOAD_PLANT,
  COMPANY_PLANT,
  GOODS_PLANT,
  PHARMACIST_PLANT,
  TRACING_PLANT,
  CLAIMS_PLANT,
  DEATH_PLANT,
  REGISTER_PLANT,
  {
    // What was changed in place is joined in another order, now and then: files must not show it.
    month: () => [
      "create or replace table stage.settlement as select * from stage.settlement order by sn",
    ],
    rows: { operation: () => SECOND_OPERATION },
  },
]);
