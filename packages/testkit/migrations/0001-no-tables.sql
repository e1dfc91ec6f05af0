-- The service that speaks for others in tests has no tables of its own.
select 1;
