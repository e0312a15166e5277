-- Accounts are read by their owners alone; this tells of one whether it is held to a region.
create function platform.is_held_to(account_name text, of_region text) returns boolean
language plpgsql security definer
set search_path = pg_catalog
as $function$
declare
  level text := coalesce(current_setting('kechuang.level', true), '');
  held boolean;
begin
  perform set_config('kechuang.level', 'all', true);
  select exists (select from platform.account a where a.name = account_name and a.region = of_region) into held;
  perform set_config('kechuang.level', level, true);
  return held;
end
$function$;

-- Whom a notice reaches, as before, and by the region an account is held to.
create function platform.find_told(roles text[], of_organisation text, named text[], watched_table text, watched_code text,
                                   of_region text)
returns setof text
language sql
set search_path = pg_catalog
as $function$
  select told from platform.find_told(roles, of_organisation, named, watched_table, watched_code) told
  where of_region is null or platform.is_held_to(told, of_region)
$function$;
