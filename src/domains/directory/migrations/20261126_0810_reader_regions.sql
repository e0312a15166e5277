-- The reader's region and all below it.
create function platform.reader_regions() returns text[]
language sql stable parallel safe as $$
  with recursive below as (
    select platform.reader('region') collate "C" as code
    union
    select r.code from register.region r join below b on r.parent = b.code
  )
  select array_agg(code) from below where code is not null
$$;
