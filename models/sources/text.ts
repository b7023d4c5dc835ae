/** Full width to half width, dashes to one, no spaces: the form in which headers and names compare. */
export function normalize(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s\u200b\ufeff]+/g, "")
    .replace(/[‐‑‒–—―−－~～至到]/g, "-")
    .toLowerCase();
}

const EMPTY = new Set(["", "-", "--", "---", "/", "\\", "无", "n/a", "na", "null", "空"]);

/** Whether a cell says «nothing here»: blank, `-`, `—`, `/`, `无`. */
export function saysNothing(text: string | null): boolean {
  return text === null || EMPTY.has(normalize(text));
}

export const TOTAL_WORDS = new Set(["合计", "总计", "小计", "全部", "共计"]);

/** Whether the cell marks a total row: 合计, 总计, 小计, 全市合计. */
export function saysTotal(text: string | null): boolean {
  return (
    text !== null &&
    TOTAL_WORDS.has(
      normalize(text)
        .replace(/[::]$/, "")
        .replace(/^全[国省市州盟县区旗](?=.)/, ""),
    )
  );
}
