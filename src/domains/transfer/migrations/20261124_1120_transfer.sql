create table register.pilot_batch (
  code text collate "C" primary key,
  "number" integer not null,
  "name" text not null,
  "instrument" text collate "C" references register.instrument (code),
  "started_on" date not null,
  "ended_on" date
);
create index on register.pilot_batch ("instrument");
select platform.keep_history('pilot_batch');

create table register.pilot_institution (
  code text collate "C" primary key,
  "batch" text collate "C" not null references register.pilot_batch (code),
  "organisation" text collate "C" not null references register.organisation (code),
  "joined_on" date not null,
  "left_on" date
);
create index on register.pilot_institution ("batch");
create index on register.pilot_institution ("organisation");
select platform.keep_history('pilot_institution');

create table register.achievement (
  code text collate "C" primary key,
  "title" text not null,
  "kind" text not null check ("kind" in ('invention', 'utility-model', 'design', 'software', 'layout', 'plant-variety', 'medicine', 'trade-secret')),
  "organisation" text collate "C" not null references register.organisation (code),
  "disclosed_on" date not null,
  "classified" boolean not null
);
create index on register.achievement ("organisation");
select platform.keep_history('achievement');

create table register.completer (
  code text collate "C" primary key,
  "achievement" text collate "C" not null references register.achievement (code),
  "person" text collate "C" not null references register.person (code),
  "share" numeric not null
);
create index on register.completer ("achievement");
create index on register.completer ("person");
select platform.keep_history('completer');

create table register.empowerment (
  code text collate "C" primary key,
  "achievement" text collate "C" not null references register.achievement (code),
  "right" text not null check ("right" in ('ownership', 'long-term-use')),
  "agreed_on" date not null,
  "effective_on" date,
  "ended_on" date,
  "end_reason" text
);
create index on register.empowerment ("achievement");
select platform.keep_history('empowerment');

create table register.transfer_contract (
  code text collate "C" primary key,
  "title" text not null,
  "mode" text not null check ("mode" in ('assignment', 'licence', 'cooperation', 'equity', 'own', 'other')),
  "seller" text collate "C" not null references register.organisation (code),
  "buyer" text collate "C" references register.organisation (code),
  "amount" numeric(17,2) not null check ("amount" >= 0),
  "signed_on" date not null,
  "registration_number" text,
  "classified" boolean,
  "ended_on" date
);
create index on register.transfer_contract ("seller");
create index on register.transfer_contract ("buyer");
select platform.keep_history('transfer_contract');

create table register.contract_item (
  code text collate "C" primary key,
  "contract" text collate "C" not null references register.transfer_contract (code),
  "achievement" text collate "C" not null references register.achievement (code)
);
create index on register.contract_item ("contract");
create index on register.contract_item ("achievement");
select platform.keep_history('contract_item');

create table register.receipt (
  code text collate "C" primary key,
  "contract" text collate "C" not null references register.transfer_contract (code),
  "received_on" date not null,
  "amount" numeric(17,2) not null check ("amount" >= 0)
);
create index on register.receipt ("contract");
select platform.keep_history('receipt');

create table register.distribution (
  code text collate "C" primary key,
  "contract" text collate "C" not null references register.transfer_contract (code),
  "decided_on" date not null,
  "paid_on" date,
  "amount" numeric(17,2) not null check ("amount" >= 0)
);
create index on register.distribution ("contract");
select platform.keep_history('distribution');

create table register.distribution_share (
  code text collate "C" primary key,
  "distribution" text collate "C" not null references register.distribution (code),
  "order" integer not null,
  "institution" text collate "C" not null references register.organisation (code),
  "recipient" text not null check ("recipient" in ('researcher', 'team', 'transfer-staff', 'institution')),
  "person" text collate "C" references register.person (code),
  "amount" numeric(17,2) not null check ("amount" >= 0)
);
create index on register.distribution_share ("distribution");
create index on register.distribution_share ("institution");
create index on register.distribution_share ("person");
select platform.keep_history('distribution_share');

-- The figures' own questions, answered from indexes alone, now and in the past.
create index on register.empowerment (achievement, effective_on, ended_on);
create index on history.empowerment (achievement, effective_on, ended_on) include (known_from, known_to);
create index on register.contract_item (contract, achievement);
create index on history.contract_item (contract, achievement) include (known_from, known_to);
create index on register.transfer_contract (signed_on);
create index on register.transfer_contract (ended_on) where ended_on is not null;
create index on history.transfer_contract (signed_on);
create index on history.transfer_contract (ended_on) where ended_on is not null;
