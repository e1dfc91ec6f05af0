/** The last version taken in of each denial: an older or equal one is a duplicate. */
import type { Work } from '@tally/platform'

/** True when `version` is newer than what was taken in; from then on it is not. */
export async function isNewDenialVersion(work: Work, denialId: string, version: number): Promise<boolean> {
  return (await work.query(take, [work.practiceId, denialId, version])).length > 0
}

const take = {
  name: 'denial-take',
  text: `insert into denial (practice_id, id, version) values ($1, $2, $3)
         on conflict (practice_id, id) do update set version = excluded.version where denial.version < excluded.version
         returning id`,
}
