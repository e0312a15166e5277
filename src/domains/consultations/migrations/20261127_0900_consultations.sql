-- An agreement's whole life: who signed, topics, meetings and what they decided, reports, evaluation, what came of it,
-- and projects of several regions.

alter table register.consultation_agreement
  add column "kind" text check ("kind" in ('bilateral', 'multilateral')),
  add column "document_number" text,
  add column "term_years" integer,
  add column "terms" text,
  add column "proposed_on" date,
  add column "topics_on" date,
  add column "negotiated_on" date,
  add column "end_reason" text,
  add column "renews" text collate "C" references register.consultation_agreement (code),
  add column "sample" boolean;
create index on register.consultation_agreement ("renews");
select platform.keep_history('consultation_agreement');


create table register.consultation_signatory (
  code text collate "C" primary key,
  "agreement" text collate "C" not null references register.consultation_agreement (code),
  "order" integer not null,
  "party" text not null,
  "office" text not null,
  "sample" boolean
);
create index on register.consultation_signatory ("agreement");
select platform.keep_history('consultation_signatory');

create table register.consultation_topic (
  code text collate "C" primary key,
  "agreement" text collate "C" not null references register.consultation_agreement (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "area" text collate "C" not null references register.area (code),
  "title" text not null,
  "detail" text,
  "proposed_by" text not null,
  "proposed_on" date not null,
  "decision" text check ("decision" in ('accepted', 'refused', 'merged')),
  "decided_on" date,
  "reason" text,
  "merged_into" text collate "C" references register.consultation_topic (code),
  "sample" boolean
);
create index on register.consultation_topic ("agreement");
create index on register.consultation_topic ("reporting_unit");
create index on register.consultation_topic ("area");
create index on register.consultation_topic ("merged_into");
select platform.keep_history('consultation_topic');

create table register.consultation_meeting (
  code text collate "C" primary key,
  "agreement" text collate "C" not null references register.consultation_agreement (code),
  "year" integer not null,
  "title" text not null,
  "held_on" date not null,
  "place" text,
  "minutes_number" text,
  "minutes" text,
  "sample" boolean
);
create index on register.consultation_meeting ("agreement");
select platform.keep_history('consultation_meeting');

create table register.consultation_decision (
  code text collate "C" primary key,
  "meeting" text collate "C" not null references register.consultation_meeting (code),
  "order" integer not null,
  "text" text not null,
  "text_en" text,
  "topic" text collate "C" references register.consultation_topic (code),
  "commitment" text collate "C" references register.commitment (code),
  "sample" boolean
);
create index on register.consultation_decision ("meeting");
create index on register.consultation_decision ("topic");
create index on register.consultation_decision ("commitment");
select platform.keep_history('consultation_decision');

create table register.consultation_link (
  code text collate "C" primary key,
  "agreement" text collate "C" not null references register.consultation_agreement (code),
  "order" integer not null,
  "commitment" text collate "C" references register.commitment (code),
  "award" text collate "C" references register.award (code),
  "platform" text collate "C" references register.platform (code),
  "fund" text collate "C" references register.joint_fund (code),
  "note" text not null,
  "sample" boolean
);
create index on register.consultation_link ("agreement");
create index on register.consultation_link ("commitment");
create index on register.consultation_link ("award");
create index on register.consultation_link ("platform");
create index on register.consultation_link ("fund");
select platform.keep_history('consultation_link');

create table register.consultation_report (
  code text collate "C" primary key,
  "agreement" text collate "C" not null references register.consultation_agreement (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "year" integer not null,
  "half" text not null check ("half" in ('first', 'second')),
  "text" text not null,
  "pledged" numeric(17,2) not null check ("pledged" >= 0),
  "delivered" numeric(17,2) not null check ("delivered" >= 0),
  "submitted_on" date not null,
  "sample" boolean
);
create index on register.consultation_report ("agreement");
create index on register.consultation_report ("reporting_unit");
select platform.keep_history('consultation_report');

create table register.consultation_evaluation (
  code text collate "C" primary key,
  "agreement" text collate "C" not null references register.consultation_agreement (code),
  "evaluated_on" date not null,
  "grade" text not null check ("grade" in ('excellent', 'good', 'pass', 'fail')),
  "score" numeric,
  "finding" text not null,
  "sample" boolean
);
create index on register.consultation_evaluation ("agreement");
select platform.keep_history('consultation_evaluation');

create table register.joint_project (
  code text collate "C" primary key,
  "title" text not null,
  "agreement" text collate "C" references register.consultation_agreement (code),
  "award" text collate "C" references register.award (code),
  "starts_on" date,
  "ends_on" date,
  "ended_on" date,
  "sample" boolean
);
create index on register.joint_project ("agreement");
create index on register.joint_project ("award");
select platform.keep_history('joint_project');

create table register.joint_project_party (
  code text collate "C" primary key,
  "project" text collate "C" not null references register.joint_project (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code),
  "leads" boolean not null
);
create index on register.joint_project_party ("project");
create index on register.joint_project_party ("reporting_unit");
select platform.keep_history('joint_project_party');

-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('consultation_signatory',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('consultation_topic',
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as consultation_topic_ where consultation_topic_."code" = consultation_topic."reporting_unit" and consultation_topic_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as consultation_topic_ where consultation_topic_."code" = consultation_topic."reporting_unit" and consultation_topic_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as consultation_topic_ where consultation_topic_."code" = consultation_topic."reporting_unit" and consultation_topic_."region" = any ((select platform.reader_regions())::text[])))))$$);
select platform.guard('consultation_meeting',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('consultation_decision',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('consultation_link',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('consultation_report',
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as consultation_report_ where consultation_report_."code" = consultation_report."reporting_unit" and consultation_report_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as consultation_report_ where consultation_report_."code" = consultation_report."reporting_unit" and consultation_report_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as consultation_report_ where consultation_report_."code" = consultation_report."reporting_unit" and consultation_report_."region" = any ((select platform.reader_regions())::text[])))))$$);
select platform.guard('consultation_evaluation',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('joint_project',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('joint_project_party',
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as joint_project_party_ where joint_project_party_."code" = joint_project_party."reporting_unit" and joint_project_party_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(select platform.reader('level')) in ('public', 'own', 'case') or (((select platform.reader('level')) = 'region' and exists (select from register.reporting_unit as joint_project_party_ where joint_project_party_."code" = joint_project_party."reporting_unit" and joint_project_party_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$false$$);

-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('consultation_agreement', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true},{"column":"document_number","class":"o","named":false},{"column":"terms","class":"o","named":false},{"column":"end_reason","class":"o","named":false}],"ordered":["title","signed_on","ends_on","ended_on","proposed_on","topics_on","negotiated_on"]}');
select search.keep('consultation_signatory', '{"fields":[{"column":"code","class":"o","named":false},{"column":"party","class":"o","named":true},{"column":"office","class":"o","named":false}],"ordered":["party"]}');
select search.keep('consultation_topic', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true},{"column":"detail","class":"o","named":false},{"column":"proposed_by","class":"o","named":false},{"column":"reason","class":"o","named":false}],"ordered":["title","proposed_on","decided_on"]}');
select search.keep('consultation_meeting', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true},{"column":"place","class":"o","named":false},{"column":"minutes_number","class":"o","named":false},{"column":"minutes","class":"o","named":false}],"ordered":["title","held_on"]}');
select search.keep('consultation_decision', '{"fields":[{"column":"code","class":"o","named":false},{"column":"text","class":"o","named":true},{"column":"text_en","class":"o","named":false}],"ordered":["text"]}');
select search.keep('consultation_link', '{"fields":[{"column":"code","class":"o","named":false},{"column":"note","class":"o","named":true}],"ordered":["note"]}');
select search.keep('consultation_report', '{"fields":[{"column":"code","class":"o","named":false},{"column":"text","class":"o","named":true}],"ordered":["text","pledged","delivered","submitted_on"]}');
select search.keep('consultation_evaluation', '{"fields":[{"column":"code","class":"o","named":false},{"column":"finding","class":"o","named":true}],"ordered":["evaluated_on","score","finding"]}');
select search.keep('joint_project', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true}],"ordered":["title","starts_on","ends_on","ended_on"]}');
select search.keep('joint_project_party', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":[]}');
