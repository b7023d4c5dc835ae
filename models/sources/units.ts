import { normalize } from "./text.ts";

const UNITS: Record<"money" | "persons", Record<string, number>> = {
  money: { 元: 1, 万元: 10_000, 亿元: 100_000_000 },
  persons: { 人: 1, 万人: 10_000, 亿人: 100_000_000 },
};

/** Units of a quantity and how many yuan (persons) each is. */
export function unitsOf(quantity: "money" | "persons"): Record<string, number> {
  return UNITS[quantity];
}

/** The unit a 单位 cell names, e.g. `人民币万元` → 万元. */
export function readUnit(text: string, quantity: "money" | "persons"): string | undefined {
  const plain = normalize(text)
    .replace(/^人民币/, "")
    .replace(/^(单位|金额单位)[::]?/, "");
  if (plain in UNITS[quantity]) return plain;
  const short = quantity === "money" ? `${plain}元` : `${plain}人`;
  return (plain === "万" || plain === "亿") && short in UNITS[quantity] ? short : undefined;
}

const NAMES = {
  money: "[十百千美港澳欧日]*(?:亿|万)?[十百千美港澳欧日]*元",
  persons: "[十百千]*(?:亿|万)?[十百千]*人",
};

/**
 * The unit a title or header names: 单位:万元, (亿元). A name outside `unitsOf` is a unit that cannot be
 * used: one not known (千元, 美元), or several at once (元、万元).
 */
export function findUnit(text: string, quantity: "money" | "persons"): string | undefined {
  const pieces = text.replace(/(单\s*位)\s*[:：]?\s*/g, "单位:").split(/\s+/);
  const found = new Set(pieces.flatMap((piece) => unitsIn(normalize(piece), quantity)));
  if (found.size === 0) for (const unit of unitsIn(normalize(text), quantity)) found.add(unit);
  return found.size === 0 ? undefined : [...found].join("、");
}

function unitsIn(plain: string, quantity: "money" | "persons"): string[] {
  const unit = new RegExp(`(${NAMES[quantity]})(?![\\u4e00-\\u9fff])`, "gu");
  return [...plain.matchAll(/单位[::]?[^()]*|\([^()]*/g)].flatMap((stretch) =>
    [...stretch[0].matchAll(unit)].map((match) => match[1]!),
  );
}

/** Header text without its unit: 参保人数(万人) → 参保人数. */
export function stripUnit(header: string): string {
  return header
    .replace(/[((](?:单位[::]?)?(?:元|万元|亿元|人|万人|亿人|人民币元|人民币万元)[))]/g, "")
    .replace(/[::]$/, "");
}
