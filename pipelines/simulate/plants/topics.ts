import type { Plant } from "../plant.ts";
import { BED_DAYS } from "./bed-days.ts";
import { begun, billed, VISITS_TABLE } from "./bills.ts";
import { casesOf } from "./cases.ts";
import { CHANGED_REFERENCE, moreItems } from "./catalogue.ts";
import { CHARGES } from "./charges.ts";
import { COMPANY } from "./company.ts";
import { CROWDS } from "./crowds.ts";
import { DEATHS } from "./deaths.ts";
import { ENTITLEMENTS } from "./entitlements.ts";
import { encounterChanged, ROWS } from "./files.ts";
import { ILLNESSES } from "./illness.ts";
import { LIMITS } from "./limits.ts";
import { MEDICINES } from "./medicines.ts";
import { STAYS } from "./stays.ts";
import type { Topic } from "./topic.ts";
import { TRACING } from "./tracing.ts";
import { truthOf } from "./truth.ts";

const TOPICS: readonly Topic[] = [
  STAYS,
  BED_DAYS,
  CROWDS,
  CHARGES,
  LIMITS,
  MEDICINES,
  TRACING,
  DEATHS,
  ENTITLEMENTS,
  COMPANY,
  ILLNESSES,
];

const KINDS = TOPICS.flatMap(({ kinds }) => kinds);
const VISITS = TOPICS.flatMap(({ visits }) => visits);
const LINES = TOPICS.flatMap(({ lines = [] }) => lines);

/** How many stays a case of a kind has. */
const staysOf = (key: string): number =>
  VISITS.filter((sql) => sql.includes(" 1 as kind,") && sql.includes(`where key = '${key}' `))
    .length;

const added = (table: string, selects: string[]): string =>
  `insert into ${table} by name ${selects.join("\nunion all by name ")}`;

/** Patterns that are cases of persons: their visits, and what is billed and prescribed. */
export const CARE_PLANTS: Plant = {
  tables: (world) => [
    ...moreItems(),
    ...casesOf(KINDS, staysOf, world),
    VISITS_TABLE,
    added("plant_planned", VISITS),
  ],
  month: (_, index, world) => [
    ...begun(index),
    added("plant_line", LINES),
    ...billed(index, world),
    truthOf(index),
  ],
  rows: ROWS,
  changes: { ...CHANGED_REFERENCE, encounter: encounterChanged },
};
