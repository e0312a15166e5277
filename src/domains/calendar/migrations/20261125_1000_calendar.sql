create table register.notice (
  code text collate "C" primary key,
  "document" text not null,
  "year" integer not null,
  "scope" text not null check ("scope" in ('year', 'change')),
  "title" text,
  "published_on" date not null,
  "superseded_on" date
);
select platform.keep_history('notice');

create table register.day (
  code text collate "C" primary key,
  "notice" text collate "C" not null references register.notice (code),
  "day" date not null,
  "kind" text not null check ("kind" in ('off', 'work')),
  "holiday" text not null
);
create index on register.day ("notice");
create index on register.day ("day");
select platform.keep_history('day');
