create table register.area (
  code text collate "C" primary key,
  "number" integer not null,
  "title" text not null,
  "title_en" text not null
);
select platform.keep_history('area');

create table register.area_measure (
  code text collate "C" primary key,
  "area" text collate "C" not null references register.area (code),
  "order" integer not null,
  "title" text not null,
  "title_en" text not null,
  "sample" boolean not null
);
create index on register.area_measure ("area");
select platform.keep_history('area_measure');

create table register.commitment (
  code text collate "C" primary key,
  "area" text collate "C" not null references register.area (code),
  "order" integer not null,
  "title" text not null,
  "title_en" text not null,
  "owner" text collate "C" references register.organisation (code),
  "promised_on" date not null,
  "due_on" date,
  "kept_on" date,
  "sample" boolean not null
);
create index on register.commitment ("area");
create index on register.commitment ("owner");
select platform.keep_history('commitment');
