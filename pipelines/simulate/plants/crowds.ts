import { dx } from "./catalogue.ts";
import { type Kind, type Topic, visit } from "./topic.ts";

const ORDINARY = `[${["I10.x00", "M51.202", "K29.500", "R42.x00", "J20.900"].map(dx).join(", ")}][1 + x % 5]`;
const VARIED = [
  ["h2", "I10.x00"],
  ["h1", "M51.202"],
  ["h3", "K29.500"],
  ["h1", "R42.x00"],
  ["h2", "E11.900"],
] as const;
const STAYS = [
  [0, 1],
  [0, 9],
  [0, 18],
  [1, 4],
  [1, 14],
] as const;
/** Whole of a group goes to the hospital on the same day, and home on the same day. */
const TOGETHER = { k: 60, inst: "h3", from: "1 + (x >> 16) % 16", days: "3 + (x >> 20) % 6" };

const often = (key: string, of: (i: number) => Record<string, string | number>): string[] =>
  STAYS.map(([later, from], i) =>
    visit(key, {
      k: 60 + i,
      from: `${from} + (x >> ${20 + i}) % 3`,
      days: "3 + (x >> 30) % 3",
      later,
      inst: "h3",
      // Four stays are the least; one in five has no fifth.
      ...(i === 1 ? { where: "not narrow" } : {}),
      ...of(i),
    }),
  );

const crowd = (key: string, label: Kind["label"], note: string, size: number): Kind => ({
  key,
  rule: "R08",
  label,
  subject: "institution",
  pool: "adult",
  note,
  size,
  among: label === "planted" ? 1 : 1.5,
});

/** R08 结伴住院, R09 频繁住院. */
export const CROWDS: Topic = {
  kinds: [
    crowd("R08", "planted", "同日入院、同日出院、同一疾病类目的一伙人", 5),
    crowd("R08-outbreak", "look_alike", "聚集性疫情", 4),
    crowd("R08-poison", "look_alike", "食物中毒", 5),
    crowd("R08-cataract", "look_alike", "集中白内障手术项目", 4),
    {
      key: "R09",
      rule: "R09",
      label: "planted",
      subject: "person",
      pool: "adult",
      note: "九十日内多次住院，辗转各院",
      span: 2,
    },
    {
      key: "R09-chemo",
      rule: "R09",
      label: "look_alike",
      subject: "person",
      pool: "adult",
      note: "肿瘤周期治疗",
      span: 2,
    },
    {
      key: "R09-dialysis",
      rule: "R09",
      label: "look_alike",
      subject: "person",
      pool: "adult",
      note: "透析并发症",
      span: 2,
    },
    {
      key: "R09-copd",
      rule: "R09",
      label: "look_alike",
      subject: "person",
      pool: "adult",
      note: "慢阻肺反复急性加重",
      span: 2,
    },
  ],
  visits: [
    // One group in five is of three persons, the least that counts.
    visit("R08", {
      ...TOGETHER,
      inst: "[h2, h1, h3][1 + cast((x >> 50) % 3 as integer)]",
      dx: ORDINARY,
      where: "not narrow or j < 3",
    }),
    visit("R08-outbreak", { ...TOGETHER, dx: dx("J10.100"), remark: "'聚集性疫情已上报疾控'" }),
    visit("R08-poison", {
      ...TOGETHER,
      days: "2 + (x >> 20) % 3",
      dx: dx("A05.900"),
      remark: "'食物中毒，已上报疾控'",
    }),
    visit("R08-cataract", {
      ...TOGETHER,
      days: "2 + (x >> 20) % 3",
      dx: dx("H25.900"),
      remark: "'集中白内障手术项目'",
    }),

    ...often("R09", (i) => ({ inst: VARIED[i]![0], dx: dx(VARIED[i]![1]) })),
    ...often("R09-chemo", () => ({
      dx: dx("Z51.103"),
      plan_readm_flag: "'1'",
      remark: "'肿瘤周期治疗'",
    })),
    ...often("R09-dialysis", (i) => ({ inst: i % 2 ? "h3" : "h2", dx: dx("Z49.100") })),
    ...often("R09-copd", (i) => ({ inst: VARIED[i]![0], dx: dx("J44.100") })),
  ],
};
