-- A claim of which nothing is asked any more: `voided` with its visit, which may become a claim again, or `withdrawn` by a person,
-- whatever the visit becomes.

alter table claim_standing
  drop constraint claim_standing_state_check,
  drop constraint claim_standing_told_check,
  add check (state in ('sent', 'received', 'accepted', 'rejected', 'adjudicated', 'withdrawn')),
  add check (told in ('sent', 'received', 'accepted', 'rejected', 'adjudicated', 'voided', 'withdrawn'));
