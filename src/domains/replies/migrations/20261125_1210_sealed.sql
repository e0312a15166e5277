-- What was signed, as it stood at that moment: the text, every figure in it with its rows, and a signature over all.
-- No foreign keys into registers: what was sealed stays readable whatever becomes of them.

create table sealed.letter (
  reply text collate "C" primary key,
  sealed_at timestamptz not null,
  as_of date not null,
  title text not null,
  issuer text not null,
  salutation text not null,
  blocks text not null,
  signed_on date not null,
  signer text not null,
  category text,
  publicity text not null,
  transcribed boolean not null,
  sample boolean not null,
  entries text not null,
  overrides text not null,
  parameters text not null,
  promises text not null,
  digest text not null,
  public_key text not null,
  signature text not null
);

create table sealed.citation (
  reply text collate "C" not null references sealed.letter (reply),
  "order" integer not null,
  figure text not null,
  params text not null,
  qualifier text not null,
  text text not null,
  value text,
  phrase_zh text not null,
  phrase_en text not null,
  unit text not null,
  rows integer not null,
  basis text not null,
  as_of date not null,
  known_at timestamptz not null,
  rows_digest text not null,
  primary key (reply, "order")
);

create table sealed.row (
  reply text collate "C" not null,
  "order" integer not null,
  code text collate "C" not null,
  amount numeric,
  subject text,
  digest bytea not null,
  foreign key (reply, "order") references sealed.citation (reply, "order") deferrable initially deferred
);
create index on sealed.row (reply, "order", code);

create table sealed.document (
  reply text collate "C" not null references sealed.letter (reply),
  kind text not null check (kind in ('pdf', 'docx')),
  digest text not null,
  bytes bytea not null,
  primary key (reply, kind)
);

create trigger only_grows before update or delete or truncate on sealed.letter
  for each statement execute function platform.refuse_change();
create trigger only_grows before update or delete or truncate on sealed.citation
  for each statement execute function platform.refuse_change();
create trigger only_grows before update or delete or truncate on sealed.row
  for each statement execute function platform.refuse_change();
create trigger only_grows before update or delete or truncate on sealed.document
  for each statement execute function platform.refuse_change();
