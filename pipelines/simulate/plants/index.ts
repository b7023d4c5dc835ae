import type { Plant } from "../plant.ts";
import { combined } from "./combined.ts";
import { FURTHER_LOOKUPS, INSTITUTION_PLANTS } from "./institution-plants.ts";
import { CARE_PLANTS } from "./topics.ts";

/** Every pattern that the rules look for, and what only looks like it. */
export const PLANTS: Plant = combined([FURTHER_LOOKUPS, CARE_PLANTS, INSTITUTION_PLANTS]);
