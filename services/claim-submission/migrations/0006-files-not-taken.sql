-- A file that a partner listed and that is nothing we take in: its bytes are kept under this digest.

alter table expected_file add column refused_digest text;
create index expected_refused on expected_file (fetched_at) where refused_digest is not null;
