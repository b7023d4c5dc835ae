-- Each indicator of an institution against its peers of the same month: those of the same level and
-- type; fewer than eight, those of the type; fewer than eight, all (yuan a visit, which follow the level,
-- are not held against other levels). `robust_z` is 0.6745 (x − median) / MAD,
-- with a MAD of at least 2 % of the median; `tail` is −ln of the share of peers at or above it (the right
-- tail of ECOD), 0 for the lowest.
-- grain: fixmedins_code, indicator, month
-- tags: records, outliers
-- partition: month with history
with placed as (
  select
    own.fixmedins_code, own.month, own.indicator, own.cases, own.value,
    coalesce(level.level, '9') as hosp_lv, coalesce(place.fixmedins_type, '') as fixmedins_type
  from marts.institution_indicator as own
  left join core.institution as place on place.fixmedins_code = own.fixmedins_code
  left join source.hosp_lv as level on level.code = place.hosp_lv
),

counted as (
  select
    fixmedins_code, month, indicator, cases, value, hosp_lv, fixmedins_type,
    count(*) over (partition by month, indicator, hosp_lv, fixmedins_type) as of_level_and_type,
    count(*) over (partition by month, indicator, fixmedins_type) as of_type
  from placed
),

grouped as (
  select
    fixmedins_code, month, indicator, cases, value, hosp_lv, fixmedins_type,
    case
      when of_level_and_type >= 8 then 'level and type'
      when of_type >= 8 then 'type'
      else 'all'
    end as peers_by
  from counted
  where of_level_and_type >= 8 or indicator not in ('outpatient_fund_pay_per_visit', 'outpatient_medfee_per_visit')
),

-- An institution's peers are those of its group, whatever group they are themselves judged in.
peer as (
  select
    own.fixmedins_code, own.month, own.indicator, other.value,
    row_number() over (
      partition by own.fixmedins_code, own.month, own.indicator
      order by other.value nulls last, other.fixmedins_code nulls last
    ) as place,
    count(*) over (partition by own.fixmedins_code, own.month, own.indicator) as peers
  from grouped as own
  inner join grouped as other
    on
      other.month = own.month and other.indicator = own.indicator
      and (own.peers_by = 'all' or other.fixmedins_type = own.fixmedins_type)
      and (own.peers_by <> 'level and type' or other.hosp_lv = own.hosp_lv)
),

middle as (
  select
    fixmedins_code, month, indicator, max(peers) as peers,
    0.5 * (min(case when place * 2 >= peers then value end) + min(case when place * 2 > peers then value end)) as median
  from peer
  group by fixmedins_code, month, indicator
),

spread as (
  select
    peer.fixmedins_code, peer.month, peer.indicator, peer.peers, abs(peer.value - middle.median) as distance,
    row_number() over (
      partition by peer.fixmedins_code, peer.month, peer.indicator
      order by abs(peer.value - middle.median) nulls last
    ) as place
  from peer
  inner join middle
    on
      middle.fixmedins_code = peer.fixmedins_code and middle.month = peer.month
      and middle.indicator = peer.indicator
),

deviation as (
  select
    fixmedins_code, month, indicator,
    0.5 * (
      min(case when place * 2 >= peers then distance end) + min(case when place * 2 > peers then distance end)
    ) as mad
  from spread
  group by fixmedins_code, month, indicator
),

standing as (
  select
    own.fixmedins_code, own.month, own.indicator,
    sum(case when peer.value >= own.value then 1 else 0 end) as at_or_above
  from grouped as own
  inner join peer
    on peer.fixmedins_code = own.fixmedins_code and peer.month = own.month and peer.indicator = own.indicator
  group by own.fixmedins_code, own.month, own.indicator
)

select
  grouped.fixmedins_code, grouped.month, grouped.indicator, grouped.cases, grouped.value,
  grouped.hosp_lv, grouped.fixmedins_type, grouped.peers_by, middle.peers, middle.median,
  case
    when greatest(deviation.mad, 0.02 * abs(middle.median)) > 0
      then 0.6745 * cast(grouped.value - middle.median as double) / cast(greatest(deviation.mad, 0.02 * abs(middle.median)) as double)
    else 0
  end as robust_z,
  ln(cast(middle.peers as double)) - ln(cast(standing.at_or_above as double)) as tail
from grouped
inner join middle
  on
    middle.fixmedins_code = grouped.fixmedins_code and middle.month = grouped.month
    and middle.indicator = grouped.indicator
inner join deviation
  on
    deviation.fixmedins_code = grouped.fixmedins_code and deviation.month = grouped.month
    and deviation.indicator = grouped.indicator
inner join standing
  on
    standing.fixmedins_code = grouped.fixmedins_code and standing.month = grouped.month
    and standing.indicator = grouped.indicator
