-- What an account saw of a table before it is imported. Its own, as jobs are; removed a day after it was made.
create table platform.import_preview (
  id uuid primary key,
  account text,
  register text not null,
  hash text not null,
  file_name text not null,
  sheets jsonb not null,
  warnings jsonb not null,
  faults jsonb not null,
  fault_count int not null,
  changes jsonb not null,
  change_count int not null,
  made_at timestamptz not null default now(),
  imported_by uuid
);
create index on platform.import_preview (made_at);

alter table platform.import_preview enable row level security;
alter table platform.import_preview force row level security;
create policy own on platform.import_preview
  using (account = (select platform.reader('account'))
         or (select platform.reader('level')) = 'all' and (select platform.reader('account')) is null);
