import { fundOf } from "../../../models/fund.ts";
import { type Block, join, type Run, say } from "../../document.ts";
import { benchmarkSentence, benchmarkTable } from "./benchmarks.ts";
import { countyRates } from "./counties.ts";
import { fundsWith } from "./cuts.ts";
import { institutionsSentence } from "./institutions.ts";
import { levelsSentence, levelsTable } from "./levels.ts";
import { placesSentence, placesTable } from "./places.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { counted } from "./quotes.ts";
import { type Section, said, under } from "./section.ts";
import {
  countyRatesChart,
  levelSharesChart,
  spendingTrendChart,
  topInstitutionsChart,
} from "./service-charts.ts";
import { yearRate } from "./service-columns.ts";
import { servicesSentences, servicesTable } from "./services.ts";
import { specialServices, specialTable } from "./special.ts";

/** 待遇与费用: what care cost and who paid, in the cuts readers expect. */
export const treatmentSection: Section = {
  title: "待遇与费用",
  needs: ["marts.service_month"],
  blocks: (facts) => {
    const funds = fundsWith(facts, "admissions");
    const moved = mostMoved(facts, funds);
    const each = (tell: (facts: QuarterlyFacts, fund: string) => Block | null) =>
      funds.map((fund) => tell(facts, fund));
    return [
      ...under("总体情况", [
        ...each((f, fund) => said(servicesSentences(f, fund))),
        servicesTable(facts),
        moved ? spendingTrendChart(facts, moved) : null,
      ]),
      ...under("与公布基准的比较", [
        ...each((f, fund) => said(benchmarkSentence(f, fund))),
        benchmarkTable(facts),
      ]),
      ...under("分机构等级", [
        ...each((f, fund) => said(levelsSentence(f, fund))),
        moved ? levelSharesChart(facts, moved) : null,
        levelsTable(facts),
      ]),
      ...under("主要医疗机构", [
        ...each((f, fund) => said(institutionsSentence(f, fund))),
        ...each(topInstitutionsChart),
      ]),
      ...under("异地就医", [
        ...each((f, fund) => said(placesSentence(f, fund))),
        placesTable(facts),
      ]),
      ...under("特殊人群待遇", [said(specialServices(facts)), specialTable(facts)]),
      ...under("分地区住院率", [
        said(ratesSentence(facts, funds)),
        moved ? countyRatesChart(facts, moved) : null,
      ]),
    ];
  },
};

/** The fund whose inpatient spending changed most: the one drawn, where tables hold them all. */
function mostMoved(facts: QuarterlyFacts, funds: string[]): string | undefined {
  const change = (fund: string) =>
    Math.abs(Number(counted(facts, "inpatient_spend_change", fund)?.value ?? 0));
  return funds.toSorted((a, b) => change(b) - change(a))[0];
}

/** 折算全年住院率，职工丙县最高，为26.59%，…；居民… */
function ratesSentence(facts: QuarterlyFacts, funds: string[]): Run[] {
  const told = funds.flatMap((fund) => {
    const rates = countyRates(facts, fund);
    return rates.length === 0 ? [] : [say`${fundOf(fund).short}${rates}`];
  });
  return told.length === 0 ? [] : say`${yearRate(facts).title}，${join(told, "；")}。`;
}
