-- A version that was thrown out may leave an earlier one that its payer decided on: what goes again is no new claim then.

-- Of a rejection: the payer has an earlier version of the claim, which it paid or denied. False where nobody said.
alter table denial add column stands_decided boolean not null default false;
