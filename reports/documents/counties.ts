import { join, type Run, say } from "../document.ts";
import { signOf, size } from "../format.ts";
import { type BulletinFacts, type Known, known, quote, type Region } from "./bulletin-facts.ts";

export interface CountyAhead {
  region: Region;
  ahead: Known;
}

/** Named in running text at most; the rest stand in the table. */
const NAMED = 8;

/** Counties whose expenditure is ahead of even progress, the furthest first. */
export function countiesAhead(facts: BulletinFacts, fund: string): CountyAhead[] {
  return judged(facts, fund)
    .filter(({ ahead }) => signOf(ahead) === 1)
    .toSorted((a, b) => Number(b.ahead.value) - Number(a.ahead.value));
}

function judged(facts: BulletinFacts, fund: string): CountyAhead[] {
  return facts.children.flatMap((region) => {
    const ahead = known(facts, "ahead_of_even", fund, { region: region.code });
    return ahead ? [{ region, ahead }] : [];
  });
}

/** 其中：临泽县超均衡进度14.54个百分点，山丹县超均衡进度4.32个百分点；… */
export function countySentence(facts: BulletinFacts, fund: string): Run[] {
  const all = judged(facts, fund);
  if (all.length === 0) return [];
  const ahead = countiesAhead(facts, fund);
  const silent = facts.children.filter(
    (child) => !all.some(({ region }) => region.code === child.code),
  );
  const rest = all.length > ahead.length;
  const unknown =
    silent.length === 0
      ? ""
      : silent.length <= NAMED
        ? `；${silent.map((region) => region.name).join("、")}无支出进度数据`
        : `；${silent.length}个地区无支出进度数据`;
  if (ahead.length === 0) {
    return say`分地区看，${all.length === 1 ? all[0]!.region.name : "有数据的各地区"}支出均未超均衡进度${unknown}。`;
  }
  const named = ahead
    .slice(0, NAMED)
    .map(({ region, ahead: figure }) => say`${region.name}${quote(figure, size(figure))}`);
  const more = ahead.length > NAMED ? `等${ahead.length}个地区` : "";
  const others = rest ? "，其余地区未超均衡进度" : "";
  return say`分地区看，支出超均衡进度的有：${join(named, "，")}${more}${others}${unknown}。`;
}
