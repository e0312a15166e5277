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
