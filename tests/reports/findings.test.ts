import { expect, test } from "vitest";
import { textOf } from "../../reports/document.ts";
import { findings } from "../../reports/documents/findings.ts";
import { nextSteps } from "../../reports/documents/next-steps.ts";
import { summarySentence } from "../../reports/documents/summary.ts";
import { city, figure, fundFigures } from "./city.ts";

const calm = ["100000000", "0.5", "90000000", "0.5", "-0.0833", "10000000", "60000000"];
const told = (facts: ReturnType<typeof city>) => findings(facts).map((each) => textOf(each.runs));

test("the published city: what its bulletin called steady is a deficit and an overrun", () => {
  const facts = city();
  expect(told(facts)).toEqual([
    "职工基金当期赤字400万元，收入3.06亿元，支出3.10亿元，收不抵支。",
    "职工基金支出超均衡进度7.12个百分点。",
    "居民基金支出超均衡进度2.76个百分点。",
    "临泽县居民基金支出超均衡进度14.54个百分点，为各地区最高；共5个地区超均衡进度。",
    "生育基金可支付122.48个月，高于15个月，结余偏高（界限为本级设定）。",
  ]);
  expect(textOf(summarySentence(facts, findings(facts)))).toBe(
    "总体看，职工基金当期赤字400万元；职工基金支出超均衡进度7.12个百分点；居民基金支出超均衡进度2.76个百分点；临泽县居民基金支出超均衡进度14.54个百分点；生育基金可支付122.48个月，高于15个月，结余偏高。",
  );
  expect(nextSteps(facts, findings(facts)).map(textOf)[0]).toMatch(/^核对职工基金收入到账/);
});

test("one rule for all funds", () => {
  const values = ["1000000", "0.5", "2000000", "0.9", "0.3167", "-1000000", "-1000000"];
  const funds = ["employee", "resident", "maternity", "medical_aid"];
  const kinds = (fund: string) =>
    findings(
      city(
        { children: [], bands: [] },
        funds.flatMap((f) => fundFigures(f, values)),
      ),
    )
      .filter((each) => each.fund === fund)
      .map((each) => each.kind);
  for (const fund of funds) expect(kinds(fund)).toEqual(["exhausted", "deficit", "ahead"]);
});

test("calm is said only where every fund is known to be calm", () => {
  const summary = (...funds: ReturnType<typeof fundFigures>[]) => {
    const facts = city({ children: [], bands: [] }, funds.flat());
    return textOf(summarySentence(facts, findings(facts)));
  };
  expect(summary(fundFigures("employee", calm), fundFigures("resident", calm))).toBe(
    "总体看，各项基金当期均无赤字，支出均未超均衡进度。",
  );
  expect(summary(fundFigures("employee", calm), fundFigures("resident", ["1"]))).toBe("");
  expect(summary()).toBe("");
});

test("levels: their basis is named, or that there is none", () => {
  const facts = city({}, [
    ...fundFigures("employee", calm),
    figure("months_payable", "employee", "2.5", { basis: "budget" }),
  ]);
  expect(told(facts)).toEqual([
    "职工基金可支付2.50个月，不足3个月（界限依据：人社部发〔2009〕67号）。",
  ]);
});

test("changes of definition, missing months and accepted batches", () => {
  const id = figure("expenditure_ytd", "employee", "1").id;
  const facts = city(
    {
      policyChanges: ["自2019年7月起居民基金收入含大病保险补助"],
      missingMonths: [{ fund: "resident", months: ["2019-05"] }],
      caveats: new Map([
        [id, ["期末余额差0.4万元。"]],
        ["expenditure_ytd/620700/employee/2018-07", ["旧批次"]],
      ]),
    },
    [
      ...fundFigures("employee", calm),
      figure("income_ytd.yoy", "employee", null, { policy: "口径不一致：2018年不含生育" }),
    ],
  );
  expect(told(facts)).toEqual([
    "居民基金缺2019年5月数据。",
    "职工基金累计收入不作同比（口径不一致：2018年不含生育）。",
    "自2019年7月起居民基金收入含大病保险补助。",
    "职工基金累计支出所依据的数据未通过校验，经批准采用：期末余额差0.4万元。",
    "因数据不足，未判断居民基金的支出进度，未判断居民基金的当期收支平衡，未判断职工、居民基金的支付能力。",
  ]);
  expect(textOf(summarySentence(facts, findings(facts)))).toBe(
    "总体看，居民基金缺2019年5月数据；部分数字所依据的数据未通过校验。",
  );
});
