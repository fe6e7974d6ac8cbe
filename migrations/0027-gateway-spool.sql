-- How full the disk space is that calls wait in, and how many did not fit any more: said before it is too late.
alter table derived.gateway_processes
  add column spool_percent int not null default 0,
  add column not_kept bigint not null default 0;
