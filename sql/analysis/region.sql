-- 统筹区：一行一个，含上级。
-- grain: region_code
-- parent_code: 上级统筹区代码（配置里写的）
-- parent_name: 上级统筹区名称
select line.region_code, line.region_name, line.parent_code, above.region_name as parent_name
from core.region as line
left join core.region as above on above.region_code = line.parent_code
