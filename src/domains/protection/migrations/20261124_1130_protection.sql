create table register.case_batch (
  code text collate "C" primary key,
  "name" text not null,
  "number" integer not null,
  "published_on" date,
  "withdrawn_on" date
);
select platform.keep_history('case_batch');

create table register.typical_case (
  code text collate "C" primary key,
  "batch" text collate "C" not null references register.case_batch (code),
  "title" text not null,
  "withdrawn_on" date
);
create index on register.typical_case ("batch");
select platform.keep_history('typical_case');
