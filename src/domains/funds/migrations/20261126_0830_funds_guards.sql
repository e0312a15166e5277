-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('budget_line',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and budget_line."region" = any ((select platform.reader_regions())::text[])))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and budget_line."region" = any ((select platform.reader_regions())::text[])))$$,
  $$false$$);
select platform.guard('joint_fund',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('joint_fund_agreement',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('payment',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (not coalesce(payment."classified", false) and (((select platform.reader('level')) = 'organisation' and payment."payee" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as payment_ where payment_."code" = payment."payee" and payment_."region" = any ((select platform.reader_regions())::text[])))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (not coalesce(payment."classified", false) and (((select platform.reader('level')) = 'organisation' and payment."payee" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as payment_ where payment_."code" = payment."payee" and payment_."region" = any ((select platform.reader_regions())::text[]))))) and exists (select from register.payment as payment_ where payment_."code" = payment."code")$$,
  $$false$$);
