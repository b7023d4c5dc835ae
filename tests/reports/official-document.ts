import type { Block, Chart, Document, Table } from "../../reports/document.ts";
import { heading, paragraph, say } from "../../reports/document.ts";

/** The beginning of 千字文: Chinese without a mark or a digit, for counting characters. */
const HAN =
  "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳";

/** So many Chinese characters and nothing else. */
export const han = (count: number): string =>
  HAN.repeat(Math.ceil(count / HAN.length)).slice(0, count);

export const figure = (text: string) => ({ figure: `income_ytd/620700/employee/${text}`, text });

/** A table of counties, as long as asked for. */
export function counties(rows: number): Table {
  return {
    kind: "table",
    title: "表1　各县区基金收支情况",
    columns: [
      { title: "地区", unit: "", align: "left" },
      { title: "收入", unit: "万元", align: "right" },
      { title: "支出", unit: "万元", align: "right" },
      { title: "完成预算", unit: "%", align: "right" },
    ],
    rows: [
      ...Array.from({ length: rows }, (_, i) => ({
        kind: i % 3 === 1 ? ("part" as const) : ("plain" as const),
        cells: [[`第${i + 1}县`], [figure(`${31_400 + i}`)], [figure(`${29_100 + i}`)], ["57.82"]],
      })),
      { kind: "total", cells: [["合计"], [figure("306000")], [figure("310000")], ["65.45"]] },
    ],
    notes: [
      ["支出不含上解上级支出。"],
      say`完成预算为累计收入${figure("3.06亿元")}与年度预算之比。`,
    ],
  };
}

/** A drawing with the marks that charts are made of. */
export const chart: Chart = {
  kind: "chart",
  title: "职工基金支出大于收入",
  alt: "职工基金支出大于收入。2019年1—7月累计，亿元。",
  svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" width="640" height="200" font-family="Noto Sans SC Thin" fill="#1f2933"><g transform="translate(10,20)" font-size="13.5"><text font-size="19" font-weight="700" y="4">职工基金支出大于收入</text><rect fill="#1b6e8c" x="60" y="30" width="300" height="20"></rect><line x1="60" x2="60" y1="20" y2="120" stroke="#1f2933"></line><path d="M60,140L200,120L360,130" fill="none" stroke="#c8501e" stroke-width="2" stroke-dasharray="4,3"></path><circle cx="360" cy="130" r="4" fill="#c8501e" opacity="0.5"></circle><text transform="translate(54,40)" y="0.32em" text-anchor="end">收入</text><text transform="translate(370,40)" y="0.32em" stroke="white" stroke-width="4" paint-order="stroke">3.06亿元</text></g></svg>`,
  width: 640,
  height: 200,
  figures: [],
};

const BLOCKS: Block[] = [
  heading(1, "一、医保基金运行情况"),
  heading(2, "（一）职工基本医疗保险基金运行情况"),
  paragraph(
    say`截至7月底，职工基本医疗保险基金收入${figure("3.06亿元")}，完成预算的${figure("57.82%")}；支出${figure("3.10亿元")}，完成预算的${figure("65.45%")}，超均衡进度${figure("7.12个百分点")}，当期赤字${figure("400万元")}；累计结余${figure("5.36亿元")}（其中统筹基金${figure("4.54亿元")}，可支付${figure("11.50个月")}），个人账户${figure("8229万元")}。`,
  ),
  heading(3, "1. 收入"),
  paragraph(
    say`市本级和瀍河回族区、罗城仫佬族自治县的“两病”用药保障（门诊）已由“人社部发〔2009〕67号”明确。`,
  ),
  {
    kind: "note",
    runs: [
      "本节数据由示例市医疗保障局基金科提供，口径为权责发生制，与决算数可能略有差异，以决算数为准；差异的原因见附件一的说明。",
    ],
  },
  chart,
  counties(4),
];

/** A document by hand, with every kind of block. */
export function official(changes: Partial<Document> = {}): Document {
  return {
    title: "示例市2019年1—7月医保基金运行情况通报",
    issuer: "示例市医疗保障局",
    issuedOn: "2019-08-14",
    blocks: BLOCKS,
    signature: { issuer: "示例市医疗保障局", issuedOn: "2019-08-14" },
    ...changes,
  };
}
