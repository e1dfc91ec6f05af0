-- A row gets its position when it is published: until then it stood in both indexes for nothing, and left there what has to be
-- removed.
drop index outbox_position;
create unique index outbox_position on outbox (position) where position is not null;
drop index outbox_feed;
create index outbox_feed on outbox (practice_id, position) where position is not null;
