-- Promises with their letter, target and end; who keeps them together, what was reported, dates moved with a reason.

alter table register.commitment
  add column "reply" text,
  add column "target" text,
  add column "target_figure" text,
  add column "target_params" text,
  add column "target_value" numeric,
  add column "kept_evidence" text,
  add column "kept_reason" text,
  add column "dropped_on" date,
  add column "drop_reason" text,
  add column "plan_sample" boolean;
create index on register.commitment ("reply");
select platform.keep_history('commitment');

create table register.co_owner (
  code text collate "C" primary key,
  "commitment" text collate "C" not null references register.commitment (code),
  "organisation" text collate "C" not null references register.organisation (code),
  "sample" boolean not null
);
create index on register.co_owner ("commitment");
create index on register.co_owner ("organisation");
select platform.keep_history('co_owner');

create table register.progress (
  code text collate "C" primary key,
  "commitment" text collate "C" not null references register.commitment (code),
  "order" integer not null,
  "reported_on" date not null,
  "text" text not null,
  "text_en" text,
  "evidence" text,
  "percent" integer,
  "sample" boolean not null
);
create index on register.progress ("commitment");
select platform.keep_history('progress');

create table register.date_change (
  code text collate "C" primary key,
  "commitment" text collate "C" not null references register.commitment (code),
  "order" integer not null,
  "old_due_on" date,
  "new_due_on" date not null,
  "reason" text not null,
  "changed_on" date not null,
  "sample" boolean not null
);
create index on register.date_change ("commitment");
select platform.keep_history('date_change');
