create table register.instrument (
  code text collate "C" primary key,
  "title" text not null,
  "number" text,
  "kind" text not null check ("kind" in ('law', 'plan', 'policy', 'rules', 'notice')),
  "parent" text collate "C" references register.instrument (code),
  "issued_on" date,
  "effective_on" date,
  "ended_on" date
);
create index on register.instrument ("parent");
select platform.keep_history('instrument');

create table register.instrument_issuer (
  code text collate "C" primary key,
  "instrument" text collate "C" not null references register.instrument (code),
  "organisation" text collate "C" not null references register.organisation (code),
  "lead" boolean not null
);
create index on register.instrument_issuer ("instrument");
create index on register.instrument_issuer ("organisation");
select platform.keep_history('instrument_issuer');

create table register.aspect (
  code text collate "C" primary key,
  "instrument" text collate "C" not null references register.instrument (code),
  "order" integer not null,
  "title" text not null
);
create index on register.aspect ("instrument");
select platform.keep_history('aspect');

create table register.measure (
  code text collate "C" primary key,
  "aspect" text collate "C" not null references register.aspect (code),
  "order" integer not null,
  "title" text not null
);
create index on register.measure ("aspect");
select platform.keep_history('measure');
