import type { Plant } from "../plant.ts";
import { companions, UNHURRIED } from "./company.ts";
import { BILLS, CONDUCT_TOLD, conductOf, DIP_CHANGED } from "./conduct.ts";
import { DIED_ON, deathChanged } from "./deaths.ts";
import { CHANGED_REGISTERS, dispensedInStay, ENTITLED } from "./entitlements.ts";
import { furtherItems } from "./further-items.ts";
import {
  atMonth,
  linesChanged,
  scansChanged,
  stockChanged,
  stocked,
  untracedTold,
} from "./goods.ts";
import { SECOND_OPERATION } from "./illness.ts";
import {
  CHECKUP_DIAGNOSES,
  CHECKUP_ENCOUNTERS,
  crowdedDays,
  isShared,
  MORE_PRACTITIONERS,
} from "./overload.ts";
import {
  institutionsChanged,
  LENDING,
  pharmacistsTold,
  prescriptionChanged,
  registerOf,
} from "./pharmacists.ts";
import { rolesOf } from "./roles.ts";
import {
  boxesTold,
  claimsTold,
  FURTHER_SCANS,
  reimbursementChanged,
  SECOND_CLAIMS,
} from "./tracing.ts";

/**
 * What institutions, doctors and pharmacists do, and what stands in registers, for the rules R22 to R42.
 * The persons and visits of these rules are cases of `CARE_PLANTS`, after which this comes.
 */
export const INSTITUTION_PLANTS: Plant = {
  tables: (world) => [
    ...furtherItems(),
    ...ENTITLED,
    ...DIED_ON,
    ...BILLS,
    ...rolesOf(world),
    LENDING,
    MORE_PRACTITIONERS,
  ],
  month: (_, index, world) => [
    atMonth(index, world),
    ...conductOf(world),
    ...crowdedDays(world, index),
    UNHURRIED,
    ...stocked(world, index),
    ...(index === 0 ? CONDUCT_TOLD : []),
    ...pharmacistsTold(world, index),
    ...untracedTold(index, world),
    companions(index),
    boxesTold(index),
    claimsTold(index),
    dispensedInStay(index),
    // What was changed in place is joined in another order, now and then: files must not show it.
    "create or replace table stage.settlement as select * from stage.settlement order by sn",
  ],
  rows: {
    drug_trace: () => FURTHER_SCANS,
    encounter: () => CHECKUP_ENCOUNTERS,
    diagnosis: () => CHECKUP_DIAGNOSES,
    operation: () => SECOND_OPERATION,
    reimbursement: () => SECOND_CLAIMS,
  },
  changes: {
    ...CHANGED_REGISTERS,
    ...DIP_CHANGED,
    death: deathChanged,
    drug_trace: scansChanged,
    fee_line: linesChanged,
    institution: institutionsChanged,
    practitioner: registerOf(isShared),
    prescription: prescriptionChanged,
    reimbursement: reimbursementChanged,
    stock: stockChanged,
  },
};
