-- Records that were sent have a clock of their own beside the denial's; a write-off over the limit of one person waits for another;
-- and a claim remembers which answers of its payer stand, line by line.

-- Until when the payer's answer to records should come; null: none were sent. `due_on` is the earlier of both clocks.
alter table denial add column answer jsonb;
-- Whose key proposed to write it off, and when; the reason is that of the step.
alter table denial add column proposed_by text;
alter table denial add column proposed_at timestamptz;
alter table denial add constraint denial_proposed check ((proposed_by is null) = (proposed_at is null));

-- Each answer that was not reversed, oldest first: its remittance, and what it paid for each line. Empty for what was answered before.
alter table claim add column decisions jsonb not null default '[]';
