create table register.jurisdiction (
  code text collate "C" primary key,
  "name" text not null,
  "name_en" text not null,
  "department" text not null,
  "department_en" text not null,
  "answered_on" date,
  "sample" boolean not null
);
select platform.keep_history('jurisdiction');

create table register.region (
  code text collate "C" primary key,
  "name" text not null,
  "name_en" text,
  "level" text not null check ("level" in ('province', 'prefecture', 'county')),
  "parent" text collate "C" references register.region (code),
  "valid_from" date,
  "valid_to" date
);
create index on register.region ("parent");
select platform.keep_history('region');

create table register.reporting_unit (
  code text collate "C" primary key,
  "name" text not null,
  "name_en" text,
  "kind" text not null check ("kind" in ('prefecture', 'separate-city')),
  "region" text collate "C" not null references register.region (code),
  "within" text collate "C" references register.reporting_unit (code),
  "valid_from" date,
  "valid_to" date
);
create index on register.reporting_unit ("region");
create index on register.reporting_unit ("within");
select platform.keep_history('reporting_unit');

create table register.organisation (
  code text collate "C" primary key,
  "name" text not null,
  "kind" text not null check ("kind" in ('department', 'bureau', 'university', 'institute', 'company', 'hospital', 'service', 'other')),
  "credit_code" text,
  "credit_code_override" text,
  "region" text collate "C" references register.region (code),
  "established_on" date,
  "ended_on" date
);
create index on register.organisation ("region");
select platform.keep_history('organisation');

create table register.person (
  code text collate "C" primary key,
  "name" text not null,
  "identity_number" text,
  "organisation" text collate "C" not null references register.organisation (code)
);
create index on register.person ("organisation");
select platform.keep_history('person');

create table register.post (
  code text collate "C" primary key,
  "person" text collate "C" not null references register.person (code),
  "organisation" text collate "C" not null references register.organisation (code),
  "title" text not null,
  "from" date not null,
  "until" date
);
create index on register.post ("person");
create index on register.post ("organisation");
select platform.keep_history('post');
