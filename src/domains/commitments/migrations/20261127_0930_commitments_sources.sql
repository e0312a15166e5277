-- Where a commitment comes from: plans with their task lists, the record of a meeting or agreement, the region that
-- asked; and what was answered when it was done.

create table register.work_plan (
  code text collate "C" primary key,
  "name" text not null,
  "name_en" text,
  "document" text,
  "issued_on" date not null,
  "issuer" text collate "C" references register.organisation (code),
  "ends_on" date,
  "sample" boolean not null
);
create index on register.work_plan ("issuer");
select platform.keep_history('work_plan');

alter table register.commitment
  add column "source_kind" text,
  add column "source_record" text,
  add column "source_name" text,
  add column "plan" text collate "C" references register.work_plan (code),
  add column "region" text collate "C" references register.region (code);
create index on register.commitment ("plan");
create index on register.commitment ("region");
create index on register.commitment ("source_record");
select platform.keep_history('commitment');

create table register.answer (
  code text collate "C" primary key,
  "commitment" text collate "C" not null references register.commitment (code),
  "order" integer not null,
  "answered_on" date not null,
  "text" text not null,
  "text_en" text,
  "document" text,
  "sample" boolean not null
);
create index on register.answer ("commitment");
select platform.keep_history('answer');

-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('work_plan',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('answer',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (exists (select from register.commitment as answer_ where answer_."code" = answer."commitment"))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (exists (select from history.commitment as answer_ where answer_."code" = answer."commitment"))$$,
  $$false$$);

-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('work_plan', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true},{"column":"name_en","class":"o","named":false},{"column":"document","class":"o","named":false}],"ordered":["name","issued_on","ends_on"]}');
select search.keep('commitment', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true},{"column":"title_en","class":"o","named":false},{"column":"reply","class":"o","named":false},{"column":"source_record","class":"o","named":false},{"column":"source_name","class":"o","named":false},{"column":"target","class":"o","named":false},{"column":"target_figure","class":"o","named":false},{"column":"target_params","class":"o","named":false},{"column":"kept_evidence","class":"o","named":false},{"column":"kept_reason","class":"o","named":false},{"column":"drop_reason","class":"o","named":false}],"ordered":["title","promised_on","due_on","kept_on","target_value","dropped_on"]}');
select search.keep('answer', '{"fields":[{"column":"code","class":"o","named":false},{"column":"text","class":"o","named":true},{"column":"text_en","class":"o","named":false},{"column":"document","class":"o","named":false}],"ordered":["answered_on","text"]}');
