-- Files kept with records: by the hash of their content, uploaded by accounts, attached to records.

create table platform.stored_file (
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size > 0),
  type text not null,
  stored_at timestamptz not null default now()
);

-- Who uploaded a file; for a day he alone may use it.
create table platform.upload (
  account text not null,
  hash text not null references platform.stored_file,
  name text not null,
  uploaded_at timestamptz not null default now(),
  primary key (account, hash)
);
create index upload_hash on platform.upload (hash);

create table platform.attachment (
  id uuid primary key,
  register text not null,
  code text not null,
  hash text not null references platform.stored_file,
  name text not null,
  kind text,
  added_by text not null,
  added_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index attachment_record on platform.attachment (register, code);
create index attachment_hash on platform.attachment (hash);
create unique index attachment_once on platform.attachment (register, code, hash) where withdrawn_at is null;

-- Whether a reader sees a record: asked of its register, whose own row-level security answers.
create function platform.sees_record(register text, code text) returns boolean
language plpgsql stable as $$
declare
  found_one boolean;
begin
  execute format('select exists (select from register.%I where code = $1)',
                 replace(split_part(register, '.', 2), '-', '_'))
    into found_one using code;
  return found_one;
end
$$;

alter table platform.upload enable row level security;
alter table platform.upload force row level security;
create policy own on platform.upload
  using (account = (select platform.reader('account'))
         or (select platform.reader('level')) = 'all' and (select platform.reader('account')) is null);

-- Whether a reader may write a record: only such a row can be locked.
create function platform.writes_record(register text, code text) returns boolean
language plpgsql as $$
declare
  found_one boolean;
begin
  execute format('select exists (select from (select from register.%I where code = $1 for key share) r)',
                 replace(split_part(register, '.', 2), '-', '_'))
    into found_one using code;
  return found_one;
end
$$;

alter table platform.attachment enable row level security;
alter table platform.attachment force row level security;
create policy seen on platform.attachment for select
  using ((select platform.reader('level')) = 'all'
         or (select platform.reader('level')) <> 'public' and platform.sees_record(register, code));
create policy added on platform.attachment for insert
  with check ((select platform.reader('level')) = 'all'
              or (select platform.reader('level')) <> 'public' and platform.writes_record(register, code));
create policy changed on platform.attachment for update
  using ((select platform.reader('level')) = 'all'
         or (select platform.reader('level')) <> 'public' and platform.writes_record(register, code));
