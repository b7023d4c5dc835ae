import { checkupAdmission } from "./checkup-admission.ts";
import { coVisits } from "./co-visits.ts";
import { companionAdmissions } from "./companion-admissions.ts";
import { costOutlier } from "./cost-outlier.ts";
import type { RuleCard } from "./define.ts";
import { dentalChronic } from "./dental-chronic.ts";
import { dualChannelMisuse } from "./dual-channel-misuse.ts";
import { duplicateInvoice } from "./duplicate-invoice.ts";
import { emptyBedDays } from "./empty-bed-days.ts";
import { excessiveDialysis } from "./excessive-dialysis.ts";
import { expensiveSubstitute } from "./expensive-substitute.ts";
import { frequentAdmissions } from "./frequent-admissions.ts";
import { frequentPurchases } from "./frequent-purchases.ts";
import { limitedAge } from "./limited-age.ts";
import { limitedIndication } from "./limited-indication.ts";
import { limitedSetting } from "./limited-setting.ts";
import { limitedSex } from "./limited-sex.ts";
import { lowSeverityAdmission } from "./low-severity-admission.ts";
import { missingTraceCode } from "./missing-trace-code.ts";
import { multiInstitutionPurchases } from "./multi-institution-purchases.ts";
import { mutuallyExclusiveItems } from "./mutually-exclusive-items.ts";
import { nearCapSpending } from "./near-cap-spending.ts";
import { overDailyQuantity } from "./over-daily-quantity.ts";
import { overPriceCap } from "./over-price-cap.ts";
import { overStayQuantity } from "./over-stay-quantity.ts";
import { overlappingStays } from "./overlapping-stays.ts";
import { overlongStay } from "./overlong-stay.ts";
import { oversupplyPerPrescription } from "./oversupply-per-prescription.ts";
import { pharmacistMismatch } from "./pharmacist-mismatch.ts";
import { practitionerOverload } from "./practitioner-overload.ts";
import { rapidCrossInstitution } from "./rapid-cross-institution.ts";
import { repeatedTraceCode } from "./repeated-trace-code.ts";
import { serviceAfterDeath } from "./service-after-death.ts";
import { soldBeyondStock } from "./sold-beyond-stock.ts";
import { specialGroupAnomaly } from "./special-group-anomaly.ts";
import { splitAdmission } from "./split-admission.ts";
import { splitVisits } from "./split-visits.ts";
import { stockpiledDrug } from "./stockpiled-drug.ts";
import { undiscountedSurgery } from "./undiscounted-surgery.ts";
import { unregisteredChronic } from "./unregistered-chronic.ts";
import { upcoding } from "./upcoding.ts";
import { visitDuringStay } from "./visit-during-stay.ts";
import { zeroCopayment } from "./zero-copayment.ts";

/** Every supervision rule, in the order of its number. */
export const RULES: readonly RuleCard[] = [
  splitAdmission,
  overlappingStays,
  visitDuringStay,
  emptyBedDays,
  checkupAdmission,
  lowSeverityAdmission,
  overlongStay,
  companionAdmissions,
  frequentAdmissions,
  mutuallyExclusiveItems,
  overDailyQuantity,
  overStayQuantity,
  overPriceCap,
  limitedSex,
  limitedAge,
  limitedIndication,
  limitedSetting,
  oversupplyPerPrescription,
  stockpiledDrug,
  frequentPurchases,
  multiInstitutionPurchases,
  repeatedTraceCode,
  missingTraceCode,
  soldBeyondStock,
  expensiveSubstitute,
  serviceAfterDeath,
  practitionerOverload,
  pharmacistMismatch,
  dualChannelMisuse,
  dentalChronic,
  unregisteredChronic,
  specialGroupAnomaly,
  zeroCopayment,
  coVisits,
  rapidCrossInstitution,
  nearCapSpending,
  splitVisits,
  costOutlier,
  upcoding,
  undiscountedSurgery,
  excessiveDialysis,
  duplicateInvoice,
];

export const ruleNamed = (id: string): RuleCard | undefined =>
  RULES.find((rule) => rule.id === id || rule.name === id || rule.title === id);
