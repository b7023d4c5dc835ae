import { type ServiceFund, targetOf } from "../../models/simulation/national.ts";

/** A simulated average beside the national one. Rates are fractions, costs yuan, stays days. */
export interface Calibration {
  fund: ServiceFund;
  measure:
    | "hospitalization_rate"
    | "cost_per_admission"
    | "bed_days"
    | "in_scope_rate"
    | "actual_rate";
  simulated: number;
  national: number;
  ratio: number;
  /** Year the national figure is of. */
  year: number;
}

/** A row of the table `ledger`: what valid settlements of a month add up to. Money in fen. */
export interface LedgerRow {
  month: number;
  fund: number;
  county: number;
  pay_loc: number;
  pooled: string;
  personal: string;
  critical: string;
  /** The rest is of stays. */
  admissions: string;
  total: string;
  inscope: string;
  fund_pay: string;
  bed_days: string;
}

/** A row of the table `insured`: persons at the end of a month. */
export interface HeadsRow {
  month: number;
  fund: number;
  county: number;
  ptype: number;
  special: number;
  persons: string;
}

/** Statements that make the tables the staged months are added to. */
export const LEDGER = [
  `create table ledger (month smallint, fund tinyint, county tinyint, pay_loc tinyint, pooled bigint, personal bigint,
  critical bigint, admissions bigint, total bigint, inscope bigint, fund_pay bigint, bed_days bigint)`,
  `create table insured (month smallint, fund tinyint, county tinyint, ptype tinyint, special tinyint, persons bigint)`,
];

/** Statements that add the staged month to them. */
export function tally(index: number): string[] {
  return [
    `insert into ledger
select ${index}, fund, county, pay_loc, sum(hifp + hifob), sum(acct), sum(hifmi),
  coalesce(sum(sign) filter (where kind = 1), 0), coalesce(sum(total) filter (where kind = 1), 0),
  coalesce(sum(inscope) filter (where kind = 1), 0), coalesce(sum(fund_pay) filter (where kind = 1), 0),
  coalesce(sum(greatest(1, ends - begins) * sign) filter (where kind = 1), 0)
from stage.settlement where valid = 1 group by all`,
    `insert into insured
select ${index}, fund, county, ptype, special, count(*) from person where dies > ${index} group by all`,
  ];
}

/** Inpatient sums of a fund over a whole simulation. */
export interface Measured {
  fund: ServiceFund;
  insured_months: number;
  admissions: number;
  /** Yuan. */
  total: number;
  inscope: number;
  fund_pay: number;
  bed_days: number;
}

export function measured(ledger: LedgerRow[], heads: HeadsRow[]): Measured[] {
  return (["employee", "resident"] as const).map((fund, i) => {
    const own = ledger.filter((row) => row.fund === i + 1);
    const sum = (key: "admissions" | "total" | "inscope" | "fund_pay" | "bed_days"): number =>
      Number(own.reduce((all, row) => all + BigInt(row[key]), 0n));
    return {
      fund,
      insured_months: heads
        .filter((row) => row.fund === i + 1)
        .reduce((all, row) => all + Number(row.persons), 0),
      admissions: sum("admissions"),
      total: sum("total") / 100,
      inscope: sum("inscope") / 100,
      fund_pay: sum("fund_pay") / 100,
      bed_days: sum("bed_days"),
    };
  });
}

export function calibrationOf(sums: Measured[], like: number): Calibration[] {
  return sums.flatMap(({ fund, ...sum }) => {
    const target = targetOf(fund, like);
    const { borrowed } = target;
    const line = (
      measure: Calibration["measure"],
      simulated: number,
      year: number = like,
    ): Calibration => ({
      fund,
      measure,
      simulated,
      national: target[measure],
      ratio: simulated / target[measure],
      year,
    });
    return [
      line("hospitalization_rate", (sum.admissions / sum.insured_months) * 12),
      line("cost_per_admission", sum.total / sum.admissions),
      line("bed_days", sum.bed_days / sum.admissions, borrowed.bed_days),
      line("in_scope_rate", sum.fund_pay / sum.inscope, borrowed.in_scope_rate),
      line("actual_rate", sum.fund_pay / sum.total, borrowed.actual_rate),
    ];
  });
}
