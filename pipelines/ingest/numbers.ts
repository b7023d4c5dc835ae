import { literal } from "../quote.ts";

const FULL_WIDTH = "０１２３４５６７８９，．－＋（）　％";
const HALF_WIDTH = "0123456789,.-+() %";
const NOTHING = ["", "-", "--", "---", "—", "——", "–", "/", "\\", "无", "N/A", "n/a"];
const UNITS = "(亿元|万元|元|亿人|万人|人)$";

/** Half a unit of the last printed digit: 0.5, 0.05, … */
const HALVES = Array.from({ length: 10 }, (_, decimals) => `0.${"0".repeat(decimals)}5`);

/** DuckDB macros that read numbers as bureaus write them: full width, 1,234.50, (12.3), 3.06亿元. */
export const NUMBER_MACROS: readonly string[] = [
  // Half the time of a load goes into translate() unless only the texts that need it are given to it.
  `create or replace temp macro plain(t) as
     regexp_replace(case when regexp_matches(t, '[${FULL_WIDTH}]')
       then translate(t, ${literal(FULL_WIDTH)}, ${literal(HALF_WIDTH)}) else t end, '\\s+', '', 'g')`,
  `create or replace temp macro is_nothing(t) as
     t is null or plain(t) in (${NOTHING.map(literal).join(", ")})`,
  `create or replace temp macro own_unit(t) as nullif(regexp_extract(plain(t), '${UNITS}', 1), '')`,
  `create or replace temp macro bare_number(t) as
     regexp_replace(regexp_replace(plain(t), '${UNITS}', ''), '^\\((.+)\\)$', '-\\1')`,
  `create or replace temp macro is_number(t) as
     regexp_full_match(bare_number(t), '[-+]?(\\d{1,3}(,\\d{3})+|\\d{1,15})(\\.\\d{1,16})?')
     and not regexp_matches(t, '[0-9０-９]\\s+[0-9０-９]')`,
  `create or replace temp macro plain_number(t) as replace(replace(bare_number(t), ',', ''), '+', '')`,
  `create or replace temp macro number_text(t) as
     case when not is_number(t) then null
          when regexp_matches(plain_number(t), '\\.\\d{11}')
            then cast(cast(plain_number(t) as decimal(28,10)) as varchar)
          else plain_number(t) end`,
  // Texts that fit 64-bit decimals, nearly all, are cast a hundred times faster than 128-bit ones.
  `create or replace temp macro worth(amount, decimals, factor) as
     case when decimals <= 4 and length(amount) <= 14
       then cast(cast(amount as decimal(18,4)) * cast(factor as decimal(9,0)) as decimal(28,4))
       else cast(cast(amount as decimal(28,10)) * cast(factor as decimal(9,0)) as decimal(28,4)) end`,
  `create or replace temp macro half_unit(decimals, factor) as
     cast(case least(decimals, 9) ${HALVES.map((half, i) => `when ${i} then ${half}`).join(" ")} end as decimal(12,10))
       * cast(factor as decimal(9,0))`,
];
