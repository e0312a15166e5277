-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('race_cycle',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('race_entry',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_entry_ where race_entry_."code" = race_entry."reporting_unit" and race_entry_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as race_entry_ where race_entry_."code" = race_entry."reporting_unit" and race_entry_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$false$$);
