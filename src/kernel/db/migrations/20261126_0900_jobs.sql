-- Work that outlasts a request. One table is both the queue and what its owner sees of it, so the two cannot part.
-- Who runs a job holds an advisory lock of its connection on it: a worker that died has let go of all it held.
create table platform.job (
  id uuid primary key,
  kind text not null,
  -- Null: the platform itself.
  account text,
  title jsonb not null,
  input jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- The connection that runs it, or ran it last, by the name it gave itself.
  worker uuid,
  attempts int not null default 0,
  cancel_asked_at timestamptz,
  done bigint not null default 0,
  total bigint,
  words jsonb,
  result jsonb,
  problem jsonb,
  -- Stored files it needs or leaves, kept as long as it is.
  files text[] not null default '{}',
  submitted_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null))
);
create index job_open on platform.job (submitted_at) where state in ('waiting', 'running');
create index job_of_account on platform.job (account, submitted_at desc);
create index job_finished on platform.job (finished_at) where finished_at is not null;
create index job_files on platform.job using gin (files);

alter table platform.job enable row level security;
alter table platform.job force row level security;
create policy own on platform.job
  using (account = (select platform.reader('account'))
         or (select platform.reader('level')) = 'all' and (select platform.reader('account')) is null);
