-- What is frozen stays as it is, whoever writes: a method with its items, schemes and tiers, a result with its scores.
-- Judged at the end of the transaction, so that a method may come frozen together with its rows, and so that the rules
-- of the actions, which say more, speak first.

create function platform.refuse_frozen(what text, code text) returns void language plpgsql as $$
begin
  raise exception '% % is frozen', what, code using errcode = 'check_violation';
end
$$;

-- Whether a method was frozen before this transaction began.
create function platform.race_method_stands(wanted text) returns boolean language sql stable as $$
  select exists (select from register.race_method m
    where m.code = wanted and m.frozen_on is not null and m.xmin::text <> pg_current_xact_id()::xid::text)
$$;

create function platform.keep_race_method() returns trigger language plpgsql as $$
begin
  if old.frozen_on is not null then perform platform.refuse_frozen('race method', old.code); end if;
  return null;
end
$$;
create constraint trigger frozen after update or delete on register.race_method deferrable initially deferred
  for each row execute function platform.keep_race_method();

create function platform.keep_race_row() returns trigger language plpgsql as $$
declare
  changed text[] := array[
    case when tg_op <> 'INSERT' then to_jsonb(old) ->> tg_argv[0] end,
    case when tg_op <> 'DELETE' then to_jsonb(new) ->> tg_argv[0] end];
  wanted text;
begin
  foreach wanted in array changed loop
    if tg_argv[0] = 'scheme' then select s.method into wanted from register.race_scheme s where s.code = wanted; end if;
    if platform.race_method_stands(wanted) then perform platform.refuse_frozen('race method', wanted); end if;
  end loop;
  return null;
end
$$;
create constraint trigger frozen after insert or update or delete on register.race_item deferrable initially deferred
  for each row execute function platform.keep_race_row('method');
create constraint trigger frozen after insert or update or delete on register.race_scheme deferrable initially deferred
  for each row execute function platform.keep_race_row('method');
create constraint trigger frozen after insert or update or delete on register.race_tier deferrable initially deferred
  for each row execute function platform.keep_race_row('scheme');

-- A result is told once it is published and never changed after; the scores of any result never are.
create function platform.keep_race_result() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.published_on is not null
     or (to_jsonb(new) - 'published_on') <> (to_jsonb(old) - 'published_on') then
    perform platform.refuse_frozen('race result', old.code);
  end if;
  return null;
end
$$;
create constraint trigger frozen after update or delete on register.race_result deferrable initially deferred
  for each row execute function platform.keep_race_result();

create function platform.keep_race_score() returns trigger language plpgsql as $$
begin
  perform platform.refuse_frozen('race score', old.code);
  return null;
end
$$;
create constraint trigger frozen after update or delete on register.race_score deferrable initially deferred
  for each row execute function platform.keep_race_score();

-- Bundles by value: what a result was computed from and what came out, byte for byte.
create table sealed.race_file (
  result text collate "C" not null,
  name text collate "C" not null,
  content text not null,
  primary key (result, name)
);
create trigger only_grows before update or delete or truncate on sealed.race_file
  for each statement execute function platform.refuse_change();
