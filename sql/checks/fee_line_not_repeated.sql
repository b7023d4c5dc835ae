-- 同一文件中费用明细流水号重复的行不应超过千分之一
-- A row is a month in which more are: what counts is one row for each, the latest.
-- severity: warn
select month, sum(repeated_lines) as repeated_lines, sum(lines) as fee_lines
from core.settlement_fee
group by month
having sum(repeated_lines) * 1000 > sum(lines)
