create table register.race_cycle (
  code text collate "C" primary key,
  "name" text not null,
  "year" integer not null,
  "data_year" integer,
  "opened_on" date,
  "published_on" date
);
select platform.keep_history('race_cycle');

create table register.race_entry (
  code text collate "C" primary key,
  "cycle" text collate "C" not null references register.race_cycle (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "entered_on" date not null,
  "left_on" date
);
create index on register.race_entry ("cycle");
create index on register.race_entry ("reporting_unit");
select platform.keep_history('race_entry');
