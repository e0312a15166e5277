-- What was sealed: tables of this schema are read and added to, never changed.
create schema sealed;
