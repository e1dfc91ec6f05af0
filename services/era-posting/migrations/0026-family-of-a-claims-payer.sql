-- Whom a claim was sent to stays known when the visit lists that payer no more: federal money has its 60 days all the same.
-- null: sent before this, or by a former system; the visit says it while it lists him.

alter table claim add column payer_family text;
