/** The funds whose members the simulated region consists of. */
export type ServiceFund = "employee" | "resident";

/**
 * National figures of one fund and year, as published. Counts are in ten thousand (万人, 万人次),
 * spending in 100 million yuan (亿元), stays in days, rates in percent. What was not printed is absent.
 */
export interface NationalYear {
  insured: number;
  discharges: number;
  inpatient_spending: number;
  bed_days?: number;
  /** Fund share of inpatient spending in scope 政策范围内住院费用基金支付比例. */
  in_scope_rate?: number;
  /** Fund share of all inpatient spending 住院费用实际报销比例. */
  actual_rate?: number;
  outpatient_spending: number;
  chronic_spending: number;
}

/** Where the figures below were printed. */
export const NATIONAL_SOURCES = {
  benefits: "https://www.nhsa.gov.cn/art/2026/7/13/art_257_21405.html",
  2019: "http://xsdnews.net/shidaixinwen/124026.html",
  2020: "http://www.rhapsodytogo.com/aktuelle/1411437.html",
  2021: "http://m.omzeyl.cn/news/chanye/20220610/1047341885170_2.shtml",
  2023: "https://www.nhsa.gov.cn/art/2024/7/25/art_7_13340.html",
  2024: "https://www.nhsa.gov.cn/art/2025/7/14/art_7_17248.html",
  2025: "https://www.nhsa.gov.cn/art/2026/7/16/art_7_21451.html",
} as const;

type Row = [
  insured: number,
  discharges: number,
  inpatient: number,
  outpatient: number,
  chronic: number,
];

const year = (row: Row, printed: Partial<NationalYear> = {}): NationalYear => ({
  insured: row[0],
  discharges: row[1],
  inpatient_spending: row[2],
  outpatient_spending: row[3],
  chronic_spending: row[4],
  ...printed,
});

/** Years with inpatient spending of both funds; 2018 lacks that of residents. */
export const NATIONAL: Record<number, Record<ServiceFund, NationalYear>> = {
  2019: {
    employee: year([32924.7, 6019.4, 7155.6, 3517.5, 1298.3], { actual_rate: 75.6 }),
    resident: year([102482.7, 17055.9, 12023.5, 1499.2, 882.9], { actual_rate: 59.7 }),
  },
  2020: {
    employee: year([34455.1, 5277.8, 6680.0, 3254.9, 1346.3], { in_scope_rate: 85.2 }),
    resident: year([101676.0, 15354.4, 11586.7, 1473.4, 1020.3], { in_scope_rate: 70.0 }),
  },
  2021: {
    employee: year([35430.9, 5900.4, 7639.8, 3763.6, 1533.1]),
    resident: year([100865.9, 15347.9, 12313.0, 1593.3, 1200.9], {
      bed_days: 9.4,
      in_scope_rate: 69.3,
    }),
  },
  2022: {
    employee: year([36243.4, 6277.1, 8087.2, 4038.7, 1772.1]),
    resident: year([98349.1, 15990.7, 12998.2, 1736.7, 1531.1]),
  },
  2023: {
    employee: year([37094.6, 8009.1, 9752.1, 5798.0, 1858.5], {
      bed_days: 9.8,
      in_scope_rate: 84.6,
    }),
    resident: year([96294.4, 19922.5, 15288.8, 2408.5, 1729.7], {
      bed_days: 8.8,
      in_scope_rate: 68.1,
    }),
  },
  2024: {
    employee: year([37948.3, 8237.5, 9643.0, 6624.9, 2097.9], {
      bed_days: 8.7,
      in_scope_rate: 84.8,
    }),
    resident: year([94713.7, 20592.1, 15255.7, 2789.5, 2053.2], {
      bed_days: 8.5,
      in_scope_rate: 68.6,
    }),
  },
  2025: {
    employee: year([38856.1, 8262.7, 9520.6, 6743.4, 2198.7], {
      bed_days: 8.6,
      in_scope_rate: 84.1,
    }),
    resident: year([94213.3, 19613.1, 14393.3, 2870.2, 2222.1], {
      bed_days: 8.6,
      in_scope_rate: 66.0,
    }),
  },
};

/** What one insured person of a fund does on average in a year, and what it costs in yuan. */
export interface Target {
  /** Admissions per insured person and year. */
  hospitalization_rate: number;
  cost_per_admission: number;
  bed_days: number;
  in_scope_rate: number;
  actual_rate: number;
  outpatient_per_head: number;
  chronic_per_head: number;
  /** Targets that year did not print, with the year they are taken from. */
  borrowed: Partial<Record<"bed_days" | "in_scope_rate" | "actual_rate", number>>;
}

/** The figure of the year, else of the nearest year that printed it, the later of two. */
function nearest(
  fund: ServiceFund,
  of: number,
  key: "bed_days" | "in_scope_rate" | "actual_rate",
): [value: number, year: number] {
  const printed = Object.keys(NATIONAL)
    .map(Number)
    .filter((y) => NATIONAL[y]![fund][key] !== undefined)
    .sort((a, b) => Math.abs(a - of) - Math.abs(b - of) || b - a);
  return [NATIONAL[printed[0]!]![fund][key]!, printed[0]!];
}

/** Targets of a fund for a year of `NATIONAL`. */
export function targetOf(fund: ServiceFund, like: number): Target {
  const national = NATIONAL[like];
  if (!national) throw new Error(`no national figures of ${like}`);
  const { insured, discharges, ...spending } = national[fund];
  const perHead = (yi: number): number => (yi * 1e8) / (insured * 1e4);
  const borrowed: Target["borrowed"] = {};
  const taken = (key: "bed_days" | "in_scope_rate" | "actual_rate"): number => {
    const [value, from] = nearest(fund, like, key);
    if (from !== like) borrowed[key] = from;
    return value;
  };
  return {
    hospitalization_rate: discharges / insured,
    cost_per_admission: (spending.inpatient_spending * 1e8) / (discharges * 1e4),
    bed_days: taken("bed_days"),
    in_scope_rate: taken("in_scope_rate") / 100,
    actual_rate: taken("actual_rate") / 100,
    outpatient_per_head: perHead(spending.outpatient_spending),
    chronic_per_head: perHead(spending.chronic_spending),
    borrowed,
  };
}

/** Share of insured persons who are in the employee fund. */
export function employeeShare(like: number): number {
  const { employee, resident } = NATIONAL[like]!;
  return employee.insured / (employee.insured + resident.insured);
}
