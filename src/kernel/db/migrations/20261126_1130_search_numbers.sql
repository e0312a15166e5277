-- Tokens have fours of letters and digits now, by which numbers are found: every row's are written anew.
do $$
declare
  register text;
begin
  perform set_config('kechuang.level', 'all', true);
  for register in select name from search.plan loop
    execute format('insert into search.waiting (name, code) select %L, code from register.%I', register, register);
  end loop;
  perform set_config('kechuang.level', '', true);
end
$$;
