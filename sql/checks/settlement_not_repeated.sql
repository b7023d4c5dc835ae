-- 同一文件中结算编号重复的行不应超过千分之一
-- A row is a month in which more are: what counts is one row for each, the newest.
-- severity: warn
select month, sum(repeated_rows) as repeated_rows, sum(settlements) as settlements
from core.settlement_quality
group by month
having sum(repeated_rows) * 1000 > sum(settlements)
