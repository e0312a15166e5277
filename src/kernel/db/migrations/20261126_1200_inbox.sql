-- What accounts are told, what they watch, how they want to hear of it, and the mail that goes out.

create table platform.preference (
  account text primary key references platform.account (name) on delete cascade,
  email text check (length(email) between 3 and 254),
  mail text not null default 'none' check (mail in ('at-once', 'daily', 'none')),
  language text not null default 'zh' check (language in ('zh', 'en')),
  changed_at timestamptz not null default now()
);

create table platform.message (
  id bigint generated always as identity primary key,
  account text not null references platform.account (name) on delete cascade,
  kind text not null,
  -- What it is about in kind, fit for a mail; the title may name the case and stays on screen.
  subject_zh text not null,
  subject_en text not null,
  title_zh text not null,
  title_en text not null,
  link text not null check (link like '/%'),
  at timestamptz not null default now(),
  read_at timestamptz,
  dedupe text,
  unique (account, dedupe)
);
create index on platform.message (account, id);
create index message_unread on platform.message (account) where read_at is null;

create table platform.watch (
  account text not null references platform.account (name) on delete cascade,
  kind text not null,
  subject text not null,
  -- A watched record by its table, so that a write finds who watches it; null for what is compared by value.
  table_name text,
  code text collate "C",
  title_zh text not null,
  title_en text not null,
  link text not null check (link like '/%'),
  since timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  last_value text,
  primary key (account, kind, subject)
);
create index on platform.watch (table_name, code) where table_name is not null;

create table platform.mail (
  id bigint generated always as identity primary key,
  account text not null references platform.account (name) on delete cascade,
  dedupe text not null unique,
  message_id text not null unique,
  subject text not null,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  tries integer not null default 0,
  last_error text,
  made_at timestamptz not null default now(),
  next_at timestamptz not null default now(),
  sent_at timestamptz
);
create index mail_waiting on platform.mail (next_at) where state = 'waiting';

-- Each account its own; the house, which acts for no account, all.
do $$
declare
  name text;
  own constant text := 'account = (select platform.reader(''account'')) or '
    || '(select platform.reader(''level'')) = ''all'' and (select platform.reader(''account'')) is null';
begin
  foreach name in array array['preference', 'message', 'watch', 'mail'] loop
    execute format('alter table platform.%I enable row level security', name);
    execute format('alter table platform.%I force row level security', name);
    execute format('create policy seen on platform.%I for select using (%s)', name, own);
    execute format('create policy changed on platform.%I for update using (%s) with check (%s)', name, own, own);
    execute format('create policy removed on platform.%I for delete using (%s)', name, own);
    -- Whoever acts tells others.
    execute format('create policy added on platform.%I for insert with check (%s)', name,
                   case when name = 'message' then 'true' else own end);
  end loop;
end
$$;

-- Accounts to be told: by name, by role (of one organisation, where it is given), and those that watch a record.
-- A writer may tell accounts he may not see.
create function platform.find_told(roles text[], of_organisation text, named text[], watched_table text, watched_code text)
returns setof text
language plpgsql security definer
set search_path = pg_catalog
as $function$
declare
  level text := coalesce(current_setting('kechuang.level', true), '');
  account text := coalesce(current_setting('kechuang.account', true), '');
begin
  perform set_config('kechuang.level', 'all', true), set_config('kechuang.account', '', true);
  return query
    select a.name from platform.account a
    where a.name = any (named)
       or a.role = any (roles) and (of_organisation is null or a.organisation = of_organisation)
    union
    select w.account from platform.watch w where w.table_name = watched_table and w.code = watched_code;
  perform set_config('kechuang.level', level, true), set_config('kechuang.account', account, true);
end
$function$;

-- Tells those that watch the records an action wrote: changed, withdrawn, and newly linked to.
create function platform.tell_watchers(action uuid, tables text[], teller text) returns void
language plpgsql security definer
set search_path = pg_catalog
as $function$
declare
  level text := coalesce(current_setting('kechuang.level', true), '');
  account text := coalesce(current_setting('kechuang.account', true), '');
  written text;
  linked record;
begin
  perform set_config('kechuang.level', 'all', true), set_config('kechuang.account', '', true);
  if not exists (select from platform.watch where table_name is not null) then
    perform set_config('kechuang.level', level, true), set_config('kechuang.account', account, true);
    return;
  end if;
  foreach written in array tables loop
    continue when to_regclass(format('history.%I', written)) is null;
    if exists (select from platform.watch where table_name = written) then
      execute format($sql$
        insert into platform.message (account, kind, subject_zh, subject_en, title_zh, title_en, link, dedupe)
        select w.account,
               case when bool_or(h.operation = 'delete') then 'watched.withdrawn' else 'watched.changed' end,
               case when bool_or(h.operation = 'delete') then '关注的记录被撤回' else '关注的记录有更正' end,
               case when bool_or(h.operation = 'delete') then 'A record you watch was withdrawn'
                    else 'A record you watch was corrected' end,
               w.title_zh, w.title_en, w.link, 'watched/' || w.kind || '/' || w.subject || '/' || $1
        from history.%I h join platform.watch w on w.table_name = $2 and w.code = h.code
        where h.action_id = $1 and w.account is distinct from $3
        group by w.account, w.kind, w.subject
        on conflict do nothing
      $sql$, written) using action, written, teller;
    end if;
    for linked in
      select a.attname as field, t.relname as target
      from pg_constraint c
      join pg_class t on t.oid = c.confrelid
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.conrelid = to_regclass(format('register.%I', written))
        and exists (select from platform.watch w where w.table_name = t.relname)
    loop
      execute format($sql$
        insert into platform.message (account, kind, subject_zh, subject_en, title_zh, title_en, link, dedupe)
        select w.account, 'watched.linked', '关注的记录有新的关联记录', 'A record you watch has new linked records',
               w.title_zh || '：新增 ' || count(*) || ' 条', w.title_en || ': ' || count(*) || ' added', w.link,
               'linked/' || w.kind || '/' || w.subject || '/' || $1 || '/' || $2
        from history.%I h join platform.watch w on w.table_name = $3 and w.code = h.%I
        where h.action_id = $1 and h.operation = 'insert' and w.account is distinct from $4
        group by w.account, w.kind, w.subject
        on conflict do nothing
      $sql$, written, linked.field) using action, written || '.' || linked.field, linked.target, teller;
    end loop;
  end loop;
  perform set_config('kechuang.level', level, true), set_config('kechuang.account', account, true);
end
$function$;

create function platform.tell_watchers_of_action() returns trigger
language plpgsql as $$
begin
  perform platform.tell_watchers(
    new.id,
    array_remove(string_to_array(coalesce(current_setting('kechuang.touched', true), ''), ','), ''),
    platform.reader('account'));
  return null;
end
$$;

-- The line of an action is its last write, in its own transaction: what is refused tells nobody.
create trigger tell_watchers after insert on platform.audit_entry
for each row when (new.outcome = 'done' and new.change_count > 0)
execute function platform.tell_watchers_of_action();
