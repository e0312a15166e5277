-- Statements asked of other departments, and what came of it.

create table register.request (
  code text collate "C" primary key,
  "figure" text not null,
  "year" integer not null,
  "asked_of" text collate "C" not null references register.organisation (code),
  "asked_by" text not null,
  "question" text not null,
  "reply" text,
  "asked_on" date not null,
  "due_on" date,
  "statement" text collate "C" references register.statement (code),
  "answered_on" date,
  "declined_on" date,
  "decline_reason" text
);
create index on register.request ("asked_of");
create index on register.request ("statement");
select platform.keep_history('request');
