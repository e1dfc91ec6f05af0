-- A day that a correction leaves no payer to ask for closes its claims without an event: what is rejected of one later is known by this.

-- The slug under which its claims are closed; null: a payer is asked, or the newest word on the day is older than this column.
alter table treatment_day add column asks_nobody text;
