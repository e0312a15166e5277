-- Evidence that may come later: empty while it is owed. No figure reads either day.
alter table register.achievement alter column disclosed_on drop not null;
alter table history.achievement alter column disclosed_on drop not null;
create index achievement_owing on register.achievement (code) where disclosed_on is null;

alter table register.empowerment alter column agreed_on drop not null;
alter table history.empowerment alter column agreed_on drop not null;
create index empowerment_owing on register.empowerment (code) where agreed_on is null;
