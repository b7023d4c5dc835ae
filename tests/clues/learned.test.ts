import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClueState, untouched } from "../../models/clues/state.ts";
import { learnFrom } from "../../pipelines/clues/learned.ts";
import { Store } from "../../pipelines/store.ts";

let store: Store;
beforeAll(async () => {
  store = await Store.open(":memory:");
  await store.run("create schema marts");
  // 300 clues of two kinds: those of 收费项目 turn out right, those of 住院行为 do not, whatever their amount.
  await store.run(`create table marts.clue as
    select 'C' || i as clue, '疑点' as kind, 'settlement' as subject_type, 'H1' as fixmedins_code,
      cast(100 + i * 37 % 500 as decimal(18, 2)) as amount_yuan, 2 as severity_rank, 1 as rule_count, 1 as suspicions,
      0.3 + (i * 37 % 500) / 1000.0 as score
    from range(300) as r(i)`);
  await store.run(`create table marts.clue_suspicion as
    select 'C' || i as clue, 'R' || i % 2 as rule, 'settlement' as subject_type, 'S' || i as subject, '2025-03' as month
    from range(300) as r(i)`);
  await store.run(`create table marts.suspicion as
    select rule, subject_type, subject, month,
      case rule when 'R1' then '收费项目' else '住院行为' end as rule_group
    from marts.clue_suspicion`);
});
afterAll(() => store.close());

function concluded(count: number): Map<string, ClueState> {
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const isRight = i % 2 === 1 && i % 11 > 0;
      const at = `2025-${String(1 + Math.floor((i * 8) / count)).padStart(2, "0")}-01T00:00:00Z`;
      const state: ClueState = {
        ...untouched(`C${i}`),
        status: isRight ? "verified" : "closed",
        verified_yuan: isRight ? "100.00" : null,
        refuted: !isRight,
        concluded_at: at,
      };
      return [state.clue, state];
    }),
  );
}

test("clues like those that were verified get the better chances", async () => {
  const learned = await learnFrom(store, concluded(240));
  if (!("chances" in learned)) throw new Error(learned.refused);
  expect(learned.evaluation.average_precision).toBeGreaterThan(
    learned.evaluation.average_precision_before,
  );
  expect(learned.chances.get("C291")!).toBeGreaterThan(0.8);
  expect(learned.chances.get("C290")!).toBeLessThan(0.2);
});

test("a ledger with few conclusions teaches nothing yet, and says how many it takes", async () => {
  expect(await learnFrom(store, concluded(60))).toEqual({
    refused: expect.stringContaining("各满 50 条"),
  });
});
