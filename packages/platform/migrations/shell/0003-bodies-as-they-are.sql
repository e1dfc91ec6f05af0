-- An event of 2 KB was packed when it was written and unpacked when the relay read it a moment later: of inserting 400 of them
-- that was the half. Up to a page they stay as they are; the row lives a few days at most.
alter table outbox set (toast_tuple_target = 8160);
