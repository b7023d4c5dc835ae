import type { FundForecast } from "../../models/forecast/fund.ts";
import { fundOf } from "../../models/fund.ts";
import { countsPersonal, type HandedSettings } from "./settings.ts";

const NAN = Number.NaN;
const UNKNOWN = { mean: NAN, q025: NAN, q10: NAN, q50: NAN, q90: NAN, q975: NAN };

/**
 * A forecast as it may be told: where flows and balance have personal accounts in them, which do not pay for
 * others, months payable are told only if the bureau's policy counts them.
 */
export function asPaid(forecast: FundForecast, settings: HandedSettings): FundForecast {
  const { fund, account, origin, notes, months, opening_balance_yuan } = forecast;
  if (account !== "all" || !fundOf(fund).hasPersonalAccounts) return forecast;
  if (countsPersonal(settings, origin) || opening_balance_yuan === null)
    return { ...forecast, notes: [...notes, "收支和结余含个人账户。"] };
  const unsaid = settings.bands.map(() => NAN);
  return {
    ...forecast,
    notes: [
      ...notes,
      "收支和结余含个人账户，个人账户不能共济，不据此计算可支付月数；请报送分账户（统筹基金、个人账户）的收支，或在配置 months_payable 中将 numerator 设为 total。",
    ],
    months: months.map((month) => ({
      ...month,
      months_payable: UNKNOWN,
      p_below: unsaid,
      p_crossed: unsaid,
    })),
    first_crossing: settings.bands.map(() => null),
  };
}
