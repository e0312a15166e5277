-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('parameter',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
