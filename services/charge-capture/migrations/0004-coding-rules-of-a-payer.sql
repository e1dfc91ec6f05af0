-- A payer's own coding rules stand beside its family, in the row that the same word of the directory wrote: `version` is its
-- sequence. A column and not another table or name, so that a process of the version before goes on writing. An entry that
-- was heard before this one has no rules here until the directory says it anew.

alter table payer_family add column coding_rules jsonb not null default '{}';
