create table register.budget_line (
  code text collate "C" primary key,
  "title" text not null,
  "year" integer not null,
  "layer" text not null check ("layer" in ('province', 'city')),
  "region" text collate "C" not null references register.region (code),
  "purpose" text not null check ("purpose" in ('provincial-laboratories', 'capability', 'talent', 'project', 'operation', 'other')),
  "amount" numeric(17,2) not null check ("amount" >= 0),
  "approved_on" date not null,
  "withdrawn_on" date
);
create index on register.budget_line ("region");
select platform.keep_history('budget_line');

create table register.joint_fund (
  code text collate "C" primary key,
  "name" text not null,
  "established_on" date not null,
  "ended_on" date
);
select platform.keep_history('joint_fund');

create table register.joint_fund_agreement (
  code text collate "C" primary key,
  "fund" text collate "C" not null references register.joint_fund (code),
  "partner" text collate "C" not null references register.organisation (code),
  "signed_on" date not null,
  "effective_on" date not null,
  "ends_on" date,
  "ended_on" date,
  "pledge" numeric(17,2) not null check ("pledge" >= 0)
);
create index on register.joint_fund_agreement ("fund");
create index on register.joint_fund_agreement ("partner");
select platform.keep_history('joint_fund_agreement');

create table register.payment (
  code text collate "C" primary key,
  "payee" text collate "C" not null references register.organisation (code),
  "subject" text not null,
  "purpose" text not null check ("purpose" in ('provincial-laboratories', 'capability', 'talent', 'project', 'operation', 'other')),
  "amount" numeric(17,2) not null check ("amount" >= 0),
  "paid_on" date not null,
  "returned_on" date,
  "classified" boolean not null
);
create index on register.payment ("payee");
select platform.keep_history('payment');
