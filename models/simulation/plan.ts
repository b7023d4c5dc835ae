import type { Month } from "../period.ts";
import { CLASSES, type InstitutionClass } from "./institutions.ts";
import { employeeShare, type ServiceFund, targetOf } from "./national.ts";

/** Kinds of visits, numbered from 1 in this order. */
export const KINDS = ["inpatient", "outpatient", "chronic", "pharmacy"] as const;
export type Kind = (typeof KINDS)[number];

/** What a visit of a fund's member to a class of institutions costs, and what the fund pays of it. */
export interface Tariff {
  kind: Kind;
  fund: ServiceFund;
  at: InstitutionClass["id"];
  /** Share of the kind's visits made there, in thousandths. */
  share: number;
  /** Cost against the kind's average, in thousandths. */
  cost: number;
  /** Deductible and limit of one settlement, yuan. */
  deductible: number;
  limit: number;
  /** Fund share of what lies between, in thousandths. */
  rate: number;
}

/** Everything that decides what a simulated region looks like, besides its size, time and seed. */
export interface Plan {
  /** Year of the national bulletin the region resembles. */
  like: number;
  /** Share of insured persons in the employee fund; of those, retired. */
  employees: number;
  retired: number;
  /** Settlements per insured person and year by kind; hospitalization comes from the bulletin. */
  visits: Record<ServiceFund, Record<Kind, number>>;
  /** Mean cost of a settlement in yuan, before corrections. */
  costs: Record<ServiceFund, Record<Kind, number>>;
  bed_days: Record<ServiceFund, number>;
  tariffs: Tariff[];
  /** Share of grade C money against the templates', in thousandths. */
  own: Record<ServiceFund, number>;
  /** Rate of out-of-area stays in the province and beyond it, and of claims at the centre, in thousandths. */
  away: { near: number; far: number; centre: number };
  /** Extra fund share of the retired, in thousandths. */
  retired_extra: number;
  /** Share of the remaining in-scope payment refunded to civil servants, in thousandths. */
  civil_servant_rate: number;
  /** Above the limit of the employee fund 大额补助 pays this share, in thousandths. */
  large_amount_rate: number;
  /** 居民大病: above `from` yuan of in-scope own payment, in thousandths; special groups from half. */
  critical_illness: { from: number; rate: number; special_rate: number };
  /** 医疗救助 of what is left in scope, in thousandths, by special group 特困, 低保, 脱贫; yearly limit yuan. */
  medical_aid: { rates: [number, number, number]; limit: number };
  /** Visits of a calendar month against the average one, in thousandths, before the festival. */
  season: Record<Kind, number[]>;
  /** Share of visits that stay away in the quiet days of the Spring Festival, in thousandths. */
  festival_dip: number;
  /** Refunded and void settlements, in ten-thousandths. */
  refunds: number;
  voids: number;
  /** A wave: visits of a kind times these thousandths in the month, and for half in the next. */
  epidemic?: { month: Month; visits: Record<Kind, number> };
  /** A payment reform: from the month on a stay costs this share of what it did, in thousandths. */
  reform?: { from: Month; cost: number };
}

type Place = [at: Tariff["at"], share: number, cost: number, deductible: number, rate: number];

const tariffs = (
  kind: Kind,
  fund: ServiceFund,
  limit: number,
  places: Place[],
  shift = 0,
): Tariff[] =>
  places.map(([at, share, cost, deductible, rate]) => ({
    kind,
    fund,
    at,
    share,
    cost,
    deductible,
    limit,
    rate: rate + shift,
  }));

/** What is corrected after measuring, so that the averages of the plan come out: see docs/simulation.md. */
const CORRECTION: Record<
  ServiceFund,
  { visits: number; cost: number; bed_days: number; rate: number }
> = {
  employee: { visits: 1.01, cost: 1.058, bed_days: 1.02, rate: 6 },
  resident: { visits: 1.01, cost: 1.046, bed_days: 1.018, rate: 16 },
};

/** Fund rates below are those of 2023; another year's differ by as much as its bulletin does. */
const RATES_OF = 2023;

const VISITS: Plan["visits"] = {
  employee: { inpatient: 0, outpatient: 8, chronic: 1.5, pharmacy: 12 },
  resident: { inpatient: 0, outpatient: 6.5, chronic: 0.9, pharmacy: 2.5 },
};

