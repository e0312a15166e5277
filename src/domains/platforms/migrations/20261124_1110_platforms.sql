create table register.platform (
  code text collate "C" primary key,
  "name" text not null,
  "kind" text not null check ("kind" in ('national-key-laboratory', 'defence-key-laboratory', 'belt-road-laboratory', 'provincial-laboratory', 'provincial-key-laboratory', 'innovation-centre', 'clinical-centre', 'international-laboratory', 'joint-laboratory', 'engineering-centre', 'engineering-laboratory', 'proof-of-concept-centre', 'pilot-scale-centre')),
  "host" text collate "C" references register.organisation (code),
  "region" text collate "C" references register.region (code),
  "classified" boolean not null,
  "ended_on" date
);
create index on register.platform ("host");
create index on register.platform ("region");
select platform.keep_history('platform');

create table register.platform_act (
  code text collate "C" primary key,
  "platform" text collate "C" not null references register.platform (code),
  "act" text not null check ("act" in ('filed', 'recognised', 'approved', 'construction-started', 'operating', 'national-sequence')),
  "on" date not null,
  "batch" integer,
  "revoked_on" date,
  "instrument" text collate "C" references register.instrument (code)
);
create index on register.platform_act ("platform");
create index on register.platform_act ("instrument");
select platform.keep_history('platform_act');
