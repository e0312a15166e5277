-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('consultation_agreement',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('consultation_party',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as consultation_party_ where consultation_party_."code" = consultation_party."reporting_unit" and consultation_party_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as consultation_party_ where consultation_party_."code" = consultation_party."reporting_unit" and consultation_party_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$false$$);
