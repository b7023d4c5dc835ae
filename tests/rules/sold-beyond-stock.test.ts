import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const LINE =
  "bkkp_sn | fixmedins_code | hilist_code | fee_ocur_time | cnt | det_item_fee_sumamt | inscp_amt | month";
const STOCK =
  "fixmedins_code | hilist_code | conv_ratio | open_qty | in_qty | transfer_in_qty | close_qty | period_from | period_to | month";
const given = (stock: string, sold: number, day = "2025-03-15") => ({
  "core.catalogue": `hilist_code | hilist_name
    X1 | 阿卡波糖`,
  "core.fee_line": `${LINE}
    b1 | P1 | X1 | ${day} 10:00:00 | ${sold + 5} | ${(sold + 5) * 20} | ${(sold + 5) * 18} | ${day.slice(0, 7)}
    b2 | P1 | X1 | ${day} 11:00:00 | -5 | -100 | -90 | ${day.slice(0, 7)}`,
  "core.stock": `${STOCK}
    P1 | X1 | ${stock} | 2025-03`,
});
const MARCH = "2025-03-01 | 2025-03-31";

test("R24 150 sold where 100 can have been there", () =>
  cases.returns(
    "R24",
    given(`1 | 20 | 100 | 0 | 20 | ${MARCH}`, 150),
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     institution_item | P1/X1 | null | P1 | null | item | X1 | 900 | “阿卡波糖”结算数量150，库存可供100 | null | 2025-03`,
  ));

test.each([
  ["105 of 100: within the tolerance", given(`1 | 20 | 100 | 0 | 20 | ${MARCH}`, 105)],
  ["beyond by five boxes, 100 yuan", given(`1 | 0 | 15 | 0 | 0 | ${MARCH}`, 20)],
  ["sold by the strip, ten to the box", given(`10 | 20 | 15 | 0 | 20 | ${MARCH}`, 150)],
  ["moved in from another site", given(`1 | 20 | 100 | 50 | 20 | ${MARCH}`, 150)],
  ["no opening", given(`1 | null | 100 | 0 | 20 | ${MARCH}`, 150)],
  ["no incoming", given(`1 | 20 | null | 0 | 20 | ${MARCH}`, 150)],
  ["sold outside the period", given("1 | 20 | 100 | 0 | 20 | 2025-03-16 | 2025-03-31", 150)],
  [
    "sold early in the quarter of the stock",
    given("1 | 20 | 150 | 0 | 20 | 2025-01-01 | 2025-03-31", 150, "2025-01-15"),
  ],
])("R24 leaves alone what is in order: %s", (_, rows) => cases.setsAside("R24", rows));

test("R24 says why it was set aside", async () => {
  const expected = (exclusion: string) => `amount_yuan | exclusion
     900 | ${exclusion}`;
  const aside = (stock: string) => given(`${stock} | ${MARCH}`, 150);
  await cases.returns("R24", aside("1 | 20 | 100 | 50 | 20"), expected("含院区或门店间调入后不超"));
  await cases.returns("R24", aside("10 | 20 | 100 | 0 | 20"), expected("按转换比折算后不超"));
  await cases.returns("R24", aside("1 | null | 120 | 0 | 20"), expected("期初库存缺失，无从比较"));
});

test("R24 two periods of stock in a month are one, and a quarter is compared with its three months", async () => {
  const { "core.stock": _, ...sales } = given(`1 | 20 | 100 | 0 | 20 | ${MARCH}`, 150);
  await cases.returns(
    "R24",
    {
      ...sales,
      "core.stock": `${STOCK}
        P1 | X1 | 1 | 20 | 50 | 0 | 30 | 2025-03-01 | 2025-03-15 | 2025-03
        P1 | X1 | 1 | 30 | 60 | 0 | 30 | 2025-03-16 | 2025-03-31 | 2025-03`,
    },
    `subject | amount_yuan | observed
     P1/X1 | 900 | “阿卡波糖”结算数量150，库存可供100`,
  );
  await cases.returns(
    "R24",
    given("1 | 20 | 100 | 0 | 20 | 2025-01-01 | 2025-03-31", 150, "2025-02-15"),
    `subject | amount_yuan | month
     P1/X1 | 900 | 2025-03`,
  );
});
