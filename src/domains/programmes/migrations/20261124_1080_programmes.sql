create table register.programme (
  code text collate "C" primary key,
  "name" text not null,
  "kind" text not null check ("kind" in ('race', 'regional-system', 'key-problem', 'basic-research', 'other')),
  "established_on" date,
  "ended_on" date
);
select platform.keep_history('programme');

create table register.award (
  code text collate "C" primary key,
  "programme" text collate "C" not null references register.programme (code),
  "title" text not null,
  "organisation" text collate "C" not null references register.organisation (code),
  "reporting_unit" text collate "C" references register.reporting_unit (code),
  "contracted_on" date,
  "starts_on" date,
  "ends_on" date,
  "cancelled_on" date,
  "grant_amount" numeric(17,2) not null check ("grant_amount" >= 0)
);
create index on register.award ("programme");
create index on register.award ("organisation");
create index on register.award ("reporting_unit");
select platform.keep_history('award');

create table register.contribution (
  code text collate "C" primary key,
  "award" text collate "C" not null references register.award (code),
  "organisation" text collate "C" not null references register.organisation (code),
  "stage" text not null check ("stage" in ('pledged', 'booked', 'audited')),
  "amount" numeric(17,2) not null check ("amount" >= 0),
  "committed_on" date not null,
  "withdrawn_on" date
);
create index on register.contribution ("award");
create index on register.contribution ("organisation");
select platform.keep_history('contribution');
