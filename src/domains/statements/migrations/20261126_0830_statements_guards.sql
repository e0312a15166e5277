-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('statement',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) in ('organisation', 'region', 'case') and statement."stated_by" = (select platform.reader('organisation')))))$$);
select platform.guard('request',
  $$(((select platform.reader('level')) in ('organisation', 'region', 'case') and request."asked_of" = (select platform.reader('organisation'))))$$,
  $$(((select platform.reader('level')) in ('organisation', 'region', 'case') and request."asked_of" = (select platform.reader('organisation'))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) in ('organisation', 'region', 'case') and request."asked_of" = (select platform.reader('organisation')))))$$);
