-- What the pages look for by day.

-- Days that were told as whole days, between the many minutes.
create index usage_readings_days on usage_readings (organization_id, starts_at) where span = 1440;

-- Usage without a price is rare, and named on every page whose sums leave it out.
create index usage_days_unpriced on usage_days (cost_day) where unpriced;
