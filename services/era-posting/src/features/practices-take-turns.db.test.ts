/** Nobody waits for another practice's file. */
import { openSession, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SampleClaim, sample835 } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances } from './sample-posting.ts'
import { otherPractice, secondPractice } from './sample-second-practice.ts'
import { practiceId, transmissionId, transmit } from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
  await secondPractice(tally)
})
afterAll(() => tally.stop())

const claims = (name: string, count: number): SampleClaim[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ number: `${name}${index}`, charge: 10000, paid: 8000 },
    adjustments: [['CO', '45', 2000]] as const,
  }))
const one = (trace: string, count = 1) => ({ trace, claims: claims(trace, count) })
const theirs = (trace: string) => ({ ...one(trace), payee: otherPractice.npi })

const statuses = async (id: string) =>
  (
    await tally.sql<{ status: string }>(
      'select status from era_posting.remittance where transmission_id = $1 order by ordinal',
      [transmissionId(id)],
    )
  ).map(({ status }) => status)

/** No ST of the practice is posted until the answer is called. */
async function holdPractice(id: string): Promise<() => Promise<void>> {
  const session = openSession({ url: tally.database.url, applicationName: 'another leader' })
  await session.connect()
  await session.query('select pg_advisory_lock(hashtextextended($1, 0))', [`post-remittance/${id}`])
  return () => session.end()
}

it('a small remittance is posted while a large one of another practice still is', async () => {
  const release = await holdPractice(practiceId)
  await transmit(tally, '811', sample835(one('LARGE', 501)))
  await transmit(tally, '812', sample835(theirs('SMALL')))
  await expect.poll(() => statuses('812')).toEqual(['posted'])
  expect(await statuses('811')).toEqual(['received'])
  await release()
  await expect.poll(() => statuses('811'), { timeout: 20_000 }).toEqual(['posted'])
})

it('many small ones of one practice leave each second turn to the other', async () => {
  const release = await holdPractice(practiceId)
  await transmit(tally, '821', sample835(...['M1', 'M2', 'M3', 'M4', 'M5'].map((trace) => one(trace))))
  await transmit(tally, '822', sample835(theirs('F1'), theirs('F2')))
  await release()
  await expect.poll(() => statuses('821')).toEqual(Array.from({ length: 5 }, () => 'posted'))
  const rows = await tally.sql<{ practice_id: string }>(
    `select practice_id from era_posting.posting_batch where source_type = 'remittance'
     and source_key ~ '(M[1-5]|F[12])/' order by xmin::text::bigint`,
  )
  const turns = rows.map(({ practice_id }) => (practice_id === practiceId ? 'M' : 'F')).join('')
  expect(turns).toMatch(/^(MFMF|FMFM|MFFM|FMMF)/)
})

it('a practice’s own keep their order: the copy behind a large one is the copy', async () => {
  const [text, again] = [sample835(one('ORDER', 501)), sample835(one('ORDER', 501), one('BEHIND'))]
  await transmit(tally, '831', text)
  await transmit(tally, '832', again)
  await expect.poll(() => statuses('832'), { timeout: 20_000 }).toEqual(['duplicate', 'posted'])
  expect(await statuses('831')).toEqual(['posted'])
  expect(await balances(tally, 'due:1512345678ORDER')).toEqual({ 'due:1512345678ORDER': 501 * 8000 })
})
