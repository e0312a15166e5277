-- The platform's own schemas: registers and their histories, the log, commands, accounts.
-- Objects belong to the migrating owner; the login role is granted what it needs after every migration.

create schema register;
create schema history;
create schema past;

-- The instant of knowledge a question is asked at; views of `past` read it once a query.
create function platform.known_at() returns timestamptz
language sql stable parallel safe as $$
  select coalesce(nullif(current_setting('kechuang.known_at', true), '')::timestamptz, now())
$$;

-- One digest of a row, the same for a register and for its history: null columns do not count,
-- so that a column added later leaves older digests as they are.
create function platform.row_digest(content jsonb) returns bytea
language sql immutable parallel safe as $$
  select sha256(convert_to(jsonb_strip_nulls(content)::text, 'UTF8'))
$$;

create function platform.history_columns() returns text[]
language sql immutable parallel safe as $$
  select array['history_id', 'known_from', 'known_to', 'action_id', 'operation', 'digest']
$$;

-- A version's own values, numbers as text so that no reader rounds them.
create function platform.row_values(content jsonb) returns jsonb
language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(key, case when jsonb_typeof(value) = 'number' then to_jsonb(value #>> '{}') else value end), '{}')
  from jsonb_each(content) where not key = any (platform.history_columns())
$$;

-- Notes a table as touched by the running action, for its audit line.
create function platform.note_touched(name text) returns void
language plpgsql as $$
declare
  touched text := coalesce(current_setting('kechuang.touched', true), '');
begin
  if position(',' || name || ',' in touched) = 0 then
    perform set_config('kechuang.touched', touched || ',' || name || ',', true);
  end if;
end
$$;

create function platform.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% of %.% is not allowed: the log only grows', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

-- Makes (or brings up to date) the history of register.<name>: table, view of the past, triggers.
create function platform.keep_history(name text) returns void
language plpgsql as $function$
declare
  source regclass := format('register.%I', name)::regclass;
  columns text;
  prefixed text;
  missing record;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum),
         string_agg('n.' || quote_ident(attname), ', ' order by attnum)
    into columns, prefixed
    from pg_attribute where attrelid = source and attnum > 0 and not attisdropped;

  if to_regclass(format('history.%I', name)) is null then
    execute format('create table history.%I (like register.%I)', name, name);
    execute format($sql$
      alter table history.%I
        add column history_id bigint generated always as identity primary key,
        add column known_from timestamptz not null,
        add column known_to timestamptz not null default 'infinity',
        add column action_id uuid,
        add column operation text not null check (operation in ('insert', 'update', 'delete')),
        add column digest bytea not null
    $sql$, name);
    execute format('create unique index %I on history.%I (code) where known_to = ''infinity''', name || '_open', name);
    execute format('create index %I on history.%I (code, history_id)', name || '_versions', name);
    execute format('create index %I on history.%I (action_id)', name || '_action', name);
  else
    for missing in
      select attname, format_type(atttypid, atttypmod) as type from pg_attribute a
      where a.attrelid = source and a.attnum > 0 and not a.attisdropped
        and not exists (select from pg_attribute h
                        where h.attrelid = format('history.%I', name)::regclass and h.attname = a.attname)
    loop
      execute format('alter table history.%I add column %I %s', name, missing.attname, missing.type);
    end loop;
  end if;

  execute format($sql$
    create or replace view past.%I as
    select %s from history.%I
    where known_from <= (select platform.known_at()) and known_to > (select platform.known_at())
  $sql$, name, columns, name);

  execute format($sql$
    create or replace function history.%I() returns trigger
    language plpgsql security definer set search_path = pg_catalog as $trigger$
    declare
      action uuid := nullif(current_setting('kechuang.action', true), '')::uuid;
    begin
      perform platform.note_touched(%L);
      -- A record withdrawn and added again is known once at every instant, also when the command that adds it
      -- began before the one that withdrew it.
      insert into history.%I (%s, known_from, action_id, operation, digest)
      select %s,
             greatest(now(), (select max(h.known_to) from history.%I h
                              where h.code = n.code and h.known_to < 'infinity')),
             action, 'insert', platform.row_digest(to_jsonb(n))
      from new_rows n;
      return null;
    end
    $trigger$
  $sql$, name || '_insert', name, name, columns, prefixed, name);

  execute format($sql$
    create or replace function history.%I() returns trigger
    language plpgsql security definer set search_path = pg_catalog as $trigger$
    declare
      action uuid := nullif(current_setting('kechuang.action', true), '')::uuid;
    begin
      perform platform.note_touched(%L);
      if exists (select from new_rows n where not exists (select from old_rows o where o.code = n.code)) then
        raise exception 'the key of a record never changes' using errcode = 'integrity_constraint_violation';
      end if;
      with closed as (
        update history.%I h set known_to = greatest(now(), h.known_from)
        from old_rows o where h.code = o.code and h.known_to = 'infinity'
        returning h.code, h.known_to
      )
      insert into history.%I (%s, known_from, action_id, operation, digest)
      select %s, coalesce(c.known_to, now()), action, 'update', platform.row_digest(to_jsonb(n))
      from new_rows n left join closed c on c.code = n.code;
      return null;
    end
    $trigger$
  $sql$, name || '_update', name, name, name, columns, prefixed);

  execute format($sql$
    create or replace function history.%I() returns trigger
    language plpgsql security definer set search_path = pg_catalog as $trigger$
    declare
      action uuid := nullif(current_setting('kechuang.action', true), '')::uuid;
    begin
      perform platform.note_touched(%L);
      with closed as (
        update history.%I h set known_to = greatest(now(), h.known_from)
        from old_rows o where h.code = o.code and h.known_to = 'infinity'
        returning h.code, h.known_to
      )
      insert into history.%I (%s, known_from, known_to, action_id, operation, digest)
      select %s, coalesce(c.known_to, now()), coalesce(c.known_to, now()), action, 'delete',
             platform.row_digest(to_jsonb(n))
      from old_rows n left join closed c on c.code = n.code;
      return null;
    end
    $trigger$
  $sql$, name || '_delete', name, name, name, columns, prefixed);

  execute format($sql$
    create or replace trigger history_insert after insert on register.%I
    referencing new table as new_rows for each statement execute function history.%I()
  $sql$, name, name || '_insert');
  execute format($sql$
    create or replace trigger history_update after update on register.%I
    referencing old table as old_rows new table as new_rows for each statement execute function history.%I()
  $sql$, name, name || '_update');
  execute format($sql$
    create or replace trigger history_delete after delete on register.%I
    referencing old table as old_rows for each statement execute function history.%I()
  $sql$, name, name || '_delete');
  execute format($sql$
    create or replace trigger no_truncate before truncate on register.%I
    for each statement execute function platform.refuse_change()
  $sql$, name);
end
$function$;

-- One line for every action, refused and failed ones too.
create table platform.audit_entry (
  id uuid primary key,
  at timestamptz not null default now(),
  actor text not null,
  role text not null,
  action text not null,
  subject text not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  reason text,
  refusal text,
  input_digest text not null,
  change_count integer not null default 0,
  changes jsonb not null default '[]',
  changes_digest text not null,
  digest text not null
);
create index on platform.audit_entry (at desc);
create trigger only_grows before update or delete or truncate on platform.audit_entry
  for each statement execute function platform.refuse_change();

-- The log in its order: each link's hash takes in the one before it.
create table platform.audit_link (
  position bigint primary key,
  entry uuid not null unique references platform.audit_entry (id),
  hash text not null
);
create trigger only_grows before update or delete or truncate on platform.audit_link
  for each statement execute function platform.refuse_change();

-- Signed heads of the log.
create table platform.audit_checkpoint (
  position bigint primary key,
  hash text not null,
  at timestamptz not null default now(),
  public_key text not null,
  signature text not null
);
create trigger only_grows before update or delete or truncate on platform.audit_checkpoint
  for each statement execute function platform.refuse_change();

-- Answers to commands by their idempotency key: the same key gets the same answer, for as long as the log is kept.
create table platform.command (
  actor text not null,
  key text not null,
  input_digest text not null,
  action_id uuid not null,
  status integer not null,
  answer jsonb not null,
  at timestamptz not null default now(),
  primary key (actor, key)
);
create trigger only_grows before update or delete or truncate on platform.command
  for each statement execute function platform.refuse_change();

create table platform.account (
  name text primary key,
  display_name text not null,
  role text not null check (role in ('officer', 'auditor')),
  password_hash text not null,
  created_at timestamptz not null default now()
);

create table platform.session (
  token_hash text primary key,
  account text not null references platform.account (name),
  opened_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
