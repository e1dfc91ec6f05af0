import { virtualClock } from '@tally/platform'
import { operatorKey, startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { insight } from '../service.ts'
import { SampleVisit } from './sample-visit.ts'

let tally: TestHost

beforeAll(async () => {
  tally = await startTestHost({ services: [insight], clock: virtualClock('2026-06-01T18:00:00Z') })
})
afterAll(() => tally.stop())

async function stages(): Promise<Record<string, string | undefined>> {
  await tally.settled()
  const { text } = await tally.call('GET', '/metrics', { key: operatorKey })
  const found = text.matchAll(/^tally_stage_seconds_(sum|count)\{service="insight",stage="(\w+)"\} (\S+)$/gm)
  return Object.fromEntries([...found].map(([, what, stage, value]) => [`${stage} ${what}`, value]))
}

it('a stage is counted from the visit’s first charges, at the first time it is reached', async () => {
  const before = await stages()
  expect(before).toEqual({})
  const visit = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z')
  await visit.captured('2026-03-02T18:00:00Z', 19_500)
  await visit.captured('2026-03-02T18:00:10Z', 19_000, 2)
  await tally.settled()
  await visit.sent('2026-03-02T18:00:40Z', 19_000)
  await tally.settled()
  // A corrected claim goes out again: the visit was on its way already.
  await visit.sent('2026-03-09T18:00:00Z', 19_000)
  expect(await stages()).toEqual({ 'sent sum': '40', 'sent count': '1' })
  // Clocks of two machines differ; and what is heard before its visit is not counted at all.
  const unheard = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z')
  await unheard.sent('2026-03-02T18:00:40Z', 100)
  const other = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z')
  await other.captured('2026-03-02T18:00:00Z', 100)
  await tally.settled()
  await other.sent('2026-03-02T17:59:58Z', 100)
  await other.paid('2026-03-12T18:00:00Z', [{ charge: 100 }], { remittanceId: 'R1', denied: false })
  expect(await stages()).toEqual({
    ...{ 'sent sum': '40', 'sent count': '2' },
    ...{ 'posted sum': '864000', 'posted count': '1' },
  })
})
