-- An EMR reads, corrects and voids what its own system wrote, so that an encounter remembers its writer: the label of
-- the key it first came with, since a key may be replaced and its label stays.

alter table encounter add column system text;
update encounter e set system = coalesce((select label from platform.api_key where id = v.received_from), v.received_from)
from encounter_version v
where v.practice_id = e.practice_id and v.encounter_id = e.id and v.version = 1;
alter table encounter alter column system set not null;
