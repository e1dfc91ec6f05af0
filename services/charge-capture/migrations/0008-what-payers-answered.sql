-- Every answer of a payer to a day's claim that was heard, and which version claim-submission says is out: one that is taken back is
-- forgotten again, and in which order the two are heard does not matter. A row without `told` and answers is of the time before.

alter table claim_standing
  -- Null: an answer alone was heard, and taken apart again.
  alter column state drop not null,
  -- What claim-submission said of it, and of which version; `state` and `paid` are what follows from that and the answers.
  add column told text check (told in ('sent', 'received', 'accepted', 'rejected', 'adjudicated')),
  add column claim_version integer,
  -- The sequence of the newest word about its money, by claim: a payer may answer for the next one that the first handed it on to.
  add column money_sequences jsonb not null default '{}',
  add column answers jsonb not null default '[]';
