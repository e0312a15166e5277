-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('public_notice',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('notice_item',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('notice_objection',
  $$false$$,
  $$false$$,
  $$false$$);
