-- An 835 and the paper EOB of one check: paper says no TRN03, and the same check is found by its number alone.

create index remittance_trace_number on remittance (practice_id, ltrim(upper(trace_number), '0'));
