-- Actions over many rows that can be undone, the undoing of them, and which record was merged into which.
create table platform.reversible (
  action uuid primary key references platform.audit_entry (id) deferrable initially deferred,
  kind text not null check (kind in ('bulk', 'merge')),
  register text not null,
  content jsonb not null,
  at timestamptz not null default now()
);
create index on platform.reversible (kind, at desc);
create trigger only_grows before update or delete or truncate on platform.reversible
  for each statement execute function platform.refuse_change();

-- Undone once at most.
create table platform.reversal (
  undoes uuid primary key references platform.reversible (action),
  action uuid not null unique references platform.audit_entry (id) deferrable initially deferred,
  at timestamptz not null default now()
);
create trigger only_grows before update or delete or truncate on platform.reversal
  for each statement execute function platform.refuse_change();

-- Keys that lead elsewhere since a merge: the records folded, and rows that had to take another key with them.
create table platform.merged (
  action uuid not null references platform.reversible (action),
  register text not null,
  folded text collate "C" not null,
  kept text collate "C" not null,
  -- What the folded record was called; null for a row that only took another key.
  title text,
  primary key (action, register, folded)
);
create index on platform.merged (register, folded);
create index on platform.merged (register, kept);
create trigger only_grows before update or delete or truncate on platform.merged
  for each statement execute function platform.refuse_change();

-- A title may be a person's name: whoever reads at all reads it only through the doors of its register.
alter table platform.merged enable row level security;
alter table platform.merged force row level security;
create policy read on platform.merged for select using ((select platform.reader('level')) is not null);
create policy added on platform.merged for insert with check ((select platform.reader('level')) = 'all');
