const CLAIM =
  /(?:运行|收支|总体|整体|基本|保持)*(?:平稳可控|平稳有序|平稳运行|运行平稳|运行良好|安全可控|总体平稳|收支平衡|略有结余)/g;
const AIM =
  /确保|(?<!医疗|社会|生育|有)保障(?!局|部门|待遇|水平|能力|制度|体系)|促进|推动|推进|力争|争取|力保|努力|原则|坚持|遵循|要求|实现.*目标|下一步|继续|应当|不平衡|为了|以收定支/;
const NOT_SAID = /^(?:的?(?:形势|压力|难|风险|原则|目标|机制|要求|任务|能力|水平|态势受)|[”"》])/;

/** Claims made about a fund in a sentence; aims, principles and quotations are none. */
export function claimsIn(sentence: string): string[] {
  if (AIM.test(sentence)) return [];
  return [...sentence.matchAll(CLAIM)]
    .filter((match) => !NOT_SAID.test(sentence.slice(match.index + match[0].length)))
    .map((match) => match[0]);
}