/** The plan of a region that resembles the country in the year `like`. */
export function planLike(like: number): Plan {
  const employee = targetOf("employee", like);
  const resident = targetOf("resident", like);
  const shift = (fund: ServiceFund): number =>
    Math.round(
      (targetOf(fund, like).in_scope_rate - targetOf(fund, RATES_OF).in_scope_rate) * 1060,
    ) + CORRECTION[fund].rate;
  const visits = structuredClone(VISITS);
  visits.employee.inpatient = employee.hospitalization_rate * CORRECTION.employee.visits;
  visits.resident.inpatient = resident.hospitalization_rate * CORRECTION.resident.visits;
  return {
    like,
    employees: employeeShare(like),
    retired: 0.269,
    visits,
    costs: {
      employee: {
        inpatient: employee.cost_per_admission * CORRECTION.employee.cost,
        outpatient: employee.outpatient_per_head / visits.employee.outpatient,
        chronic: employee.chronic_per_head / visits.employee.chronic,
        pharmacy: 78,
      },
      resident: {
        inpatient: resident.cost_per_admission * CORRECTION.resident.cost,
        outpatient: resident.outpatient_per_head / visits.resident.outpatient,
        chronic: resident.chronic_per_head / visits.resident.chronic,
        pharmacy: 46,
      },
    },
    bed_days: {
      employee: employee.bed_days * CORRECTION.employee.bed_days,
      resident: resident.bed_days * CORRECTION.resident.bed_days,
    },
    tariffs: [
      ...tariffs(
        "inpatient",
        "employee",
        100_000,
        [
          ["tertiary", 500, 1250, 700, 850],
          ["secondary", 380, 800, 400, 890],
          ["township", 120, 500, 200, 910],
          ["elsewhere", 0, 1700, 1000, 780],
        ],
        shift("employee"),
      ),
      ...tariffs(
        "inpatient",
        "resident",
        120_000,
        [
          ["tertiary", 320, 1738, 900, 640],
          ["secondary", 380, 826, 400, 750],
          ["township", 300, 452, 150, 840],
          ["elsewhere", 0, 2100, 1500, 520],
        ],
        shift("resident"),
      ),
      ...tariffs("outpatient", "employee", 1_000, [
        ["tertiary", 250, 1700, 40, 500],
        ["secondary", 300, 1100, 20, 600],
        ["township", 150, 650, 0, 700],
        ["community", 250, 500, 0, 700],
        ["village", 50, 300, 0, 700],
      ]),
      ...tariffs("outpatient", "resident", 200, [
        ["tertiary", 60, 4000, 100, 0],
        ["secondary", 120, 2600, 50, 300],
        ["township", 220, 1000, 0, 500],
        ["community", 100, 700, 0, 500],
        ["village", 500, 500, 0, 550],
      ]),
      ...tariffs("chronic", "employee", 5_000, [
        ["tertiary", 350, 1300, 30, 800],
        ["secondary", 350, 1000, 20, 840],
        ["township", 150, 700, 0, 860],
        ["community", 150, 600, 0, 860],
      ]),
      ...tariffs("chronic", "resident", 5_000, [
        ["tertiary", 150, 1700, 30, 600],
        ["secondary", 400, 1150, 20, 650],
        ["township", 350, 700, 0, 700],
        ["community", 100, 650, 0, 700],
      ]),
      ...tariffs("pharmacy", "employee", 300, [["pharmacy", 1000, 1000, 60, 500]]),
      ...tariffs("pharmacy", "resident", 100, [["pharmacy", 1000, 1000, 30, 300]]),
    ],
    own: { employee: 1120, resident: 1450 },
    away: { near: 32, far: 18, centre: 8 },
    retired_extra: 30,
    civil_servant_rate: 500,
    large_amount_rate: 900,
    critical_illness: { from: 14_000, rate: 600, special_rate: 650 },
    medical_aid: { rates: [1000, 700, 500], limit: 50_000 },
    season: {
      inpatient: [980, 960, 1080, 1030, 1000, 990, 1010, 990, 980, 960, 1000, 1020],
      outpatient: [1060, 960, 1020, 990, 980, 970, 960, 950, 970, 990, 1040, 1110],
      chronic: [1020, 960, 1010, 1000, 1000, 990, 1000, 990, 1000, 980, 1010, 1040],
      pharmacy: [1040, 970, 1010, 990, 980, 970, 970, 970, 980, 1000, 1040, 1080],
    },
    festival_dip: 600,
    refunds: 20,
    voids: 4,
  };
}

export const classIndex = (id: InstitutionClass["id"]): number =>
  CLASSES.findIndex((c) => c.id === id);
