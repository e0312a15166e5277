-- The last backup, asked for every few seconds by who watches the server.
create index audit_backup on platform.audit_entry (at desc)
  where action = 'platform.backup' and outcome = 'done';
