import type { Block } from "../../document.ts";
import { benchmarkSentence, benchmarkTable } from "./benchmarks.ts";
import { fundsWith } from "./cuts.ts";
import { institutionsSentence } from "./institutions.ts";
import { levelsSentence, levelsTable } from "./levels.ts";
import { placesSentence, placesTable } from "./places.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { type Section, said, under } from "./section.ts";
import {
  countyRatesChart,
  levelSharesChart,
  spendingTrendChart,
  topInstitutionsChart,
} from "./service-charts.ts";
import { servicesSentences, servicesTable } from "./services.ts";
import { specialServices, specialTable } from "./special.ts";
import { trendSentence } from "./trend.ts";

/** 待遇与费用: what care cost and who paid, in the cuts readers expect. */
export const treatmentSection: Section = {
  title: "待遇与费用",
  needs: ["marts.service_month"],
  blocks: (facts) => {
    const funds = fundsWith(facts, "admissions");
    const each = (tell: (facts: QuarterlyFacts, fund: string) => Block | null) =>
      funds.map((fund) => tell(facts, fund));
    return [
      ...under("总体情况", [
        ...each((f, fund) => said(servicesSentences(f, fund))),
        servicesTable(facts),
        said(funds.flatMap((fund) => trendSentence(facts, fund))),
        ...each(spendingTrendChart),
      ]),
      ...under("与公布基准的比较", [
        ...each((f, fund) => said(benchmarkSentence(f, fund))),
        benchmarkTable(facts),
      ]),
      ...under("分机构等级", [
        ...each((f, fund) => said(levelsSentence(f, fund))),
        ...funds.flatMap((fund) => [levelSharesChart(facts, fund), levelsTable(facts, fund)]),
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
      ...under("分地区住院率", each(countyRatesChart)),
    ];
  },
};
