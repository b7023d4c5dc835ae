import type { Plant } from "../plant.ts";
import { combined } from "./combined.ts";

/** Every pattern that the rules look for, and what only looks like it. */
export const PLANTS: Plant = combined([]);
