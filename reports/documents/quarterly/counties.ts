import { type Run, say } from "../../document.ts";
import { signOf, size } from "../../format.ts";
import { type Known, known, payableOf, quote, type Region } from "../bulletin-facts.ts";
import { countiesAhead, countySentence } from "../counties.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { counted, sideOf } from "./quotes.ts";
import { yearRate } from "./service-columns.ts";

interface Placed {
  region: Region;
  figure: Known;
}

/** Up to so many counties ahead of even progress are all named; of more, the two ends. */
const FEW = 2;

/** How many counties are ahead of even progress and how far, who is in deficit, who can pay least. */
export function countiesSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const ahead = countiesAhead(facts, fund);
  if (ahead.length <= FEW) return countySentence(facts, fund);
  const judged = ranked(facts, ({ code }) => known(facts, "ahead_of_even", fund, { region: code }));
  const silent = facts.children.length - judged.length;
  const [worst, least] = [ahead[0]!, ahead.at(-1)!];
  const how =
    ahead.length === judged.length
      ? `${judged.length}个地区支出均超均衡进度`
      : `${judged.length}个地区中${ahead.length}个支出超均衡进度`;
  const unknown = silent === 0 ? "" : `，另有${silent}个地区无支出进度数据`;
  const spread = say`${worst.region.name}最高，为${quote(worst.ahead, size(worst.ahead))}，${least.region.name}最低，为${quote(least.ahead, size(least.ahead))}`;
  return say`分地区看，${how}，${spread}${unknown}${deficits(facts, fund)}${weakest(facts, fund)}。`;
}

/** ；5个地区当期赤字，示例市丙县最大，为16.81万元 */
function deficits(facts: QuarterlyFacts, fund: string): Run[] {
  const found = ranked(facts, ({ code }) =>
    known(facts, "current_balance", fund, { region: code }),
  ).filter(({ figure }) => signOf(figure) === -1);
  const worst = found[0];
  if (!worst) return [];
  const amount = quote(worst.figure, size(worst.figure));
  if (found.length === 1) return say`；${worst.region.name}当期赤字${amount}`;
  return say`；${String(found.length)}个地区当期赤字，${worst.region.name}最大，为${amount}`;
}

/** ；可支付月数示例市戊县最少，为8.61个月 */
function weakest(facts: QuarterlyFacts, fund: string): Run[] {
  const all = ranked(facts, ({ code }) => payableOf(facts, fund, code)?.figure);
  const least = all[0];
  if (!least || all.length < 2 || signOf(least.figure) === -1) return [];
  return say`；可支付月数${least.region.name}最少，为${quote(least.figure)}`;
}

/** 丙县最高，为26.59%，乙区最低，为20.87%: empty for fewer than two counties. */
export function countyRates(facts: QuarterlyFacts, fund: string): Run[] {
  const all = ranked(facts, ({ code }) =>
    counted(facts, yearRate(facts).metric, fund, { region: code }),
  );
  if (all.length < 2) return [];
  const [least, most] = [all[0]!, all.at(-1)!];
  if (sideOf(most.figure, least.figure) === 0) return say`各地区均为${quote(most.figure)}`;
  return say`${most.region.name}最高，为${quote(most.figure)}，${least.region.name}最低，为${quote(least.figure)}`;
}

/** Child regions of which a figure is known, the lowest first. */
function ranked(facts: QuarterlyFacts, of: (region: Region) => Known | undefined): Placed[] {
  return facts.children
    .flatMap((region) => {
      const figure = of(region);
      return figure ? [{ region, figure }] : [];
    })
    .toSorted((a, b) => Number(a.figure.value) - Number(b.figure.value));
}
