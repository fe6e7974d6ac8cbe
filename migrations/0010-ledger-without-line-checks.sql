-- A backfill writes millions of lines, and each was checked twice against tables that only grow: scopes and line items get
-- their numbers in the transaction that writes the lines, under the ledger's lock, and nothing ever deletes one. The two
-- checks cost as much as the writing itself.
alter table billed_lines drop constraint billed_lines_scope_id_fkey;
alter table billed_lines drop constraint billed_lines_line_item_id_fkey;
