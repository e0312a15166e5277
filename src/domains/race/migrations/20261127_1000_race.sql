-- A cycle of the race from its method to its awards: steps, methods with their items and money, data, appeals,
-- results, nominations, reviews.

alter table register.race_cycle
  add column "programme" text collate "C" references register.programme (code);
create index on register.race_cycle ("programme");
select platform.keep_history('race_cycle');

alter table register.race_entry
  add column "peer_group" text,
  add column "submitted_on" date;
select platform.keep_history('race_entry');

create table register.race_step (
  code text collate "C" primary key,
  "cycle" text collate "C" not null references register.race_cycle (code),
  "order" integer not null,
  "step" text not null check ("step" in ('plan', 'report', 'verify', 'compute', 'feedback', 'meeting', 'announce', 'publish', 'select', 'award', 'review')),
  "taken_on" date not null,
  "due_on" date,
  "document" text,
  "sample" boolean not null
);
create index on register.race_step ("cycle");
select platform.keep_history('race_step');

create table register.race_method (
  code text collate "C" primary key,
  "cycle" text collate "C" not null references register.race_cycle (code),
  "version" integer not null,
  "name" text not null,
  "document" text,
  "settings" text not null,
  "factors" text,
  "replications" integer not null,
  "seed" integer not null,
  "drafted_on" date not null,
  "frozen_on" date,
  "frozen_digest" text,
  "sample" boolean not null
);
create index on register.race_method ("cycle");
select platform.keep_history('race_method');

create table register.race_item (
  code text collate "C" primary key,
  "method" text collate "C" not null references register.race_method (code),
  "item" text not null,
  "kind" text not null check ("kind" in ('indicator', 'aggregate', 'denominator')),
  "level" integer,
  "parent" text,
  "name" text not null,
  "name_en" text not null,
  "weight" numeric,
  "direction" text check ("direction" in ('up', 'down')),
  "denominator" text,
  "factor" numeric,
  "target" numeric,
  "lower" numeric,
  "upper" numeric,
  "unit" text,
  "meaning" text,
  "provider" text,
  "sample" boolean not null
);
create index on register.race_item ("method");
select platform.keep_history('race_item');

create table register.race_observation (
  code text collate "C" primary key,
  "cycle" text collate "C" not null references register.race_cycle (code),
  "data_year" integer not null,
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "item" text not null,
  "value" numeric,
  "status" text not null check ("status" in ('flash', 'annual', 'final')),
  "evidence" text,
  "note" text,
  "submitter" text not null,
  "submitted_on" date not null,
  "verifier" text,
  "verified_on" date,
  "returned_on" date,
  "return_reason" text,
  "sample" boolean not null
);
create index on register.race_observation ("cycle");
create index on register.race_observation ("reporting_unit");
select platform.keep_history('race_observation');

create table register.race_appeal (
  code text collate "C" primary key,
  "cycle" text collate "C" not null references register.race_cycle (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "item" text,
  "claim" text not null,
  "claimed_value" numeric,
  "evidence" text not null,
  "raised_by" text not null,
  "raised_on" date not null,
  "outcome" text check ("outcome" in ('upheld', 'partly', 'rejected')),
  "answer" text,
  "answered_by" text,
  "answered_on" date,
  "sample" boolean not null
);
create index on register.race_appeal ("cycle");
create index on register.race_appeal ("reporting_unit");
select platform.keep_history('race_appeal');

create table register.race_scheme (
  code text collate "C" primary key,
  "method" text collate "C" not null references register.race_method (code),
  "order" integer not null,
  "name" text not null,
  "basis" text not null check ("basis" in ('level', 'improvement', 'peer')),
  "apportion" text not null check ("apportion" in ('fixed', 'largest-remainder', 'webster', 'jefferson')),
  "pot" numeric(17,2) not null check ("pot" >= 0),
  "document" text not null,
  "valid_from" date not null,
  "sample" boolean not null
);
create index on register.race_scheme ("method");
select platform.keep_history('race_scheme');

create table register.race_tier (
  code text collate "C" primary key,
  "scheme" text collate "C" not null references register.race_scheme (code),
  "order" integer not null,
  "name" text not null,
  "edge" text not null check ("edge" in ('score', 'rank', 'rest')),
  "from" numeric,
  "amount" numeric(17,2) check ("amount" >= 0),
  "weight" numeric,
  "sample" boolean not null
);
create index on register.race_tier ("scheme");
select platform.keep_history('race_tier');

create table register.race_result (
  code text collate "C" primary key,
  "cycle" text collate "C" not null references register.race_cycle (code),
  "version" integer not null,
  "method" text collate "C" not null references register.race_method (code),
  "computed_on" date not null,
  "computed_by" text not null,
  "bundle_digest" text not null,
  "reason" text,
  "published_on" date,
  "sample" boolean not null
);
create index on register.race_result ("cycle");
create index on register.race_result ("method");
select platform.keep_history('race_result');

create table register.race_score (
  code text collate "C" primary key,
  "result" text collate "C" not null references register.race_result (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "score" numeric,
  "rank" integer,
  "rank_low" integer,
  "rank_high" integer,
  "improvement" numeric,
  "improvement_rank" integer,
  "peer_group" text,
  "peer_rank" integer,
  "tier" text,
  "improvement_tier" text,
  "amount" numeric(17,2) not null check ("amount" >= 0),
  "sample" boolean not null
);
create index on register.race_score ("result");
create index on register.race_score ("reporting_unit");
select platform.keep_history('race_score');

create table register.race_nomination (
  code text collate "C" primary key,
  "cycle" text collate "C" not null references register.race_cycle (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "title" text not null,
  "organisation" text collate "C" not null references register.organisation (code),
  "amount" numeric(17,2) not null check ("amount" >= 0),
  "nominated_on" date not null,
  "decision" text check ("decision" in ('awarded', 'rejected')),
  "decided_on" date,
  "reason" text,
  "award" text collate "C" references register.award (code),
  "sample" boolean not null
);
create index on register.race_nomination ("cycle");
create index on register.race_nomination ("reporting_unit");
create index on register.race_nomination ("organisation");
create index on register.race_nomination ("award");
select platform.keep_history('race_nomination');

create table register.race_review (
  code text collate "C" primary key,
  "cycle" text collate "C" not null references register.race_cycle (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "reviewed_on" date not null,
  "grade" text not null check ("grade" in ('good', 'fair', 'poor')),
  "finding" text not null,
  "sample" boolean not null
);
create index on register.race_review ("cycle");
create index on register.race_review ("reporting_unit");
select platform.keep_history('race_review');
