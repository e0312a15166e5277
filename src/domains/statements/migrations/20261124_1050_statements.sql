create table register.statement (
  code text collate "C" primary key,
  "figure" text not null,
  "year" integer not null,
  "value" numeric not null,
  "unit" text not null check ("unit" in ('tonne', 'CNY', 'person', 'case')),
  "stated_by" text collate "C" not null references register.organisation (code),
  "document" text not null,
  "signer" text not null,
  "stated_on" date not null,
  "withdrawn_on" date
);
create index on register.statement ("stated_by");
select platform.keep_history('statement');
