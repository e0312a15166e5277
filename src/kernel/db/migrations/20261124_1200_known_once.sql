-- A record withdrawn and added again is known once at every instant, also when the command that adds it began
-- before the one that withdrew it: its new version begins where the earlier one ended.

alter function platform.keep_history(text) rename to make_history;

create function platform.keep_history(name text) returns void
language plpgsql as $function$
declare
  columns text;
  prefixed text;
begin
  perform platform.make_history(name);
  select string_agg(quote_ident(attname), ', ' order by attnum),
         string_agg('n.' || quote_ident(attname), ', ' order by attnum)
    into columns, prefixed
    from pg_attribute
    where attrelid = format('register.%I', name)::regclass and attnum > 0 and not attisdropped;
  execute format($sql$
    create or replace function history.%I() returns trigger
    language plpgsql security definer set search_path = pg_catalog as $trigger$
    declare
      action uuid := nullif(current_setting('kechuang.action', true), '')::uuid;
    begin
      perform platform.note_touched(%L);
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
end
$function$;

select platform.keep_history(relname)
from pg_class where relnamespace = 'register'::regnamespace and relkind = 'r' order by relname;
