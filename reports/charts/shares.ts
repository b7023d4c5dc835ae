import * as Plot from "@observablehq/plot";
import Big from "big.js";
import type { Figure } from "../../models/figure.ts";
import type { Chart } from "../document.ts";
import { percent, points } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth, WIDTH } from "./frame.ts";
import { isValued, measureOf } from "./measure.ts";

/**
 * One part of a whole: an amount or a count, of which the chart computes the share. Undefined where it
 * is not known: without every part there is no whole, and that period is not drawn.
 */
export interface SharePart {
  label: string;
  now: Figure | undefined;
  before: Figure | undefined;
}

export interface SharesInput {
  /** The whole, in the title: 居民住院统筹支出. */
  subject: string;
  /** Disjoint parts that make up the whole, in the order they are laid. */
  parts: SharePart[];
  /** Names of the two bars: 2025年1—9月, 上年同期. */
  nowLabel: string;
  beforeLabel: string;
  source: string;
}

/** One period's parts as exact fractions of their sum, by name. */
type Shares = Map<string, Big>;

interface Segment {
  label: string;
  share: Big;
  from: number;
  to: number;
  fill: string;
  ink: string;
}

/** A name outside its segment, `level` lines away from the bar. */
interface OuterName {
  text: string;
  x: number;
  width: number;
  level: number;
}

interface Row {
  label: string;
  segments: Segment[];
  outer: OuterName[];
  top: number;
  /** Outer names stand above the first bar and below the second: −1 and 1. */
  side: -1 | 1;
}

const BAR = 38;
const BETWEEN = 18;
const LINE = 18;
/** Parts that can be told apart; the smallest beyond them are drawn as one. */
const MOST = 7;

/** What a whole is made of, this year above last year; one bar where last year is not known. */
export function sharesChart(input: SharesInput): Chart | null {
  const parts = input.parts.filter(({ now, before }) => isValued(now) || isValued(before));
  const now = sharesOf(parts, "now");
  if (!now || parts.length < 2) return null;
  const before = sharesOf(parts, "before");
  const folded = foldedInto(parts, now, before);
  const finding = findingOf(input.subject, fold(now, folded), before && fold(before, folded));
  const periods = [
    { label: input.nowLabel, shares: fold(now, folded) },
    ...(before ? [{ label: input.beforeLabel, shares: fold(before, folded) }] : []),
  ];
  const laidFrom = (left: number) =>
    periods.map(({ label, shares }) => {
      const segments = segmentsOf(shares, finding.part, left);
      return { label, segments, outer: outerNames(segments) };
    });
  const narrow = 12 + Math.max(...periods.map(({ label }) => textWidth(label, TEXT)));
  const cramped = laidFrom(narrow).flatMap(({ outer }) =>
    outer.filter(({ x, width }) => x < width + 4).map(({ width }) => width + 4),
  );
  const laid = laidFrom(Math.max(narrow, ...cramped));
  const levels = (i: number) =>
    Math.max(0, ...(laid[i]?.outer ?? []).map(({ level }) => level + 1));
  const above = 6 + levels(0) * LINE;
  const rows = laid.map(
    (row, i): Row => ({
      ...row,
      top: above + i * (BAR + BETWEEN),
      side: i === 0 ? -1 : 1,
    }),
  );
  const height = rows.at(-1)!.top + BAR + 6 + levels(1) * LINE;
  const missing = parts.filter((part) => !isValued(part.before)).map(({ label }) => label);
  const lacking =
    !before && missing.length < parts.length
      ? `；${input.beforeLabel}缺${missing.join("、")}，不作比较`
      : "";
  const used = parts.flatMap((part) => [part.now, ...(before ? [part.before] : [])]);
  return framed(
    {
      title: finding.title,
      subtitle: `各部分占合计的比重，%${before ? `；上为${input.nowLabel}，下为${input.beforeLabel}` : `，${input.nowLabel}`}${lacking}`,
      source: input.source,
      figures: used.filter(isValued).map(({ id }) => id),
    },
    {
      height,
      margin: 0,
      x: { type: "identity", axis: null },
      y: { type: "identity", axis: null },
      marks: [...linksBetween(rows), ...rows.flatMap(rowMarks)],
    },
  );
}

/** Null where a part is unknown or negative, or the whole is nothing. */
function sharesOf(parts: SharePart[], period: "now" | "before"): Shares | null {
  const figures = parts.map((part) => part[period]).filter(isValued);
  if (figures.length < parts.length || figures.length === 0) return null;
  measureOf(figures);
  const values = figures.map(({ value }) => new Big(value));
  const whole = values.reduce((sum, value) => sum.plus(value), new Big(0));
  if (whole.lte(0) || values.some((value) => value.lt(0))) return null;
  return new Map(parts.map(({ label }, i) => [label, values[i]!.div(whole)]));
}

/** The name under which each part is drawn: its own, or that of the small ones together. */
function foldedInto(parts: SharePart[], now: Shares, before: Shares | null): Map<string, string> {
  const size = (label: string) => Math.max(Number(now.get(label)), Number(before?.get(label) ?? 0));
  const ranked = parts.map(({ label }) => label).toSorted((a, b) => size(b) - size(a));
  const kept = new Set(ranked.slice(0, ranked.length > MOST ? MOST - 1 : MOST));
  const rest = `其余${ranked.length - kept.size}项`;
  return new Map(parts.map(({ label }) => [label, kept.has(label) ? label : rest]));
}

