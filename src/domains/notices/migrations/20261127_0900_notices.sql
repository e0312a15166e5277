-- Public notices, what they show, and the objections to them.

create table register.public_notice (
  code text collate "C" primary key,
  "kind" text not null check ("kind" in ('race', 'award', 'evaluation', 'recognition', 'filing', 'challenge', 'empowerment', 'transfer', 'distribution', 'talent', 'other')),
  "title" text not null,
  "title_en" text,
  "text" text not null,
  "text_en" text,
  "document" text not null,
  "clause" text,
  "division" text not null,
  "subject_register" text,
  "subject_code" text,
  "item_heading" text,
  "value_heading" text,
  "published_on" date not null,
  "first_on" date not null,
  "length" integer not null,
  "counting" text not null check ("counting" in ('working-days', 'days')),
  "announced_until" date,
  "entered_on" date,
  "posted_evidence" text,
  "shown_at" text not null,
  "contact" text not null,
  "blocks" text not null,
  "blocks_en" text,
  "objection_stops" text not null check ("objection_stops" in ('all', 'item', 'nothing')),
  "supersedes" text collate "C" references register.public_notice (code),
  "extended_until" date,
  "extended_on" date,
  "extend_reason" text,
  "concluded_on" date,
  "conclusion" text,
  "withdrawn_on" date,
  "withdraw_reason" text,
  "published_by" text,
  "sample" boolean not null
);
create index on register.public_notice ("supersedes");
create index on register.public_notice ("subject_register", "subject_code");
create index on register.public_notice ("first_on");
select platform.keep_history('public_notice');

create table register.notice_item (
  code text collate "C" primary key,
  "notice" text collate "C" not null references register.public_notice (code),
  "order" integer not null,
  "title" text not null,
  "unit" text,
  "person" text,
  "value" text,
  "note" text,
  "refers_to" text,
  "sample" boolean not null
);
create index on register.notice_item ("notice");
select platform.keep_history('notice_item');

create table register.notice_objection (
  code text collate "C" primary key,
  "notice" text collate "C" not null references register.public_notice (code),
  "item" text collate "C" references register.notice_item (code),
  "objector_kind" text not null check ("objector_kind" in ('person', 'unit')),
  "objector" text not null,
  "contact" text not null,
  "text" text not null,
  "way" text not null check ("way" in ('online', 'letter', 'phone', 'visit')),
  "received_on" date not null,
  "recorded_by" text,
  "accepted_on" date,
  "answered_on" date,
  "result" text check ("result" in ('upheld', 'partly', 'rejected')),
  "gist" text,
  "answer" text,
  "answered_by" text,
  "sample" boolean not null
);
create index on register.notice_objection ("notice");
create index on register.notice_objection ("item");
select platform.keep_history('notice_objection');
