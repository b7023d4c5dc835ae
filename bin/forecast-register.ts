import { type Outcome, outcomesOf } from "../models/forecast/scored.ts";
import { fundOf } from "../models/fund.ts";
import { readFund } from "../models/sources/names.ts";
import { historiesAt } from "../pipelines/forecast/histories.ts";
import { readHistory } from "../pipelines/forecast/read.ts";
import { issuedForecasts, issueForecasts, verifyRegister } from "../pipelines/forecast/register.ts";
import { percent, yuan } from "../reports/format.ts";
import { askedFrom, onSnapshot } from "./forecast-asked.ts";
import { actorFrom } from "./publishing.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

/** `forecast issue`: puts the standing forecasts on record. */
export async function issue(
  session: Session,
  _args: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const { asOf } = askedFrom(options);
  const asked = { asOf, actor: actorFrom(options), program: session.version, now: session.now() };
  await onSnapshot(session, async (store) => {
    const event = await issueForecasts(session.home(), store, asked);
    const late = event.known_until > event.origin ? "（事后存档，不能算作当时的预测）" : "";
    session.answer(event, () => [
      `已存档 ${event.id}：截至 ${event.origin} 的预测，${event.funds} 个险种和地区${late}。`,
      `校验值 ${event.sha256.slice(0, 16)}…；以后用 fundwatch forecast record 看与实际相差多少。`,
    ]);
  });
  return 0;
}

/** `forecast verify-log`: whether the register and its files are as they were written. */
export async function verifyLog(session: Session): Promise<number> {
  const found = verifyRegister(session.home());
  session.answer(found, () =>
    found.damage.length === 0
      ? [`存档的预测 ${found.issued} 份，链和文件完整。`]
      : [...found.damage.map((one) => `不符：${one}。`), "办法：请从备份恢复上面的文件。"],
  );
  return found.damage.length === 0 ? 0 : 4;
}

interface Recorded extends Outcome {
  id: string;
  issued_at: string;
  origin: string;
  hindsight: boolean;
  region: string;
  fund: string;
  account: string;
}

const TITLES: Partial<Record<Outcome["series"], string>> = {
  income_sum: "收入合计",
  expenditure_sum: "支出合计",
  balance: "累计结余",
};

/** `forecast record`: issued forecasts beside what they came to. */
export async function record(
  session: Session,
  _args: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const home = session.home();
  const { region, fund: asked } = askedFrom(options);
  const fund = asked && (readFund(asked, home.config.aliases) ?? asked);
  const issued = issuedForecasts(home);
  await onSnapshot(session, async (store) => {
    const histories = historiesAt(await readHistory(store), "9999-12");
    const rows = issued.flatMap(({ event, frozen }) =>
      frozen.forecasts
        .filter((one) => [undefined, one.region_code].includes(region))
        .filter((one) => [undefined, one.fund].includes(fund))
        .flatMap((forecast) => {
          const history = histories.find(
            (one) => one.region_code === forecast.region_code && one.fund === forecast.fund,
          );
          return (history ? outcomesOf(forecast, history) : []).map(
            (outcome): Recorded => ({
              ...{ id: event.id, issued_at: event.at, origin: event.origin },
              hindsight: event.known_until > event.origin,
              ...{ region: forecast.region_code, fund: forecast.fund, account: forecast.account },
              ...outcome,
            }),
          );
        }),
    );
    session.answer(rows, () =>
      issued.length === 0
        ? ["还没有存档的预测：用 fundwatch forecast issue 把现在的预测存档。"]
        : [
            ...issued.map(
              ({ event }) =>
                `${event.id}  ${event.at.slice(0, 10)} 由 ${event.by} 存档，${event.funds} 个险种和地区`,
            ),
            ...recordLines(rows),
          ],
    );
  });
  return 0;
}

/** Of each forecast the furthest month that is known. */
function recordLines(rows: readonly Recorded[]): string[] {
  const last = new Map<string, Recorded>();
  for (const row of rows)
    if (TITLES[row.series]) last.set([row.id, row.region, row.fund, row.series].join("/"), row);
  if (last.size === 0) return ["存档以后还没有新的月份，没有可以对照的实际数。"];
  return table(
    ["存档", "统筹区", "险种", "到", "项目", "预测", "80%区间", "实际", "误差", "在区间内"],
    [...last.values()].map((row) => [
      row.hindsight ? `${row.id}（事后）` : row.id,
      ...[row.region, fundOf(row.fund).short, row.month, TITLES[row.series]!, money(row.mean)],
      `${money(row.q10)}～${money(row.q90)}`,
      money(row.actual),
      row.actual === 0
        ? "—"
        : percent(((row.mean - row.actual) / Math.abs(row.actual)).toFixed(8), 1),
      row.within_80 ? "是" : "否",
    ]),
  );
}

const money = (value: number): string => yuan(value.toFixed(2));
