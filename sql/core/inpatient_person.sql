-- Persons with a settlement of a type that some 口径 calls inpatient, each once a month.
-- grain: region_code, fund, med_type, psn_no, month
-- tags: records
-- partition: month
-- chunk: month
select distinct settled.region_code, settled.fund, settled.med_type, settled.psn_no, settled.month
from core.settlement as settled
inner join (
  select distinct type.med_type, type.month
  from (select distinct med_type, month from core.settlement) as type
  inner join source.inpatient_type as listed
    on substr(type.med_type, 1, length(listed.med_type)) = listed.med_type
) as inpatient on inpatient.med_type = settled.med_type and inpatient.month = settled.month
where settled.visits = 1 and settled.psn_no is not null
