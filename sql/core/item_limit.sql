-- What the fund's payment for an item is limited to, and what may not be charged beside it: the bureau's
-- catalogue and table of mutually exclusive items first, and where they say nothing the knowledge points
-- (知识点) that were loaded. A row without `item_b` holds the limits of an item, one with it a pair: the
-- content of the item holds `item_b`. Several points on one item hold together; of lists either is
-- allowed; points that contradict each other limit nothing.
-- grain: hilist_code, item_b, win
-- tags: records
with point as (
  select
    hilist_code,
    min(hilist_name) as hilist_name,
    case when min(lmt_sex) = max(lmt_sex) then min(lmt_sex) end as lmt_sex,
    max(lmt_age_min) as lmt_age_min,
    min(lmt_age_max) as lmt_age_max,
    case
      when count(distinct lmt_hosp_lv) = 1 then min(lmt_hosp_lv)
      when count(distinct lmt_hosp_lv) = 2 then min(lmt_hosp_lv) || '|' || max(lmt_hosp_lv)
    end as lmt_hosp_lv,
    case
      when count(distinct lmt_med_type) = 1 then min(lmt_med_type)
      when count(distinct lmt_med_type) = 2 then min(lmt_med_type) || '|' || max(lmt_med_type)
    end as lmt_med_type,
    case
      when count(distinct lmt_insutype) = 1 then min(lmt_insutype)
      when count(distinct lmt_insutype) = 2 then min(lmt_insutype) || '|' || max(lmt_insutype)
    end as lmt_insutype,
    case
      when count(distinct lmt_diag_prefix) = 1 then min(lmt_diag_prefix)
      when count(distinct lmt_diag_prefix) = 2 then min(lmt_diag_prefix) || '|' || max(lmt_diag_prefix)
    end as lmt_diag_prefix,
    max(max_day_cnt) as max_day_cnt
  from core.rule_knowledge
  where
    lmt_sex is not null or lmt_age_min is not null or lmt_age_max is not null or lmt_hosp_lv is not null
    or lmt_med_type is not null or lmt_insutype is not null or lmt_diag_prefix is not null
    or max_day_cnt is not null
  group by hilist_code
),

item as (
  select
    coalesce(catalogue.hilist_code, point.hilist_code) as hilist_code,
    coalesce(catalogue.hilist_name, point.hilist_name) as hilist_name,
    coalesce(catalogue.lmt_sex, point.lmt_sex) as lmt_sex,
    case
      when catalogue.lmt_age_min is null and catalogue.lmt_age_max is null then point.lmt_age_min
      else catalogue.lmt_age_min
    end as lmt_age_min,
    case
      when catalogue.lmt_age_min is null and catalogue.lmt_age_max is null then point.lmt_age_max
      else catalogue.lmt_age_max
    end as lmt_age_max,
    coalesce(catalogue.lmt_hosp_lv, point.lmt_hosp_lv) as lmt_hosp_lv,
    coalesce(catalogue.lmt_med_type, point.lmt_med_type) as lmt_med_type,
    coalesce(catalogue.lmt_insutype, point.lmt_insutype) as lmt_insutype,
    coalesce(catalogue.lmt_diag_prefix, point.lmt_diag_prefix) as lmt_diag_prefix,
    coalesce(catalogue.max_day_cnt, point.max_day_cnt) as max_day_cnt
  from core.catalogue as catalogue
  full outer join point on point.hilist_code = catalogue.hilist_code
),

pair as (
  select
    item_a as hilist_code, min(item_a_name) as hilist_name, item_b, min(item_b_name) as item_b_name, win
  from core.mutex_pair
  group by item_a, item_b, win
  union all
  select
    point.hilist_code, min(point.hilist_name) as hilist_name, point.item_b,
    min(point.item_b_name) as item_b_name, point.win
  from core.rule_knowledge as point
  left join core.mutex_pair as own on own.item_a = point.hilist_code and own.item_b = point.item_b
  where point.item_b <> '' and own.item_a is null
  group by point.hilist_code, point.item_b, point.win
)

select
  hilist_code, hilist_name, cast(null as varchar) as item_b, cast(null as varchar) as item_b_name,
  cast(null as varchar) as win, lmt_sex, lmt_age_min, lmt_age_max, lmt_hosp_lv, lmt_med_type, lmt_insutype,
  lmt_diag_prefix, max_day_cnt
from item
where
  lmt_sex is not null or lmt_age_min is not null or lmt_age_max is not null or lmt_hosp_lv is not null
  or lmt_med_type is not null or lmt_insutype is not null or lmt_diag_prefix is not null or max_day_cnt is not null
union all
select
  hilist_code, hilist_name, item_b, item_b_name, win,
  cast(null as varchar), cast(null as integer), cast(null as integer), cast(null as varchar),
  cast(null as varchar), cast(null as varchar), cast(null as varchar), cast(null as decimal(16, 4))
from pair
