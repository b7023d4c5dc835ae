import type { Bulletin } from "./block.ts";
import type { Check } from "./check.ts";
import { judgeClaim } from "./claims.ts";
import { conflictsIn } from "./conflicts.ts";
import type { Figure } from "./figure.ts";
import type { Finding, Verdict } from "./finding.ts";
import { balanceChecks } from "./identities/balances.ts";
import { completionChecks } from "./identities/completion.ts";
import { growthChecks } from "./identities/growth.ts";
import { monthsChecks } from "./identities/months-payable.ts";
import { rateChecks } from "./identities/rates.ts";
import { sumChecks } from "./identities/sums.ts";
import { judge } from "./judge.ts";
import { Ledger } from "./ledger.ts";
import { plain } from "./numerals.ts";
import { firstReading } from "./reading.ts";
import { type Paragraph, readParagraph } from "./sentences.ts";
import { openingSpan } from "./span.ts";
import { readTable } from "./tables.ts";

const IDENTITIES: ((ledger: Ledger) => Check[])[] = [
  completionChecks,
  balanceChecks,
  sumChecks,
  monthsChecks,
  growthChecks,
  rateChecks,
];

const ORDER: Verdict[] = ["inconsistent", "contradicted", "conflicting", "remark", "consistent"];

export interface BulletinCheck {
  /** Those to be acted on first, then in the order of the text. */
  findings: Finding[];
  /** Numbers found that stand for an amount. */
  figures: Figure[];
  /** Of these, how many were held against nothing. */
  unchecked: number;
}

/**
 * Checks the figures of a bulletin against each other. Every printed number stands for the interval
 * ± half a unit of its last digit; one is inconsistent only if no reading of the others meets it.
 */
export function checkBulletin({ blocks }: Bulletin): BulletinCheck {
  const { figures, claims } = readBlocks(blocks);
  const ledger = new Ledger(figures);
  const judged = IDENTITIES.flatMap((identity) => identity(ledger)).flatMap((check) => {
    const finding = judge(check);
    return finding ? [{ check, finding }] : [];
  });
  const contradictions = claims.flatMap(({ words, sentence, at, reading }) => {
    const near = figures.findLast(
      ({ subject, scope, role, sentence: number }) =>
        subject?.measure === "expenditure" &&
        subject.item === "" &&
        role === "actual" &&
        number <= at &&
        scope.fund === reading.fund &&
        scope.section === reading.section &&
        scope.region === "" &&
        scope.account === "all",
    );
    return judgeClaim({ words, fund: reading.fund, sentence, near }, ledger) ?? [];
  });
  const findings = [
    ...onePerFigure(judged.map(({ finding }) => finding)),
    ...contradictions,
    ...conflictsIn(ledger),
  ].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const used = new Set(judged.flatMap(({ check, finding }) => figuresOf(check, finding)));
  return { findings, figures, unchecked: figures.filter((figure) => !used.has(figure)).length };
}

function figuresOf({ target, routes }: Check, { verdict }: Finding): Figure[] {
  const met = routes.find(({ expression }) => expression.value.meets(target.signed));
  const route = verdict === "consistent" ? met : routes[0];
  return [target, ...(route?.expression.figures ?? [])];
}

/** A figure that misses two identities is reported once, with what the first expects. */
function onePerFigure(findings: Finding[]): Finding[] {
  const seen = new Map<Figure, Finding>();
  return findings.filter((finding) => {
    if (finding.verdict === "consistent") return true;
    const earlier = seen.get(finding.figure!);
    if (!earlier) seen.set(finding.figure!, finding);
    else earlier.explanation += `；${finding.formula}`;
    return !earlier;
  });
}

function readBlocks(blocks: Bulletin["blocks"]): Paragraph {
  const all: Paragraph = { figures: [], claims: [] };
  const text = blocks.map((block) => (block.kind === "text" ? block.text : "")).join("\n");
  const reading = firstReading(openingSpan(plain(text)));
  let sentences = 0;
  let caption = "";
  for (const [index, block] of blocks.entries()) {
    if (block.kind === "text") {
      const { figures, claims } = readParagraph(block.text, index, reading, sentences);
      all.figures.push(...figures);
      all.claims.push(...claims);
      if (block.text.trim() !== "")
        caption = /^\W*(?:单位|\(单位|（单位)/.test(block.text)
          ? `${caption} ${block.text}`
          : block.text;
    } else {
      const words = caption.length <= 80 ? plain(caption) : "";
      all.figures.push(...readTable(block.rows, words, index, reading, sentences));
      caption = "";
    }
    sentences += 1000;
  }
  return all;
}
