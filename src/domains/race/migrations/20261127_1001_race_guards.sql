-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('race_cycle',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('race_entry',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_entry_ where race_entry_."code" = race_entry."reporting_unit" and race_entry_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_entry_ where race_entry_."code" = race_entry."reporting_unit" and race_entry_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_entry_ where race_entry_."code" = race_entry."reporting_unit" and race_entry_."region" = any ((select platform.reader_regions())::text[])))))$$);
select platform.guard('race_step',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('race_method',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('race_item',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('race_observation',
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_observation_ where race_observation_."code" = race_observation."reporting_unit" and race_observation_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_observation_ where race_observation_."code" = race_observation."reporting_unit" and race_observation_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_observation_ where race_observation_."code" = race_observation."reporting_unit" and race_observation_."region" = any ((select platform.reader_regions())::text[])))))$$);
select platform.guard('race_appeal',
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_appeal_ where race_appeal_."code" = race_appeal."reporting_unit" and race_appeal_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_appeal_ where race_appeal_."code" = race_appeal."reporting_unit" and race_appeal_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_appeal_ where race_appeal_."code" = race_appeal."reporting_unit" and race_appeal_."region" = any ((select platform.reader_regions())::text[])))))$$);
select platform.guard('race_scheme',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('race_tier',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('race_result',
  $$false$$,
  $$false$$,
  $$false$$);
select platform.guard('race_score',
  $$false$$,
  $$false$$,
  $$false$$);
select platform.guard('race_nomination',
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_nomination_ where race_nomination_."code" = race_nomination."reporting_unit" and race_nomination_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_nomination_ where race_nomination_."code" = race_nomination."reporting_unit" and race_nomination_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_nomination_ where race_nomination_."code" = race_nomination."reporting_unit" and race_nomination_."region" = any ((select platform.reader_regions())::text[])))))$$);
select platform.guard('race_review',
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_review_ where race_review_."code" = race_review."reporting_unit" and race_review_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_review_ where race_review_."code" = race_review."reporting_unit" and race_review_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$false$$);
