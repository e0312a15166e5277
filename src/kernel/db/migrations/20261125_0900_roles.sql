-- An account belongs to an organisation where its role acts for one (a co-handling unit, a division).
alter table platform.account drop constraint account_role_check;
alter table platform.account add constraint account_role_check check (role in
  ('officer', 'division', 'office', 'secrecy', 'signer', 'partner', 'deputy', 'auditor'));
alter table platform.account add column organisation text;
