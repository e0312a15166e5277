-- Promises written into drafts: nobody sees them as promises before the letter is signed.
create table register.draft_promise (
  code text collate "C" primary key,
  "reply" text collate "C" not null references register.reply (code),
  "title" text not null,
  "title_en" text,
  "area" text collate "C" not null references register.area (code),
  "owner" text collate "C" references register.organisation (code),
  "due_on" date,
  "made_as" text
);
create index on register.draft_promise ("reply");
create index on register.draft_promise ("area");
create index on register.draft_promise ("owner");
select platform.keep_history('draft_promise');
