import { valueRows } from "../../quote.ts";

const FIRST_DISEASE = 90;
const FIRST_ITEM = 1200;

/** Diseases nobody has by chance: code, name, another diagnosis, cost against the average. */
const DISEASES = [
  ["M17.900", "膝关节病", "M81.900", 2500],
  ["C91.000", "急性淋巴细胞白血病", "D70.x00", 3500],
  ["T07.x00", "多发伤", "R57.100", 3000],
] as const;

/** Items of dental care, and a discharge drug that leaves wards in parts: code, name, price in fen. */
const DENTAL = [
  ["XM0101", "牙周洁治", 12_000],
  ["XM0102", "牙髓根管治疗", 26_000],
  ["XM0103", "义齿修复", 48_000],
] as const;

/** Number of one of these diseases by its code. */
export const rareDx = (code: (typeof DISEASES)[number][0]): number =>
  FIRST_DISEASE + DISEASES.findIndex(([own]) => own === code);

/** Statements that add them, and keep dialysis out of ordinary bills, which would have it several times a day. */
export const furtherItems = (): string[] => [
  `insert into disease (dx, code, name, other, cost, stay, med_type) values ${valueRows(
    DISEASES.map(([code, name, other, cost], i) => [
      FIRST_DISEASE + i,
      code,
      name,
      other,
      cost,
      1000,
      "21",
    ]),
  )}`,
  `insert into item (item, code, name, generic, list_type, charge, grade, price, traced, child) values ${valueRows(
    DENTAL.map(([code, name, price], i) => [
      FIRST_ITEM + i * 2,
      code,
      name,
      name,
      "201",
      "05",
      "A",
      price,
      false,
      false,
    ]),
  )}`,
  `update bill_line set item = i.item, code = i.code, name = i.name, generic = i.generic, price = i.price
from item i where i.name = '光疗' and bill_line.name = '血液透析'`,
];
