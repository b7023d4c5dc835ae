import type { Dimension } from "./define.ts";

/** Columns every bureau file may carry. */
export const regionCode: Dimension = {
  kind: "region_code",
  title: "统筹区代码",
  aliases: [
    "统筹区代码",
    "统筹区编码",
    "行政区划代码",
    "行政区划编码",
    "区划代码",
    "地区代码",
    "参保统筹区代码",
    "insu_admdvs",
    "admdvs",
    "region_code",
  ],
};
export const regionName: Dimension = {
  kind: "region_name",
  title: "统筹区",
  aliases: [
    "统筹区",
    "统筹区名称",
    "统筹地区",
    "行政区划",
    "地区",
    "地区名称",
    "县区",
    "区县",
    "市县",
    "县市区",
    "县(市、区)",
    "县(市)区",
    "region",
    "region_name",
  ],
};
export const fundColumn: Dimension = {
  kind: "fund",
  title: "险种",
  aliases: [
    "险种",
    "险种名称",
    "险种类型",
    "基金",
    "基金名称",
    "基金类型",
    "保险类别",
    "insutype",
    "fund",
  ],
};
export const period: Dimension = {
  kind: "period",
  title: "所属期",
  aliases: [
    "所属期",
    "所属期间",
    "所属月份",
    "期间",
    "统计期",
    "统计期间",
    "报告期",
    "统计月份",
    "月份",
    "年月",
    "时间",
    "period",
    "month",
  ],
};
export const unit: Dimension = {
  kind: "unit",
  title: "单位",
  aliases: ["单位", "金额单位", "计量单位", "unit"],
  guide: true,
};
