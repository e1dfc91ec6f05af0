-- Parking that a crash cannot fool: tries that outlive the process, each message parked once a broker's cluster, deadlines with a reason.

-- Written before a try that is made alone, so that a message that ends the process is not read for ever. Removed with
-- the batch; what a dead process left is removed when its partition is next taken up further on.
create table attempt (
  cluster_id text not null,
  topic text not null,
  partition integer not null,
  "offset" bigint not null,
  -- The feature; '' for a batch that begins here, the first one that a process took of the partition.
  consumer text not null,
  tries integer not null,
  primary key (cluster_id, topic, partition, "offset", consumer)
);
-- A row lives for a moment.
alter table attempt set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Offsets mean something in one cluster of the broker alone: another one counts from 0. Null: parked before this was kept.
alter table parked_message add column cluster_id text;
alter table parked_message drop constraint parked_message_consumer_topic_partition_offset_parked_at_key;
create unique index parked_once on parked_message (consumer, cluster_id, topic, partition, "offset");

-- Why a deadline was set aside, as of a message.
alter table deadline add column code text, add column says text;
update deadline set code = 'unexpected', says = 'set aside before reasons were kept; the log of that time tells'
where parked_at is not null;
create index deadline_parked on deadline (parked_at) where parked_at is not null;

-- What a person said when a deadline was given up: no clock ends without a trace.
create table discarded_deadline (
  id text not null,
  practice_id text not null,
  process text not null,
  subject text not null,
  due_at timestamptz not null,
  code text not null,
  says text not null,
  discarded_at timestamptz not null,
  discarded_by text not null,
  reason text not null
);
