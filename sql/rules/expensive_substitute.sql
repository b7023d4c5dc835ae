-- R25 串换收费（高价替代比）: of items that stand for each other, an institution charges the dear one, over
-- some months to the one that is told, far more often than its peers: a robust z of its share. Peers are
-- those of its level, and of its kind where they have no level. The spread is no less than chance gives
-- for so many lines on top of a floor. The amount is what lies above the median share of the month's lines.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with choice as (
  select hi_item, min(hi_name) as hi_name, hi_item as hilist_code, 1 as is_dear
  from core.swap_pair
  group by hi_item
  union all
  select hi_item, min(hi_name), lo_item, 0
  from core.swap_pair
  where lo_item <> hi_item
  group by hi_item, lo_item
),

monthly as (
  select
    settled.fixmedins_code, settled.month, choice.hi_item,
    cast(substr(settled.month, 1, 4) as integer) * 12 + cast(substr(settled.month, 6, 2) as integer) as month_no,
    min(choice.hi_name) as hi_name,
    min(settled.hosp_lv) as settled_lv,
    count(*) as line_count,
    sum(choice.is_dear) as dear_lines,
    sum(case when choice.is_dear = 1 and line.bilg_dept_name like '%创伤%' then 1 else 0 end) as trauma_lines,
    sum(case when choice.is_dear = 1 then line.inscp_amt else 0 end) as dear_yuan
  from core.fee_line as line
  inner join choice on choice.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id and settled.month = line.month
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where settled.visits = 1 and refund.setl_id is null and line.cnt > 0 and settled.fixmedins_code <> ''
  group by settled.fixmedins_code, settled.month, choice.hi_item
),

told_month as (
  select month, month_no
  from monthly
  group by month, month_no
),

charged as (
  select
    monthly.fixmedins_code, told_month.month, monthly.hi_item,
    min(monthly.hi_name) as hi_name,
    min(monthly.settled_lv) as settled_lv,
    sum(monthly.line_count) as line_count,
    sum(monthly.dear_lines) as dear_lines,
    sum(monthly.trauma_lines) as trauma_lines,
    sum(case when monthly.month = told_month.month then monthly.dear_yuan else 0 end) as dear_yuan,
    sum(case when monthly.month = told_month.month then monthly.dear_lines else 0 end) as own_dear_lines
  from told_month
  cross join source.rule_expensive_substitute as rule
  inner join monthly on monthly.month_no > told_month.month_no - rule.months and monthly.month_no <= told_month.month_no
  group by monthly.fixmedins_code, told_month.month, monthly.hi_item
),

shared as (
  select
    charged.fixmedins_code, charged.month, charged.hi_item, coalesce(charged.hi_name, charged.hi_item) as hi_name,
    charged.line_count, charged.dear_yuan, charged.own_dear_lines,
    case
      when coalesce(charged.settled_lv, level.level, '9') = '9' then '9' || coalesce(institution.fixmedins_type, '')
      else coalesce(charged.settled_lv, level.level)
    end as hosp_lv,
    case when charged.line_count > 0 then cast(charged.dear_lines as double) / cast(charged.line_count as double) end as share,
    case
      when institution.fixmedins_type like '%专科%' or institution.fixmedins_name like '%专科%'
        then '专科机构，病例结构与同级别机构不同'
      when institution.fixmedins_name like '%创伤%' or 2 * charged.trauma_lines > charged.dear_lines
        then '创伤中心，病例结构与同级别机构不同'
    end as exclusion
  from charged
  cross join source.rule_expensive_substitute as rule
  left join core.institution as institution on institution.fixmedins_code = charged.fixmedins_code
  left join source.hosp_lv as level on level.code = institution.hosp_lv
  where charged.line_count >= rule.min_lines
),

placed as (
  select
    fixmedins_code, month, hi_item, hi_name, line_count, dear_yuan, own_dear_lines, hosp_lv, share, exclusion,
    row_number() over (
      partition by month, hosp_lv, hi_item order by share nulls last, fixmedins_code nulls last
    ) as place,
    count(*) over (partition by month, hosp_lv, hi_item) as peers
  from shared
),

