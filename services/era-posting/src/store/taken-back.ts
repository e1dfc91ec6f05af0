/** Paper EOBs that were typed wrongly and taken back: the same content may come again, as another cause. */
import type { Work } from '@tally/platform'

export async function timesTakenBack(work: Work, digest: string): Promise<number> {
  const [row] = await work.query<{ times: number }>(count, [work.practiceId, digest])
  return row?.times ?? 0
}

const count = {
  name: 'remittance-times-taken-back',
  text: `select count(*)::integer as times from remittance
         where practice_id = $1 and digest = $2 and status = 'quarantined' and because = 'remittance/taken-back'`,
}
