-- What an account keeps of its lists: views with a name, and how each list is set up. Settings of its own, no records.

create table platform.saved_view (
  id uuid primary key default gen_random_uuid(),
  account text not null references platform.account (name) on delete cascade,
  register text collate "C" not null,
  name text not null check (char_length(name) between 1 and 40),
  -- The search part of the list's address.
  query text not null check (char_length(query) <= 4000),
  opens_first boolean not null default false,
  created_at timestamptz not null default now(),
  unique (account, register, name)
);
create unique index on platform.saved_view (account, register) where opens_first;

create table platform.list_setting (
  account text not null references platform.account (name) on delete cascade,
  register text collate "C" not null,
  -- Columns in their order; none: as the register has them.
  columns text[] not null default '{}',
  dense boolean not null default false,
  primary key (account, register)
);

do $$
declare
  name text;
begin
  foreach name in array array['saved_view', 'list_setting'] loop
    execute format('alter table platform.%I enable row level security', name);
    execute format('alter table platform.%I force row level security', name);
    execute format($sql$
      create policy own on platform.%I using (
        account = (select platform.reader('account'))
        or (select platform.reader('level')) = 'all' and (select platform.reader('account')) is null
      )
    $sql$, name);
  end loop;
end
$$;