centred as (
  select
    fixmedins_code, month, hi_item, hi_name, line_count, dear_yuan, own_dear_lines, hosp_lv, share, exclusion, peers,
    0.5 * (
      min(case when 2 * place between peers and peers + 2 then share end) over (partition by month, hosp_lv, hi_item)
      + max(case when 2 * place between peers and peers + 2 then share end) over (partition by month, hosp_lv, hi_item)
    ) as centre
  from placed
),

distanced as (
  select
    fixmedins_code, month, hi_item, hi_name, line_count, dear_yuan, own_dear_lines, hosp_lv, share, exclusion,
    peers, centre,
    abs(share - centre) as distance,
    row_number() over (
      partition by month, hosp_lv, hi_item order by abs(share - centre) nulls last, fixmedins_code nulls last
    ) as place
  from centred
),

spread as (
  select
    fixmedins_code, month, hi_item, hi_name, line_count, dear_yuan, own_dear_lines, share, exclusion, peers, centre,
    1.4826 * 0.5 * (
      min(case when 2 * place between peers and peers + 2 then distance end) over (partition by month, hosp_lv, hi_item)
      + max(case when 2 * place between peers and peers + 2 then distance end) over (partition by month, hosp_lv, hi_item)
    ) as deviation
  from distanced
),

chance as (
  select
    spread.fixmedins_code, spread.month, spread.hi_item, spread.hi_name, spread.line_count, spread.dear_yuan,
    spread.own_dear_lines, spread.share, spread.exclusion, spread.peers, spread.centre, rule.z, rule.months,
    greatest(
      spread.deviation,
      sqrt(
        cast(rule.min_spread * rule.min_spread as double) + case
          when spread.line_count > 0
            then cast(spread.centre * (1 - spread.centre) as double) / cast(spread.line_count as double)
        end
      )
    ) as deviation
  from spread
  cross join source.rule_expensive_substitute as rule
  where spread.peers >= rule.min_peers
),

scored as (
  select
    fixmedins_code, month, hi_item, hi_name, line_count, dear_yuan, own_dear_lines, share, exclusion, peers, centre, z,
    months,
    case
      when deviation > 0 then cast(share - centre as double) / cast(deviation as double)
    end as robust_z
  from chance
),

found as (
  select
    fixmedins_code, month, hi_item, exclusion, robust_z,
    case
      when share > 0
        then cast(dear_yuan as double) * (1 - cast(centre as double) / cast(share as double))
    end as beyond_yuan,
    '近' || cast(months as varchar) || '个月“' || hi_name || '”占' || cast(cast(share * 100 as decimal(6, 1)) as varchar) || '%（'
    || cast(line_count as varchar) || '条），' || cast(peers as varchar) || '家同级别机构中位数'
    || cast(cast(centre * 100 as decimal(6, 1)) as varchar) || '%，稳健z '
    || cast(cast(robust_z as decimal(12, 1)) as varchar) as seen
  from scored
  where robust_z > z and own_dear_lines > 0
)

select
  'institution' as subject_type, fixmedins_code as subject, cast(null as varchar) as psn_no, fixmedins_code,
  cast(null as varchar) as setl_id, 'item' as evidence_type, hi_item as evidence,
  cast(round(beyond_yuan, 2) as decimal(16, 2)) as amount_yuan,
  first_value(seen) over (
    partition by fixmedins_code, month order by robust_z desc nulls last, hi_item nulls last
  ) as observed,
  exclusion_of_all as exclusion, month
from (
  select
    fixmedins_code, month, hi_item, robust_z, beyond_yuan, seen,
    case
      when count(*) over (partition by fixmedins_code, month) = count(exclusion) over (partition by fixmedins_code, month)
        then max(exclusion) over (partition by fixmedins_code, month)
    end as exclusion_of_all,
    case
      when
        exclusion is not null
        and count(*) over (partition by fixmedins_code, month) > count(exclusion) over (partition by fixmedins_code, month)
        then 1
      else 0
    end as is_beside
  from found
) as weighed
where is_beside = 0
