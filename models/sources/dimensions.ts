import { FUNDS } from "../fund.ts";
import type { DimensionKind } from "./define.ts";
import { type Aliases, readAccount, readFund } from "./names.ts";
import { readDate, readPeriod, readYear } from "./periods.ts";
import { normalize, saysNothing } from "./text.ts";
import { readUnit } from "./units.ts";

/** A dimension cell understood, or why it cannot be. */
export type Understood = { value: string } | { reason: string };

export interface Understanding {
  aliases: Aliases;
  quantity: "money" | "persons";
  /** Region codes by normalized name, from the config, earlier files and this one. */
  regionCodes: Map<string, string>;
}

const FUND_NAMES = FUNDS.map((fund) => fund.short).join("、");

/** What the text of a descriptive cell means. Blank is an answer of its own: see BLANK. */
export function understand(
  kind: DimensionKind,
  title: string,
  text: string | null,
  { aliases, quantity, regionCodes }: Understanding,
): Understood {
  if (text === null || saysNothing(text)) return BLANK[kind] ?? { reason: `${title}为空` };
  const unknown = (expected: string): Understood => ({ reason: `${title}不认识，应为${expected}` });
  const found = (value: string | undefined, expected: string): Understood =>
    value === undefined ? unknown(expected) : { value };
  switch (kind) {
    case "region_code": {
      const code = normalize(text).replace(/\.0+$/, "");
      return /^\d{6}$/.test(code) ? { value: code } : unknown("6位行政区划代码");
    }
    case "region_name":
      return found(
        regionCodes.get(normalize(text)),
        "已登记的统筹区（可在配置 regions 中登记，或在表中加统筹区代码列）",
      );
    case "fund":
      return found(
        readFund(text, aliases),
        `${FUND_NAMES}之一（本地叫法可在配置 aliases.funds 中登记）`,
      );
    case "account":
      return found(readAccount(text), "统筹基金、个人账户或留空");
    case "period":
      return found(readPeriod(text)?.month, "2019-07、2019年7月、2019年1-7月 这样的期间");
    case "year":
      return found(readYear(text), "2019 或 2019年");
    case "date":
      return found(readDate(text), "2019-07-01 这样的日期");
    case "unit":
      return found(readUnit(text, quantity), quantity === "money" ? "元、万元或亿元" : "人或万人");
    default:
      return { value: text.trim() };
  }
}

/** What a blank cell means where it may be blank. */
const BLANK: Partial<Record<DimensionKind, Understood>> = {
  account: { value: "all" },
  text: { value: "" },
  date: { value: "" },
  direction: { value: "" },
};
