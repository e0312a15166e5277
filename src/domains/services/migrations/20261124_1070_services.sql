create table register.broker_certificate (
  code text collate "C" primary key,
  "person" text collate "C" not null references register.person (code),
  "organisation" text collate "C" not null references register.organisation (code),
  "level" text not null check ("level" in ('junior', 'intermediate', 'senior')),
  "certified_on" date not null,
  "revoked_on" date
);
create index on register.broker_certificate ("person");
create index on register.broker_certificate ("organisation");
select platform.keep_history('broker_certificate');

create table register.alliance (
  code text collate "C" primary key,
  "name" text not null,
  "founded_on" date,
  "ended_on" date
);
select platform.keep_history('alliance');

create table register.alliance_member (
  code text collate "C" primary key,
  "alliance" text collate "C" not null references register.alliance (code),
  "organisation" text collate "C" not null references register.organisation (code),
  "role" text not null check ("role" in ('council', 'ordinary')),
  "from" date not null,
  "until" date
);
create index on register.alliance_member ("alliance");
create index on register.alliance_member ("organisation");
select platform.keep_history('alliance_member');

-- First certificates are found from an index alone, now and in the past.
create index on register.broker_certificate (person, certified_on, code, revoked_on);
create index on history.broker_certificate (person, certified_on, code, revoked_on) include (known_from, known_to);
