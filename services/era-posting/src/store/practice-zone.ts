/** The practice's time zone: it decides which day is today. */
import { assert } from '@tally/kernel'
import type { Work } from '@tally/platform'

const zoneOf = { name: 'practice-zone', text: 'select timezone from platform.practice_of($1)' }

export async function practiceZone(work: Work): Promise<string> {
  const [row] = await work.query<{ timezone: string }>(zoneOf, [work.practiceId])
  assert(row, `practice ${work.practiceId} is not there`)
  return row.timezone
}
