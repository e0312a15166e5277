-- Suggestions, replies and what belongs to them.
create table register.suggestion (
  code text collate "C" primary key,
  "kind" text not null check ("kind" in ('suggestion', 'proposal')),
  "title" text not null,
  "session" text not null,
  "deputy" text not null,
  "co_deputies" text,
  "deputy_account" text,
  "content" text not null,
  "complex" boolean not null,
  "raised_on" date not null,
  "assigned_on" date not null,
  "assigned_by" text collate "C" not null references register.organisation (code),
  "accepted_on" date,
  "division" text,
  "returned_on" date,
  "return_reason" text,
  "sample" boolean not null
);
create index on register.suggestion ("assigned_by");
select platform.keep_history('suggestion');

create table register.suggestion_item (
  code text collate "C" primary key,
  "suggestion" text collate "C" not null references register.suggestion (code),
  "order" integer not null,
  "title" text not null
);
create index on register.suggestion_item ("suggestion");
select platform.keep_history('suggestion_item');

create table register.handling (
  code text collate "C" primary key,
  "suggestion" text collate "C" not null references register.suggestion (code),
  "organisation" text collate "C" not null references register.organisation (code),
  "part" text not null check ("part" in ('lead', 'co', 'separate')),
  "assigned_on" date not null,
  "accepted_on" date,
  "returned_on" date,
  "return_reason" text,
  "opinion_on" date,
  "opinion" text
);
create index on register.handling ("suggestion");
create index on register.handling ("organisation");
select platform.keep_history('handling');

create table register.talk (
  code text collate "C" primary key,
  "suggestion" text collate "C" not null references register.suggestion (code),
  "on" date not null,
  "way" text not null check ("way" in ('meeting', 'visit', 'phone')),
  "summary" text not null,
  "by" text not null
);
create index on register.talk ("suggestion");
select platform.keep_history('talk');

create table register.reply (
  code text collate "C" primary key,
  "suggestion" text collate "C" not null references register.suggestion (code),
  "round" integer not null,
  "state" text not null check ("state" in ('drafting', 'division', 'office', 'secrecy', 'signing', 'signed', 'numbered', 'delivered', 'answered', 'published', 'archived')),
  "as_of" date not null,
  "drafter" text not null,
  "drafter_name" text not null,
  "opened_on" date not null,
  "again_reason" text,
  "category" text check ("category" in ('A', 'B', 'C', 'D')),
  "submitted_on" date,
  "publicity" text check ("publicity" in ('open', 'partial', 'closed')),
  "publicity_reason" text,
  "signed_on" date,
  "signer" text,
  "seal_digest" text,
  "number" text,
  "numbered_on" date,
  "delivered_on" date,
  "delivered_way" text,
  "answered_on" date,
  "satisfaction" text check ("satisfaction" in ('satisfied', 'basically', 'unsatisfied')),
  "feedback" text,
  "published_on" date,
  "archived_on" date
);
create index on register.reply ("suggestion");
select platform.keep_history('reply');

create table register.review (
  code text collate "C" primary key,
  "reply" text collate "C" not null references register.reply (code),
  "order" integer not null,
  "stage" text not null check ("stage" in ('division', 'office', 'secrecy', 'signing')),
  "verdict" text not null check ("verdict" in ('pass', 'return')),
  "by" text not null,
  "on" date not null,
  "comment" text
);
create index on register.review ("reply");
select platform.keep_history('review');

create table register.section (
  code text collate "C" primary key,
  "reply" text collate "C" not null references register.reply (code),
  "order" integer not null,
  "kind" text not null check ("kind" in ('opening', 'answer', 'closing')),
  "title" text not null,
  "author" text collate "C" references register.organisation (code),
  "version" integer not null,
  "content" text not null,
  "saved_by" text not null
);
create index on register.section ("reply");
create index on register.section ("author");
select platform.keep_history('section');

create table register.series (
  code text collate "C" primary key,
  "prefix" text not null,
  "pattern" text not null,
  "first" integer not null,
  "last" integer not null
);
select platform.keep_history('series');

create table register.number (
  code text collate "C" primary key,
  "series" text collate "C" not null references register.series (code),
  "year" integer not null,
  "serial" integer not null,
  "text" text not null,
  "reply" text collate "C" not null references register.reply (code),
  "taken_on" date not null
);
create index on register.number ("series");
create index on register.number ("reply");
select platform.keep_history('number');

create table register.override (
  code text collate "C" primary key,
  "reply" text collate "C" not null references register.reply (code),
  "order" integer not null,
  "place" text not null,
  "text" text not null,
  "verdict" text not null check ("verdict" in ('contradicts', 'inconsistent', 'ambiguous', 'uncited', 'no-value')),
  "reason" text not null,
  "by" text not null
);
create index on register.override ("reply");
select platform.keep_history('override');

create table register.drift_release (
  code text collate "C" primary key,
  "reply" text collate "C" not null references register.reply (code),
  "citation" integer not null,
  "order" integer not null,
  "value" text,
  "rows" integer not null,
  "added" integer not null,
  "removed" integer not null,
  "changed" integer not null,
  "note" text not null,
  "released_on" date not null
);
create index on register.drift_release ("reply");
select platform.keep_history('drift_release');

-- One reply a round; a number belongs to one reply and stays taken.
create unique index on register.reply (suggestion, round);
create unique index on register.reply ("number") where "number" is not null;
create unique index on register.number (reply);
create trigger stays_taken before update or delete on register.number
  for each statement execute function platform.refuse_change();
