import { ELSEWHERE, type Region } from "./region.ts";

/** Classes of institutions a person chooses from; the order is that of `CLASSES`. */
export interface InstitutionClass {
  id: "tertiary" | "secondary" | "township" | "community" | "village" | "pharmacy" | "elsewhere";
  /** hosp_lv: 3, 2, 1, 9 none. */
  level: number;
  prefix: "H" | "P";
  type: string;
  title: string;
  /** One institution for so many people of its county (of the city for tertiary hospitals). */
  people: number;
  atLeast: number;
  practitioners: number;
}

export const CLASSES: InstitutionClass[] = [
  {
    id: "tertiary",
    level: 3,
    prefix: "H",
    type: "综合医院",
    title: "人民医院",
    people: 250_000,
    atLeast: 2,
    practitioners: 60,
  },
  {
    id: "secondary",
    level: 2,
    prefix: "H",
    type: "综合医院",
    title: "人民医院",
    people: 90_000,
    atLeast: 1,
    practitioners: 40,
  },
  {
    id: "township",
    level: 1,
    prefix: "H",
    type: "乡镇卫生院",
    title: "中心卫生院",
    people: 22_000,
    atLeast: 2,
    practitioners: 12,
  },
  {
    id: "community",
    level: 9,
    prefix: "H",
    type: "社区卫生服务站",
    title: "社区卫生服务站",
    people: 18_000,
    atLeast: 1,
    practitioners: 5,
  },
  {
    id: "village",
    level: 9,
    prefix: "H",
    type: "村卫生室",
    title: "村卫生室",
    people: 2_400,
    atLeast: 3,
    practitioners: 2,
  },
  {
    id: "pharmacy",
    level: 9,
    prefix: "P",
    type: "零售药店",
    title: "大药房",
    people: 4_000,
    atLeast: 2,
    practitioners: 2,
  },
  {
    id: "elsewhere",
    level: 3,
    prefix: "H",
    type: "综合医院",
    title: "医学院附属医院",
    people: 0,
    atLeast: 3,
    practitioners: 60,
  },
];

export interface Institution {
  code: string;
  name: string;
  /** Index into `CLASSES`. */
  kind: number;
  level: number;
  region: string;
  practitioners: number;
}

/** Where the institutions of a class open to a county stand in the list: from `first`, `count` of them. */
export interface Slot {
  county: number;
  kind: number;
  first: number;
  count: number;
}

/** All institutions of a region, and the choice a person of each county has in each class. */
export function institutionsOf(
  region: Region,
  people: number,
): { institutions: Institution[]; slots: Slot[] } {
  const institutions: Institution[] = [];
  const slots: Slot[] = [];
  const add = (kind: number, place: string, name: string, count: number): number => {
    const first = institutions.length;
    const { prefix, level, title, practitioners } = CLASSES[kind]!;
    for (let i = 0; i < count; i++) {
      const serial = (kind + 1) * 10_000 + i + 1;
      institutions.push({
        code: `${prefix}${place}${serial}`,
        name: `${name}${count > 1 ? `第${i + 1}` : ""}${title}`,
        kind,
        level,
        region: place,
        practitioners,
      });
    }
    return first;
  };
  for (const [kind, { id, people: per, atLeast }] of CLASSES.entries()) {
    const number = (share: number) => Math.max(atLeast, Math.round((people * share) / per));
    if (id === "tertiary") {
      const count = number(1);
      const first = add(kind, region.counties[0]!.code, region.city.name, count);
      for (const county of region.counties.keys()) slots.push({ county, kind, first, count });
    } else if (id === "elsewhere") {
      for (const [i, place] of ELSEWHERE.entries())
        slots.push({
          county: i,
          kind,
          first: add(kind, place.code, place.name, atLeast),
          count: atLeast,
        });
    } else {
      for (const [i, county] of region.counties.entries()) {
        const count = number(county.share);
        slots.push({ county: i, kind, first: add(kind, county.code, county.name, count), count });
      }
    }
  }
  return { institutions, slots };
}
