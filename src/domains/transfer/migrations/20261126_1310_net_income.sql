-- A distribution shares the income of a round net of its costs; older rows give the net amount alone.
alter table register.distribution
  add column "gross" numeric(17,2) check ("gross" >= 0),
  add column "costs" numeric(17,2) check ("costs" >= 0);
select platform.keep_history('distribution');
