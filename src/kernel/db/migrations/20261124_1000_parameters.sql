create table register.parameter (
  code text collate "C" primary key,
  "name" text not null,
  "value" text not null,
  "unit" text,
  "valid_from" date not null,
  "valid_to" date,
  "document" text not null,
  "basis" text not null check ("basis" in ('law', 'document', 'product', 'unverified'))
);
select platform.keep_history('parameter');
