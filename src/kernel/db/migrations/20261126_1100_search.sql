-- Search: for each register a table of tokens beside it, written by the platform shortly after the row. What waits to
-- be written there is kept in `search.waiting`, by triggers, so that no way of writing a row is missed.
create schema search;

-- A text as searches compare it: one width, no capitals.
create function search.plain(given text) returns text
language sql immutable parallel safe as $$
  select lower(normalize(given, NFKC) collate "C")
$$;

-- Rows whose tokens are not written yet; a row may wait more than once.
create table search.waiting (
  id bigint generated always as identity primary key,
  name text collate "C" not null,
  code text collate "C" not null
);
create index on search.waiting (name, code);

-- Which columns of a register are searched, by whom and how; held equal to its description by a test.
create table search.plan (
  name text collate "C" primary key,
  plan jsonb not null
);

create function search.note_written() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into search.waiting (name, code) select tg_table_name, code from new_rows;
  return null;
end
$$;

create function search.note_removed() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into search.waiting (name, code) select tg_table_name, code from old_rows;
  return null;
end
$$;

-- Keeps a register searchable and its lists quick. `plan`: {"fields": [{"column", "class", "named"}], "ordered": [column]};
-- class `o` is open, `s` for staff, `p` personal; `named` is found by first letters too; lists are ordered quickly by
-- what is `ordered`. Called again, it follows the new plan and writes all tokens anew.
create function search.keep(name text, plan jsonb) returns void
language plpgsql as $function$
declare
  ordered text;
begin
  execute format('drop table if exists search.%I', name);
  execute format($sql$
    create table search.%I (
      code text collate "C" primary key,
      tokens tsvector not null,
      -- By class and field, each character as the letters its readings begin with: o<cz><c><d><x>
      initials text collate "C" not null
    )
  $sql$, name);
  execute format('create index %I on search.%I using gin (tokens)', name || '_tokens', name);
  execute format($sql$
    create or replace trigger search_insert after insert on register.%I
    referencing new table as new_rows for each statement execute function search.note_written()
  $sql$, name);
  execute format($sql$
    create or replace trigger search_update after update on register.%I
    referencing new table as new_rows for each statement execute function search.note_written()
  $sql$, name);
  execute format($sql$
    create or replace trigger search_delete after delete on register.%I
    referencing old table as old_rows for each statement execute function search.note_removed()
  $sql$, name);
  for ordered in select jsonb_array_elements_text(plan -> 'ordered') loop
    execute format('create index if not exists %I on register.%I (%I)', name || '_by_' || ordered, name, ordered);
  end loop;
  insert into search.plan as p (name, plan) values (keep.name, keep.plan)
    on conflict on constraint plan_pkey do update set plan = excluded.plan;
  -- Rows are seen by their readers alone, and this is the platform itself.
  perform set_config('kechuang.level', 'all', true);
  execute format('insert into search.waiting (name, code) select %L, code from register.%I', name, name);
  perform set_config('kechuang.level', '', true);
end
$function$;
