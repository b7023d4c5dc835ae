-- R39 高套分值: over the twelve months up to this one, an institution's stays of an ICD-10 category have a
-- mean DIP score above that of its peers, and its mean cost is not above theirs by as much. Peers are
-- the other institutions of its level; where they are too few, those of other levels, with their cost
-- brought to its level by what stays of equal categories cost there and here. Few stays of a category cost
-- more or less by chance: all categories of the institution together have to show half of
-- it, and more where they are few. The stays of the month scored above the peers' mean are shown, each with
-- the part of its money that lies above.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with grade as (
  select
    coded.dip_code, coded.year, score.score,
    row_number() over (partition by coded.dip_code, coded.year order by score.year desc nulls last) as place
  from (select distinct dip_code, substr(month, 1, 4) as year from core.stay where dip_code is not null) as coded
  inner join (
    select dip_code, cast(year as varchar) as year, max(score) as score
    from core.dip_score
    group by dip_code, cast(year as varchar)
  ) as score on score.dip_code = coded.dip_code and (score.year is null or score.year <= coded.year)
  where score.score > 0
),

scored as (
  select
    stay.setl_id, stay.fixmedins_code, stay.hosp_lv, stay.diag_category, stay.medfee_sumamt,
    stay.fund_pay_sumamt, stay.month, grade.score
  from core.stay as stay
  inner join grade
    on grade.dip_code = stay.dip_code and grade.year = substr(stay.month, 1, 4) and grade.place = 1
  where stay.fixmedins_code <> '' and stay.diag_category is not null and stay.medfee_sumamt > 0
),

monthly as (
  select
    fixmedins_code, hosp_lv, diag_category, month,
    count(*) as stays,
    sum(score) as score,
    sum(medfee_sumamt) as fee_yuan
  from scored
  group by fixmedins_code, hosp_lv, diag_category, month
),

own as (
  select
    this.month, monthly.fixmedins_code, monthly.hosp_lv, monthly.diag_category,
    cast(sum(monthly.stays) as integer) as stays,
    cast(sum(monthly.score) as decimal(24, 6)) as score,
    cast(sum(monthly.fee_yuan) as decimal(24, 2)) as fee_yuan
  from (select distinct month from core.stay) as this
  inner join monthly
    on
      monthly.month <= this.month
      and monthly.month > cast(cast(substr(this.month, 1, 4) as integer) - 1 as varchar) || substr(this.month, 5)
  group by this.month, monthly.fixmedins_code, monthly.hosp_lv, monthly.diag_category
),

gathered as (
  select
    month, fixmedins_code, hosp_lv, diag_category, stays, score, fee_yuan,
    sum(stays) over (partition by month, diag_category, hosp_lv) as level_stays,
    sum(score) over (partition by month, diag_category, hosp_lv) as level_score,
    sum(fee_yuan) over (partition by month, diag_category, hosp_lv) as level_fee,
    sum(stays) over (partition by month, diag_category) as all_stays,
    sum(score) over (partition by month, diag_category) as all_score,
    sum(fee_yuan) over (partition by month, diag_category) as all_fee
  from own
),

expected as (
  select
    month, fixmedins_code, hosp_lv, diag_category, stays, score, fee_yuan, level_stays, level_score, level_fee,
    all_stays, all_score, all_fee,
    cast(
      case when all_stays > 0 then cast(all_fee * stays as double) / cast(all_stays as double) end
      as decimal(24, 2)
    ) as expected_fee
  from gathered
),

costly as (
  select
    month, hosp_lv,
    sum(fee_yuan) as fee_yuan,
    sum(expected_fee) as expected_fee,
    sum(sum(fee_yuan)) over (partition by month) as all_fee,
    sum(sum(expected_fee)) over (partition by month) as all_expected
  from expected
  group by month, hosp_lv
),

cost_of_level as (
  select
    month, hosp_lv,
    case
      when expected_fee > 0 and all_fee > fee_yuan and all_expected > expected_fee
        then
          cast(fee_yuan as double) / cast(expected_fee as double)
          * cast(all_expected - expected_fee as double) / cast(all_fee - fee_yuan as double)
    end as times_others
  from costly
),