function fold(shares: Shares, names: Map<string, string>): Shares {
  const folded: Shares = new Map();
  const own = [...shares].toSorted(
    ([a], [b]) => Number(names.get(a) !== a) - Number(names.get(b) !== b),
  );
  for (const [label, share] of own) {
    const name = names.get(label)!;
    folded.set(name, (folded.get(name) ?? new Big(0)).plus(share));
  }
  return folded;
}

/** The part that gained most; where none did, the largest. */
function findingOf(subject: string, now: Shares, before: Shares | null) {
  const named = [...now].map(([label, share]) => ({ label, share, old: before?.get(label) }));
  const gain = ({ share, old }: (typeof named)[number]) => (old ? share.minus(old) : new Big(0));
  const isSeen = (change: Big) => /[1-9]/.test(points(change.toFixed()));
  const winner = named.reduce((a, b) => (gain(b).gt(gain(a)) ? b : a));
  const largest = named.reduce((a, b) => (b.share.gt(a.share) ? b : a));
  const part = isSeen(gain(winner)) ? winner : largest;
  const head = `${part.label}占${subject}的${percent(part.share.toFixed())}`;
  if (!before) return { part: part.label, title: `${head}，比重最高` };
  if (part === winner && isSeen(gain(part)))
    return {
      part: part.label,
      title: `${head}，比上年同期上升${points(gain(part).toFixed())}`,
    };
  return { part: part.label, title: `${head}，各部分比重与上年同期持平` };
}

function segmentsOf(shares: Shares, emphasised: string, left: number): Segment[] {
  const wide = WIDTH - 2 - left;
  let running = left;
  let plain = 0;
  return [...shares].map(([label, share]) => {
    const from = running;
    running += Number(share) * wide;
    const isMain = label === emphasised;
    const fill = isMain ? LOOK.data : plain++ % 2 === 0 ? LOOK.soft : LOOK.rule;
    return { label, share, from, to: running, fill, ink: isMain ? "white" : LOOK.ink };
  });
}

const said = ({ label, share }: Segment): string => `${label} ${percent(share.toFixed())}`;

/** Inside on one line or two where they fit, otherwise nothing: the name then stands outside. */
function innerLines(segment: Segment): string[] {
  const room = segment.to - segment.from - 4;
  const two = [segment.label, percent(segment.share.toFixed())];
  if (textWidth(said(segment), TEXT) <= room) return [said(segment)];
  return two.every((text) => textWidth(text, TEXT) <= room) ? two : [];
}

/**
 * Names that end at their segment's middle and lean left, each a line farther out than the names it
 * would touch, so that no leader crosses a name.
 */
function outerNames(segments: Segment[]): OuterName[] {
  const ends: number[] = [];
  return segments
    .filter((segment) => segment.share.gt(0) && innerLines(segment).length === 0)
    .map((segment): OuterName => {
      const width = textWidth(said(segment), TEXT);
      const x = (segment.from + segment.to) / 2;
      if (ends.length > 0 && ends.at(-1)! + 8 < x - width) ends.length = 0;
      const level = ends.push(x) - 1;
      return { text: said(segment), x, width, level };
    });
}

/** Thin lines from each boundary to the same boundary of last year. */
function linksBetween(rows: Row[]): Plot.Markish[] {
  const [now, before] = rows;
  if (!now || !before) return [];
  const ends = now.segments.slice(0, -1).map(({ label, to }) => ({
    x1: to,
    x2: before.segments.find((segment) => segment.label === label)!.to,
  }));
  return [
    Plot.link(ends, {
      x1: "x1",
      x2: "x2",
      y1: now.top + BAR,
      y2: before.top,
      stroke: LOOK.muted,
    }),
  ];
}

function rowMarks({ label, segments, outer, top, side }: Row): Plot.Markish[] {
  const edge = side === -1 ? top : top + BAR;
  const lineOf = ({ level }: OuterName) => edge + side * (LINE * level + 12);
  const filled = segments.filter(({ share }) => share.gt(0));
  return [
    Plot.rect(filled, {
      x1: "from",
      x2: "to",
      y1: top,
      y2: top + BAR,
      fill: "fill",
      stroke: "white",
    }),
    Plot.text(filled, {
      x: ({ from, to }: Segment) => (from + to) / 2,
      y: () => top + BAR / 2,
      text: (segment: Segment) => innerLines(segment).join("\n"),
      fill: "ink",
      lineHeight: 1.25,
    }),
    Plot.link(outer, {
      x1: "x",
      x2: "x",
      y1: edge,
      y2: (name: OuterName) => lineOf(name) + side * 6,
      stroke: LOOK.muted,
    }),
    Plot.text(outer, {
      x: ({ x }: OuterName) => x - 4,
      y: lineOf,
      text: "text",
      textAnchor: "end",
    }),
    Plot.text([label], {
      x: () => 0,
      y: () => top + BAR / 2,
      text: () => label,
      textAnchor: "start",
    }),
  ];
}
