-- How often what stood in a target's way was taken away. A look that began before that must not put off the next one.
alter table limit_targets add column wakes int not null default 0;
