import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const CLAIM =
  "invoice_code | invoice_no | psn_no | fixmedins_code | begndate | enddate | amt | part | paid_date | month";
const claim = (
  paid: string,
  more: { code?: string; psn?: string; amt?: string; part?: string } = {},
) =>
  `${more.code ?? "99"} | 001 | ${more.psn ?? "p"} | H9 | 2025-02-01 | 2025-02-10 | ${more.amt ?? "5000.50"} | ${more.part ?? "住院"} | ${paid} | ${paid.slice(0, 7)}`;
const claims = (...rows: string[]) => ({ "core.reimbursement": [CLAIM, ...rows].join("\n") });
const ONLINE = (more: { setl_type?: string; pay_loc?: string; total?: string } = {}) => ({
  "core.settlement": `setl_id | psn_no | fixmedins_code | begndate | enddate | medfee_sumamt | visits | setl_type | pay_loc | month
    s1 | p | H9 | 2025-02-01 | 2025-02-10 | ${more.total ?? "5000.50"} | 1 | ${more.setl_type ?? "2"} | ${more.pay_loc ?? "2"} | 2025-02`,
});

test("R42 an invoice paid a second time, and a third", () =>
  cases.returns(
    "R42",
    claims(claim("2025-03-01"), claim("2025-04-01"), claim("2025-05-01", { psn: "q" })),
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     invoice | 99/001 | p | H9 | null | invoice | 001 | 5000.5 | 同一票据第2次报销 | null | 2025-04
     invoice | 99/001 | q | H9 | null | invoice | 001 | 5000.5 | 同一票据第3次报销，人员不同 | null | 2025-05`,
  ));

test("R42 a paper claim of what was settled online", () =>
  cases.returns(
    "R42",
    { ...claims(claim("2025-03-01")), ...ONLINE() },
    `subject | setl_id | evidence_type | evidence | amount_yuan | observed | month
     99/001 | null | invoice | 001 | 5000.5 | 手工报销与联网结算的人员、机构、日期、金额相同 | 2025-03
     99/001 | s1 | settlement | s1 | 0 | 手工报销与联网结算的人员、机构、日期、金额相同 | 2025-03`,
  ));

test("R42 the same part again, the same flag with the same amount, parts of two persons", async () => {
  for (const again of [
    [claim("2025-03-01", { part: "首次" }), claim("2025-03-09", { part: "首次" })],
    [claim("2025-03-01", { part: "是" }), claim("2025-03-09", { part: "是" })],
    [claim("2025-03-01", { part: "1" }), claim("2025-03-09", { part: "2", psn: "q" })],
    [claim("2025-03-01"), claim("2025-03-09", { part: "二次" })],
  ])
    await cases.returns(
      "R42",
      claims(...again),
      `subject | amount_yuan | exclusion
       99/001 | 5000.5 | null`,
    );
});

test.each([
  [
    "approved parts",
    claims(
      claim("2025-03-01", { part: "首次", amt: "3000" }),
      claim("2025-03-20", { part: "二次", amt: "2000" }),
    ),
  ],
  [
    "numbered parts",
    claims(claim("2025-03-01", { part: "1/2" }), claim("2025-03-20", { part: "2/2" })),
  ],
  [
    "flagged parts of different amounts",
    claims(
      claim("2025-03-01", { part: "分次" }),
      claim("2025-03-20", { part: "分次", amt: "800" }),
    ),
  ],
  ["another invoice code", claims(claim("2025-03-01"), claim("2025-03-20", { code: "98" }))],
  [
    "the centre's own settlement",
    { ...claims(claim("2025-03-01")), ...ONLINE({ setl_type: "1" }) },
  ],
  ["paid at the centre", { ...claims(claim("2025-03-01")), ...ONLINE({ pay_loc: "1" }) }],
  ["another amount", { ...claims(claim("2025-03-01")), ...ONLINE({ total: "5000.51" }) }],
  [
    "taken back online before it came on paper",
    {
      ...claims(claim("2025-03-01")),
      ...ONLINE(),
      "core.refunded": `setl_id | month
        s1 | 2025-02`,
    },
  ],
])("R42 leaves alone what is in order: %s", (_, given) => cases.setsAside("R42", given));
