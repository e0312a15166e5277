-- Where a reporting unit stands on the schematic map.
alter table register.reporting_unit
  add column "map_column" integer,
  add column "map_row" integer;
select platform.keep_history('reporting_unit');
