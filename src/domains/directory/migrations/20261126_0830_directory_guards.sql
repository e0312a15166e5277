-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('jurisdiction',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('region',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('reporting_unit',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('organisation',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('person',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'organisation' and person."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as person_ where person_."code" = person."organisation" and person_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'organisation' and person."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as person_ where person_."code" = person."organisation" and person_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (((select platform.reader('level')) = 'organisation' and person."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as person_ where person_."code" = person."organisation" and person_."region" = any ((select platform.reader_regions())::text[])))))$$);
select platform.guard('post',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'organisation' and post."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as post_ where post_."code" = post."organisation" and post_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'organisation' and post."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as post_ where post_."code" = post."organisation" and post_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (((select platform.reader('level')) = 'organisation' and post."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as post_ where post_."code" = post."organisation" and post_."region" = any ((select platform.reader_regions())::text[])))))$$);
