/** A made-up city: a number of counties below it. Its codes are in no list of real places. */
export interface Region {
  city: { code: string; name: string };
  counties: { code: string; name: string; share: number }[];
}

const PREFIX = "9901";
const NAMES = "甲乙丙丁戊己庚辛壬癸";
/** Relative sizes: a city's districts are larger than its hill counties. */
const SHARES = [22, 17, 13, 11, 9, 8, 7, 6, 4, 3];

const PEOPLE_PER_COUNTY = 150_000;

/** Six counties, up to ten when there are people for them. */
export function regionFor(people: number): Region {
  const count = Math.min(10, Math.max(6, Math.round(people / PEOPLE_PER_COUNTY)));
  const total = SHARES.slice(0, count).reduce((a, b) => a + b, 0);
  return {
    city: { code: `${PREFIX}00`, name: "示例市" },
    counties: SHARES.slice(0, count).map((share, i) => ({
      code: `${PREFIX}${String(i + 1).padStart(2, "0")}`,
      name: `示例市${NAMES[i]}${i < 2 ? "区" : "县"}`,
      share: share / total,
    })),
  };
}

/** Where people travel for care: made-up places outside the city. */
export const ELSEWHERE = [
  { code: "990200", name: "示例省会市", pay_loc: 3 },
  { code: "980100", name: "示例邻省市", pay_loc: 4 },
] as const;
