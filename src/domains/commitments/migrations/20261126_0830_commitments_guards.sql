-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('area',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('area_measure',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('commitment',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) in ('organisation', 'region', 'case') and commitment."owner" = (select platform.reader('organisation'))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) in ('organisation', 'region', 'case') and commitment."owner" = (select platform.reader('organisation'))))$$,
  $$false$$);
select platform.guard('co_owner',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) in ('organisation', 'region', 'case') and co_owner."organisation" = (select platform.reader('organisation'))) or exists (select from register.commitment as co_owner_ where co_owner_."code" = co_owner."commitment"))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) in ('organisation', 'region', 'case') and co_owner."organisation" = (select platform.reader('organisation'))) or exists (select from history.commitment as co_owner_ where co_owner_."code" = co_owner."commitment"))$$,
  $$false$$);
select platform.guard('progress',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (exists (select from register.commitment as progress_ where progress_."code" = progress."commitment"))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (exists (select from history.commitment as progress_ where progress_."code" = progress."commitment"))$$,
  $$false$$);
select platform.guard('date_change',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (exists (select from register.commitment as date_change_ where date_change_."code" = date_change."commitment"))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (exists (select from history.commitment as date_change_ where date_change_."code" = date_change."commitment"))$$,
  $$false$$);
