create table register.citation (
  code text collate "C" primary key,
  "order" integer not null,
  "figure" text not null,
  "params" text not null,
  "as_of" date not null,
  "qualifier" text not null check ("qualifier" in ('none', 'over', 'about', 'odd')),
  "unit" text not null
);
select platform.keep_history('citation');
