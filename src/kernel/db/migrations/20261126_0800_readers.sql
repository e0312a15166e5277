-- Who reads and writes: four settings of the running transaction, which the login role's connections give with each.
-- No level, no rows. Levels: `all` (the department, the platform itself), `region`, `organisation`, `own` (one
-- person's own cases), `public`.
create function platform.reader(name text) returns text
language sql stable parallel safe as $$
  select nullif(current_setting('kechuang.' || name, true), '')
$$;

-- The past is read by the rights of who asks, not of who owns the views.
alter function platform.keep_history(text) rename to keep_history_rows;
create function platform.keep_history(name text) returns void
language plpgsql as $$
begin
  perform platform.keep_history_rows(name);
  execute format('alter view past.%I set (security_invoker = true)', name);
end
$$;

do $$
declare
  view_name text;
begin
  for view_name in select viewname from pg_views where schemaname = 'past' loop
    execute format('alter view past.%I set (security_invoker = true)', view_name);
  end loop;
end
$$;

-- Forces row-level security on a register and its history. `seen` and `seen_past`: condition under which a reader
-- below `all` sees a row now, and a version of it; `written`: condition under which he may write it. Made from the
-- record's description; a test holds them together.
create function platform.guard(name text, seen text, seen_past text, written text) returns void
language plpgsql as $function$
declare
  everything constant text := '(select platform.reader(''level'')) = ''all''';
  source text;
  policy record;
begin
  foreach source in array array['register', 'history'] loop
    execute format('alter table %I.%I enable row level security', source, name);
    execute format('alter table %I.%I force row level security', source, name);
    for policy in select policyname from pg_policies where schemaname = source and tablename = name loop
      execute format('drop policy %I on %I.%I', policy.policyname, source, name);
    end loop;
  end loop;
  execute format('create policy seen on register.%I for select using (%s or %s)', name, everything, seen);
  execute format('create policy added on register.%I for insert with check (%s or %s)', name, everything, written);
  execute format('create policy changed on register.%I for update using (%s or %s) with check (%s or %s)',
                 name, everything, written, everything, written);
  execute format('create policy withdrawn on register.%I for delete using (%s or %s)', name, everything, written);
  execute format('create policy seen on history.%I for select using (%s or %s)', name, everything, seen_past);
  -- Written by the triggers of the register alone: the login role may not.
  execute format('create policy kept on history.%I for insert with check (true)', name);
  execute format('create policy closed on history.%I for update using (true) with check (true)', name);
end
$function$;
