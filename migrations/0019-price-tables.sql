-- Which price tables of the product were in force, and since when: a new one prices anew what was counted before it came.
create table price_tables (
  fingerprint text primary key,
  since timestamptz not null
);
