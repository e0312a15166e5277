-- What each register's policies were made from; descriptions are compared with it.
create table platform.guarded (
  name text primary key,
  seen text not null,
  seen_past text not null,
  written text not null
);

alter function platform.guard(text, text, text, text) rename to make_policies;
create function platform.guard(name text, seen text, seen_past text, written text) returns void
language plpgsql as $function$
begin
  perform platform.make_policies(name, seen, seen_past, written);
  insert into platform.guarded values (name, seen, seen_past, written)
  on conflict on constraint guarded_pkey do update
    set seen = excluded.seen, seen_past = excluded.seen_past, written = excluded.written;
end
$function$;
