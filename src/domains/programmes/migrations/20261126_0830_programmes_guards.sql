-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('programme',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('award',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'organisation' and award."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as award_ where award_."code" = award."organisation" and award_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'organisation' and award."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as award_ where award_."code" = award."organisation" and award_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$false$$);
select platform.guard('contribution',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (exists (select from register.award as contribution_ where contribution_."code" = contribution."award"))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (exists (select from history.award as contribution_ where contribution_."code" = contribution."award"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (exists (select from register.award as contribution_ where contribution_."code" = contribution."award")))$$);
