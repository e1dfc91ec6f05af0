-- Days that a payer's changed entry may code anew are looked for a page at a time, in the order of service.

create index treatment_day_billed on treatment_day (practice_id, service_date, id) where status in ('held', 'captured');