beside as (
  select
    expected.month, expected.fixmedins_code, expected.diag_category, expected.stays, expected.score,
    expected.fee_yuan,
    case
      when expected.level_stays - expected.stays >= rule.cases
        then cast(expected.level_score - expected.score as double) / cast(expected.level_stays - expected.stays as double)
      when expected.all_stays - expected.level_stays >= rule.cases
        then cast(expected.all_score - expected.level_score as double) / cast(expected.all_stays - expected.level_stays as double)
    end as peer_score,
    case
      when expected.level_stays - expected.stays >= rule.cases
        then cast(expected.level_fee - expected.fee_yuan as double) / cast(expected.level_stays - expected.stays as double)
      when expected.all_stays - expected.level_stays >= rule.cases
        then cost_of_level.times_others * cast(expected.all_fee - expected.level_fee as double) / cast(expected.all_stays - expected.level_stays as double)
    end as peer_fee
  from expected
  inner join cost_of_level on cost_of_level.month = expected.month and cost_of_level.hosp_lv = expected.hosp_lv
  cross join source.rule_upcoding as rule
  where expected.stays >= rule.cases
),

indexed as (
  select
    month, fixmedins_code, diag_category, stays, peer_score,
    case when peer_score > 0 then cast(score as double) / cast(stays as double) / cast(peer_score as double) end
      as score_index,
    case when peer_fee > 0 then cast(fee_yuan as double) / cast(stays as double) / cast(peer_fee as double) end
      as cost_index
  from beside
),

whole as (
  select
    indexed.month, indexed.fixmedins_code,
    case
      when sum(indexed.stays) > 0
        then cast(sum((indexed.score_index - indexed.cost_index) * indexed.stays) as double) / cast(sum(indexed.stays) as double)
    end as gap,
    case when sum(indexed.stays) > 0 then cast(max(rule.gap * rule.cases) as double) / cast(sum(indexed.stays) as double) end
      as allowance
  from indexed
  cross join source.rule_upcoding as rule
  where indexed.score_index is not null and indexed.cost_index is not null
  group by indexed.month, indexed.fixmedins_code
),

flagged as (
  select
    indexed.month, indexed.fixmedins_code, indexed.diag_category, indexed.peer_score,
    indexed.diag_category || '类' || cast(indexed.stays as varchar) || '例，分值指数'
    || cast(cast(indexed.score_index as decimal(10, 2)) as varchar) || '，费用指数'
    || cast(cast(indexed.cost_index as decimal(10, 2)) as varchar) as said,
    row_number() over (
      partition by indexed.month, indexed.fixmedins_code
      order by indexed.score_index - indexed.cost_index desc nulls last, indexed.diag_category nulls last
    ) as place,
    count(*) over (partition by indexed.month, indexed.fixmedins_code) as categories
  from indexed
  inner join whole on whole.month = indexed.month and whole.fixmedins_code = indexed.fixmedins_code
  cross join source.rule_upcoding as rule
  where
    indexed.score_index > 1 + rule.least and indexed.score_index - indexed.cost_index > rule.gap
    and whole.gap > 0.5 * rule.gap + whole.allowance
)

select
  'institution' as subject_type, flagged.fixmedins_code as subject, cast(null as varchar) as psn_no,
  flagged.fixmedins_code, scored.setl_id, 'settlement' as evidence_type, scored.setl_id as evidence,
  cast(
    coalesce(scored.fund_pay_sumamt, 0)
    * cast(
      1 - case when scored.score > 0 then cast(flagged.peer_score as double) / cast(scored.score as double) end
      as decimal(9, 6)
    ) as decimal(16, 2)
  ) as amount_yuan,
  '分值高于可比机构而费用不相应的病种类目' || cast(flagged.categories as varchar) || '个，差距最大的是'
  || most.said as observed,
  cast(null as varchar) as exclusion,
  flagged.month
from flagged
inner join flagged as most
  on most.month = flagged.month and most.fixmedins_code = flagged.fixmedins_code and most.place = 1
inner join scored
  on
    scored.fixmedins_code = flagged.fixmedins_code and scored.diag_category = flagged.diag_category
    and scored.month = flagged.month and scored.score > flagged.peer_score
