/** Words as a dictionary divides them; punctuation and years, months stay with what is before them. */
function wordsOf(title: string): string[] {
  const words: string[] = [];
  for (const { segment } of new Intl.Segmenter("zh-CN", { granularity: "word" }).segment(title)) {
    const last = words.at(-1) ?? "";
    const belongs =
      /^[，、：；。）》」』”—·年月日季]/u.test(segment) ||
      /[（《「『“—·\d第]$/u.test(last) ||
      (/年$/u.test(last) && /^[\d第]/u.test(segment));
    if (words.length > 0 && belongs) words[words.length - 1] = last + segment;
    else words.push(segment);
  }
  return words;
}

/** Width in ems; word processors put a quarter between Chinese and digits. */
const ems = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character < "\u2000" ? 0.5 : 1), 0) +
  (text.match(/(?<=[\u3400-\u9fff])(?=\w)|(?<=\w)(?=[\u3400-\u9fff])/gu)?.length ?? 0) / 4;

/** Where a title is best broken: after a place, an office or a period. */
const JOINT = /[省市县区州旗盟局年月度]$/u;
/** What breaking elsewhere costs, in square ems of unevenness: lines some five characters apart. */
const ELSEWHERE = 12;

/**
 * The lines of a title, of a document or of a column, over a width in ems: as few as fit, broken between
 * words, best after a place or a period, as equal as that allows, and never one character alone.
 */
export function titleLines(title: string, width: number): string[] {
  const count = Math.ceil(ems(title) / width);
  if (count <= 1) return [title];
  return (
    divided(wordsOf(title), count, width) ??
    divided([...title], count, width) ??
    divided([...title], count + 1, width) ?? [title]
  );
}

interface Division {
  lines: string[];
  cost: number;
}

function divided(words: string[], count: number, width: number): string[] | null {
  const target = ems(words.join("")) / count;
  const known = new Map<string, Division | null>();
  const best = (from: number, left: number): Division | null => {
    const key = `${from} ${left}`;
    const division = known.get(key);
    if (division !== undefined) return division;
    const found = cheapest(from, left);
    known.set(key, found);
    return found;
  };
  const cheapest = (from: number, left: number): Division | null => {
    const choices: Division[] = [];
    for (let end = from + 1; end <= words.length - left + 1; end++) {
      const line = words.slice(from, end).join("");
      if (ems(line) > width) break;
      const cost = (ems(line) - target) ** 2 + (left === 1 || JOINT.test(line) ? 0 : ELSEWHERE);
      if (left === 1 && end === words.length) return { lines: [line], cost };
      const below = left > 1 ? best(end, left - 1) : null;
      if (below) choices.push({ lines: [line, ...below.lines], cost: cost + below.cost });
    }
    return choices.toSorted((a, b) => a.cost - b.cost)[0] ?? null;
  };
  return best(0, count)?.lines ?? null;
}
