-- An appeal's answer that was mistyped is recorded again: each step keeps what its person said, and `appeal` what stands.

-- Of a step that records a letter: the day on which it came in; null on all others, and on those recorded before.
alter table denial_step add column answered_on date;
