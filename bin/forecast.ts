import { UserError } from "../models/errors.ts";
import type { FundForecast } from "../models/forecast/fund.ts";
import { forecastsAsked } from "../pipelines/forecast/asked.ts";
import { readScenario } from "../pipelines/forecast/scenarios.ts";
import { readScores } from "../pipelines/forecast/scores.ts";
import { askedFrom, onSnapshot, threadsOf } from "./forecast-asked.ts";
import { forecastValue, fundLines, methodLines } from "./forecast-lines.ts";
import { issue, record, verifyLog } from "./forecast-register.ts";
import { compare, scenario, showScenario } from "./forecast-scenarios.ts";
import { backtest, pastSentence } from "./forecast-scores.ts";
import { textOf } from "./publishing.ts";
import type { Session } from "./session.ts";

type Act = (session: Session, args: string[], options: Record<string, unknown>) => Promise<number>;

const ACTS: Record<string, Act> = {
  ...{ backtest, scenario, compare, issue, record },
  "verify-log": verifyLog,
};

export async function act(
  session: Session,
  [action, ...args]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  if (action === undefined) return show(session, options);
  const found = ACTS[action];
  if (found) return found(session, args, options);
  throw new UserError(
    `forecast 没有“${action}”这个动作`,
    `可用：${Object.keys(ACTS).join("、")}。`,
    2,
  );
}

/** For people: of several regions the bureau's own, where that is known. */
function shownOf(
  forecasts: readonly FundForecast[],
  asked: string | undefined,
  own: string | null,
): readonly FundForecast[] {
  const mine = forecasts.filter(({ region_code }) => region_code === own);
  return asked !== undefined || mine.length === 0 ? forecasts : mine;
}

async function show(session: Session, options: Record<string, unknown>): Promise<number> {
  const home = session.home();
  const named = textOf(options, "scenario");
  const asked = askedFrom(options);
  if (named !== undefined) return showScenario(session, readScenario(home, named), asked);
  await onSnapshot(session, async (store) => {
    const found = await forecastsAsked(store, home, asked, threadsOf(session));
    const scores = session.json ? [] : await readScores(store, { region: asked.region });
    session.answer(forecastValue(found), () => {
      const shown = shownOf(found.forecasts, asked.region, home.config.region);
      const left = new Set(found.forecasts.map((one) => one.region_code)).size - 1;
      return [
        ...shown.flatMap((one) => [
          ...fundLines(one, found.bands, pastSentence(scores, one.fund, one.region_code)),
          ...(shown.length === 1 ? methodLines(one) : []),
          "",
        ]),
        ...(shown.length < found.forecasts.length
          ? [`另有 ${left} 个统筹区：用 --region 代码查看，或用 --json 取全部。`]
          : []),
      ];
    });
  });
  return 0;
}
