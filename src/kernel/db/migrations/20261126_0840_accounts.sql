-- Accounts: opened without a role, which another office grants; held to a region or an organisation by their role.
alter table platform.account drop constraint account_role_check;
alter table platform.account add constraint account_role_check check (role in
  ('officer', 'division', 'office', 'secrecy', 'signer', 'bureau', 'institution', 'partner', 'deputy', 'auditor',
   'administrator', 'security'));
alter table platform.account alter column role drop not null;
alter table platform.account add column region text;
alter table platform.account add column closed_at timestamptz;
-- A password given by another is changed before anything else is done.
alter table platform.account add column password_given boolean not null default false;

-- Tries to sign in, by a digest of the name as it was typed: an unknown name is counted like a known one.
create table platform.sign_in_try (
  id bigint generated always as identity primary key,
  name_digest text not null,
  at timestamptz not null default now()
);
create index on platform.sign_in_try (name_digest, at);
create index on platform.sign_in_try (at);

-- Work lent to another account until a day.
create table platform.delegation (
  id uuid primary key default gen_random_uuid(),
  lender text not null references platform.account (name),
  borrower text not null references platform.account (name),
  begins_on date not null,
  ends_on date not null,
  reason text not null,
  made_at timestamptz not null default now(),
  ended_at timestamptz,
  check (lender <> borrower),
  check (ends_on >= begins_on)
);
create index on platform.delegation (borrower);
create index on platform.delegation (lender);

alter table platform.session add column acting_under uuid references platform.delegation (id);
