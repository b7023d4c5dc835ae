import { CLEARING_ITEMS } from "../models/clearing-items.ts";
import {
  CHARGE_TYPES,
  type Code,
  HOSPITAL_LEVELS,
  INPATIENT,
  insutypes,
  MED_TYPES,
  PAY_PLACES,
  PERSON_CATEGORIES,
  readings,
  SPECIAL_GROUPS,
} from "../models/codes.ts";
import type { Config } from "../models/config.ts";
import { indicators } from "../models/metrics/index.ts";
import type { ClearingPolicy, InpatientPolicy } from "../models/service-policy.ts";
import { forecastSettings } from "./forecast/settings.ts";

type CodeTable = [name: string, columns: string, rows: (string | number)[][]];

/**
 * The small tables, attached as `source.<name>`, by which the ledgers read codes and names: every
 * column a text. They change with the config alone.
 */
export function codeTables(config: Config): CodeTable[] {
  const local = config.med_types.map(
    ({ code, title, care }): Code<typeof care> => ({ code, title, meaning: care, aliases: [] }),
  );
  const meanings = (set: readonly Code[]) =>
    readings(set).map(([text, { meaning }]) => [text, meaning]);
  return [
    ["insutype", "code, fund", insutypes(config.aliases.funds)],
    [
      "med_type",
      "code, med_type, title, care",
      readings([...local, ...MED_TYPES])
        .filter(([text, { meaning }]) => text !== meaning)
        .map(([text, { code, title, meaning }]) => [text, code, title, meaning]),
    ],
    ["inpatient_type", "policy, region_code, med_type", inpatientTypes(config.inpatient)],
    ["person_category", "code, category", meanings(PERSON_CATEGORIES)],
    ["charge_type", "code, category", meanings(CHARGE_TYPES)],
    ["hosp_lv", "code, level", meanings(HOSPITAL_LEVELS)],
    ["pay_loc", "code, place", meanings(PAY_PLACES)],
    ["special_group", "code, special_group", specialGroups(config.special_groups)],
    ["pooling", "digits", [[config.pooling === "county" ? 6 : 4]]],
    ["indicator", "code, metric, unit", indicators()],
    ["forecast_settings", "settings", [[JSON.stringify(forecastSettings(config))]]],
    ["clearing_item", "fund, account, item, pay_column, is_cleared", clearingItems()],
    ["clearing_lag", "place, lag_months, deposit_share", lags(config.clearing)],
    [
      "clearing_rule",
      "deposit_returned_in, advance_paid_in, advance_months, parts",
      rules(config.clearing),
    ],
    ["clearing_return", "month, part", returns(config.clearing)],
  ];
}

/** Lists by policy and region; every policy has a general one, if need be the bureau's own. */
function inpatientTypes(policies: readonly InpatientPolicy[]): string[][] {
  const general = (name: string) =>
    policies.find(({ policy, region }) => policy === name && region === null)?.med_types;
  const bureaus = general("") ?? INPATIENT;
  const names = new Set(["", ...policies.map(({ policy }) => policy)]);
  const lists = [
    ...[...names].map((policy) => ({ policy, region: "", types: general(policy) ?? bureaus })),
    ...policies.flatMap(({ policy, region, med_types }) =>
      region === null ? [] : [{ policy, region, types: med_types }],
    ),
  ];
  return lists.flatMap(({ policy, region, types }) =>
    [...new Set(types)].map((type) => [policy, region, type]),
  );
}

function specialGroups(local: Record<string, string[]>): string[][] {
  const added = Object.entries(local).map(
    ([meaning, aliases]): Code => ({ code: "", title: meaning, meaning, aliases }),
  );
  return readings([...added, ...SPECIAL_GROUPS]).map(([text, { meaning }]) => [text, meaning]);
}

const clearingItems = (): string[][] =>
  CLEARING_ITEMS.flatMap(({ fund, account, item, columns, cleared }) =>
    columns.map((column) => [fund, account, item, column, cleared ? "1" : "0"]),
  );

function lags(policy: ClearingPolicy | null): (string | number)[][] {
  return ["1", "2", "3", "4"].map((place) => [
    place,
    policy?.lag_months[place as "1" | "2" | "3" | "4"] ?? 0,
    place === "2" && policy ? policy.deposit_share : "0",
  ]);
}

function rules(policy: ClearingPolicy | null): number[][] {
  const { deposit_returned_in = 0, advance = null } = policy ?? {};
  const { paid_in = 0, months = 0, taken_back_in = [] } = advance ?? {};
  return [[deposit_returned_in, paid_in, months, taken_back_in.length]];
}

const returns = (policy: ClearingPolicy | null): number[][] =>
  (policy?.advance?.taken_back_in ?? []).map((month, i) => [month, i + 1]);
