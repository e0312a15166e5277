create table register.consultation_agreement (
  code text collate "C" primary key,
  "title" text not null,
  "signed_on" date,
  "ends_on" date,
  "ended_on" date
);
select platform.keep_history('consultation_agreement');

create table register.consultation_party (
  code text collate "C" primary key,
  "agreement" text collate "C" not null references register.consultation_agreement (code),
  "reporting_unit" text collate "C" not null references register.reporting_unit (code)
);
create index on register.consultation_party ("agreement");
create index on register.consultation_party ("reporting_unit");
select platform.keep_history('consultation_party');
