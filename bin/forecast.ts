import { UserError } from "../models/errors.ts";
import { forecastsAsked } from "../pipelines/forecast/asked.ts";
import { readScenario } from "../pipelines/forecast/scenarios.ts";
import { readScores } from "../pipelines/forecast/scores.ts";
import { askedFrom, onSnapshot, threadsOf } from "./forecast-asked.ts";
import { forecastValue, fundLines } from "./forecast-lines.ts";
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

async function show(session: Session, options: Record<string, unknown>): Promise<number> {
  const home = session.home();
  const named = textOf(options, "scenario");
  const asked = askedFrom(options);
  if (named !== undefined) return showScenario(session, readScenario(home, named), asked);
  await onSnapshot(session, async (store) => {
    const found = await forecastsAsked(store, home, asked, threadsOf(session));
    const scores = session.json ? [] : await readScores(store, { region: asked.region });
    session.answer(forecastValue(found), () => [
      ...found.forecasts.flatMap((one) => [
        ...fundLines(one, found.bands, pastSentence(scores, one.fund, one.region_code)),
        "",
      ]),
    ]);
  });
  return 0;
}
