-- 统筹区归属：每个统筹区与它自己（层级 0）、以及它所在的市、省。把各县加到市、省时用它连接。
-- grain: region_code, scope_code
-- scope_code: 所在统筹区代码（自己、市或省）
-- scope_name: 所在统筹区名称
-- distance: 相差几级（0 是自己）
select
  line.region_code, region.region_name, line.scope_code, scope.region_name as scope_name, line.distance
from core.region_scope as line
left join core.region as region on region.region_code = line.region_code
left join core.region as scope on scope.region_code = line.scope_code
