-- Who really sat there when a job was submitted under work that was lent: the log names both.
alter table platform.job add column lent_to text;
