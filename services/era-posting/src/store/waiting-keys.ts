/** What unmatched claims of remittances wait for, by keyed digests. */
import type { Work } from '@tally/platform'

export interface Waiting {
  readonly position: number
  readonly keys: readonly string[]
}

export async function saveWaitingKeys(
  work: Work,
  remittanceId: string,
  waiting: readonly Waiting[],
): Promise<void> {
  const rows = waiting.flatMap(({ position, keys }) => keys.map((key) => ({ position, key })))
  if (rows.length === 0) return
  await work.query(insert, [
    ...[work.practiceId, remittanceId, rows.map(({ key }) => keyDigest(work, key))],
    rows.map(({ position }) => position),
  ])
}

/** Unmatched claims that wait for one of `keys` are looked at again; the job of match-again.ts is woken by the commit. */
export async function lookAgainFor(work: Work, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const digests = keys.map((key) => keyDigest(work, key))
  await work.query(lookAgain, [work.practiceId, digests, work.now])
}

function keyDigest(work: Work, key: string): Buffer {
  return work.keys.lookup('waiting', key)
}

const insert = {
  name: 'waiting-keys-insert',
  text: `insert into waiting_key (practice_id, remittance_id, key_digest, position)
         select $1, $2, * from unnest($3::bytea[], $4::integer[]) on conflict do nothing`,
}

/** What a person has taken apart, nothing puts together again but a person. */
const lookAgain = {
  name: 'waiting-keys-look-again',
  text: `update remittance_claim c set look_again_at = $3
         from (select distinct remittance_id, position from waiting_key
               where practice_id = $1 and key_digest = any($2::bytea[])) k
         where c.practice_id = $1 and c.remittance_id = k.remittance_id and c.position = k.position
           and c.outcome = 'unmatched' and c.because is distinct from 'match/undone-by-hand'`,
}
