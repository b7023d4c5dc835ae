import type { Step } from "./plan.ts";

/**
 * The same work in parts of at most so many months, in order of time: what is interrupted then
 * loses one part. A table that takes the place of one made by other code stays in one piece, unless
 * it is too large for that: then its first part takes the place, and the others join it.
 */
export function inChunks(step: Step, months: number | undefined): Step[] {
  const isOne = step.was === "other code" && step.asset.chunkMonths === undefined;
  if (months === undefined || step.build.length <= months || isOne) return [step];
  const chunks: Step[] = [];
  for (let at = 0; at < step.build.length; at += months) {
    const first = at === 0;
    chunks.push({
      ...step,
      build: step.build.slice(at, at + months),
      remove: first ? step.remove : [],
      was: first ? step.was : "same code",
      full: first && (step.full || step.was === "absent"),
      leavesOut: true,
      goesOn: at + months < step.build.length,
    });
  }
  return chunks;
}
