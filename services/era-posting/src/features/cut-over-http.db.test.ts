/** A file of 20 KB that ends too soon, at 50 places, over HTTP: nothing of it is posted, and the whole one is posted after. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sample835 } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, became, handIn, postingCount } from './sample-posting.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())

const claims = Array.from({ length: 210 }, (_, index) => ({
  ...{ number: `CUT${index}`, charge: 10000, paid: 8000 },
  adjustments: [['CO', '45', 2000]] as const,
}))
const whole = sample835({ trace: 'CUT', claims })
const places = 50
/** Evenly, moved by a byte each: in tags, amounts, terminators and between segments. */
const cuts = Array.from(
  { length: places },
  (_, index) => Math.floor((whole.length * index) / places) + index + 1,
)

it('cut anywhere, nothing is posted', async () => {
  expect(whole.length).toBeGreaterThan(20_000)
  for (const cut of cuts) {
    const { status, json } = await handIn(tally, whole.slice(0, cut))
    if (status === 202) {
      for (const { remittanceId } of json.transactions) {
        const { status: after, because } = await became(tally, remittanceId)
        expect([cut, after, because]).toEqual([cut, 'quarantined', 'remittance/incomplete'])
      }
    } else expect([cut, status, json.problems[0].code]).toEqual([cut, 422, 'remittance/none'])
  }
  expect(await postingCount(tally)).toBe(0)
})

it('the whole one is posted after all', async () => {
  const { json } = await handIn(tally, whole)
  expect((await became(tally, json.transactions[0].remittanceId)).status).toBe('posted')
  expect(await balances(tally, 'due:')).toEqual({ 'due:1512345678CUT': 210 * 8000 })
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
})
