-- Codes and units that each version of a claim went out with, by version: where a replacement or void is rejected, the earlier version
-- stands at its payer with its own. Empty for claims that were heard of before.

alter table claim_standing add column went_out jsonb not null default '{}';
