-- What waits is counted several times a minute, and most claims do not: an index of those alone.

create index claim_waiting on claim (state, updated_at) where state in ('held', 'unknown', 'rejected');
create index claim_unanswered on claim (updated_at) where unanswered;
