-- Where messages go, and what keeps them from going there, is on the first page: answers that say it are kept until it changes.
-- A channel that works is told of with every message; only the beginning and the end of a failure are news.
create constraint trigger report_version after insert or update or delete on channels
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version_lane after update on delivery_lanes
  deferrable initially deferred for each row when (old.problem_since is distinct from new.problem_since)
  execute function derived.raise_report_version();
create constraint trigger report_version_new_lane after insert on delivery_lanes
  deferrable initially deferred for each row when (new.problem_since is not null)
  execute function derived.raise_report_version();
