/** Whose turn it is after each payer, and what of a patient's share may not go onto a statement. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SampleAdjustment, SampleClaim } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, post, told } from './sample-posting.ts'
import {
  captured,
  claimId,
  claimNumber,
  lineId,
  patientId,
  type SampleVisit,
  say,
  submitted,
} from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())
afterEach(async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
})

async function sent(id: string, more: Partial<SampleVisit> = {}): Promise<SampleVisit> {
  const visit: SampleVisit = { id, lines: [{ code: '97110', charge: 10000 }], ...more }
  const orders = Array.from({ length: visit.coverages ?? 1 }, (_, index) => index + 1)
  await say(tally, [captured(visit), ...orders.map((order) => submitted(visit, order))])
  return visit
}
const answer = (
  id: string,
  paid: number,
  adjustments: readonly SampleAdjustment[],
  more: Partial<SampleClaim> & { readonly remarks?: readonly string[] } = {},
): SampleClaim => {
  const { remarks = [], ...rest } = more
  const line = { code: '97110', charge: 10000, paid, adjustments, control: lineId(id, 1), remarks }
  return { number: claimNumber(id), charge: 10000, paid, lines: [line], ...rest }
}
const ledger = async (id: string) => (await tally.call('GET', `/v1/ledger/claims/${claimId(id)}`)).json
const release = (id: string, reason = 'adjuster closed the case') =>
  tally.call('POST', `/v1/ledger/claims/${claimId(id)}/patient-release`, { body: { reason } })

it('three payers and the patient, one after the other: each takes what the one before left', async () => {
  await sent('901', { coverages: 3 })
  const payers = `receivable:payer:${lineId('901', 1)}`
  const steps = [
    [
      1,
      '1',
      6400,
      [
        ['CO', '45', 2000],
        ['PR', '2', 1600],
      ],
      { [`${payers}:2`]: 1600 },
    ],
    [
      2,
      '2',
      1000,
      [
        ['OA', '23', 8400],
        ['PR', '3', 600],
      ],
      { [`${payers}:3`]: 600 },
    ],
    [
      3,
      '3',
      400,
      [
        ['OA', '23', 9400],
        ['PR', '3', 200],
      ],
      {},
    ],
  ] as const
  for (const [order, status, paid, adjustments, leaves] of steps) {
    const claim = answer('901', paid, adjustments, { number: claimNumber('901', order), status })
    await post(tally, { trace: `C901${order}`, payer: order === 1 ? '12345' : '67890', claims: [claim] })
    expect(await balances(tally, payers)).toEqual(leaves)
  }
  const patient = `receivable:patient:${patientId('901')}`
  expect(await balances(tally, patient)).toEqual({ [`${patient}:${lineId('901', 1)}`]: 200 })
})

describe('a Qualified Medicare Beneficiary', () => {
  it('is on no statement with what a payer leaves to him, and nobody may release it', async () => {
    await sent('902', { family: 'medicare-b' })
    const claim = answer(
      '902',
      6400,
      [
        ['CO', '45', 2000],
        ['PR', '2', 1600],
      ],
      { remarks: ['N782'] },
    )
    await post(tally, { trace: 'Q902', claims: [claim] })
    expect(await ledger('902')).toMatchObject({
      ...{ patientCents: 1600 },
      patientHolds: [
        { chargeLineId: lineId('902', 1), because: 'patient/medicare-beneficiary', releasable: false },
      ],
    })
    const { status, json } = await release('902')
    expect([status, json.problems[0].code]).toEqual([422, 'patient/medicare-beneficiary'])
  })

  it('is none once the answer that said so is taken back', async () => {
    await sent('903', { family: 'medicare-b' })
    const words = [
      ['CO', '45', 2000],
      ['PR', '2', 1600],
    ] as const
    await post(tally, { trace: 'Q903', claims: [answer('903', 6400, words, { remarks: ['N782'] })] })
    const negative = words.map(([group, reason, amount]) => [group, reason, -amount] as const)
    const line = {
      code: '97110',
      charge: -10000,
      paid: -6400,
      adjustments: negative,
      control: lineId('903', 1),
    }
    const back = { number: claimNumber('903'), status: '22', charge: -10000, paid: -6400, lines: [line] }
    await post(tally, { trace: 'R903', claims: [back], provider: [['FB', 'R903', -6400]] })
    expect((await ledger('903')).patientHolds).toEqual([])
  })
})

describe('after an injury', () => {
  it.each([
    ['904', { case: 'work-injury' }, 'patient/work-injury'],
    ['905', { case: 'auto-injury' }, 'patient/auto-injury'],
    ['906', { family: 'workers-comp' }, 'patient/work-injury'],
  ] as const)('visit %s waits for a person', async (id, more, because) => {
    await sent(id, more)
    await post(tally, {
      trace: `I${id}`,
      claims: [
        answer(id, 6400, [
          ['CO', '45', 2000],
          ['PR', '2', 1600],
        ]),
      ],
    })
    expect((await ledger(id)).patientHolds).toMatchObject([{ because, releasable: true }])
    expect((await release(id)).json.patientHolds).toEqual([])
    expect((await release(id)).status).toBe(200)
    expect((await ledger(id)).patientHolds).toEqual([])
    const rows = await tally.sql<{ by_label: string; row: string }>(
      'select by_label, t::text as row from era_posting.patient_share_release t where charge_line_id = $1',
      [lineId(id, 1)],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toContain('adjuster')
  })

  it('a visit that asks no payer waits for nobody', async () => {
    await say(tally, [
      captured({
        ...{ id: '908', lines: [{ code: '97110', charge: 10000 }], case: 'auto-injury' },
        responsibleParty: 'self',
      }),
    ])
    const { json } = await tally.call('GET', `/v1/patients/${patientId('908')}/balance`)
    expect(json).toMatchObject({ heldCents: 0, dueCents: 10000 })
  })

  it('a visit that somebody else answers for asks no plan, and the patient once it is corrected', async () => {
    const visit: SampleVisit = {
      id: '909',
      lines: [{ code: '97110', charge: 10000 }],
      responsibleParty: 'third-party',
    }
    await say(tally, [captured(visit)])
    const balance = async () => (await tally.call('GET', `/v1/patients/${patientId('909')}/balance`)).json
    expect(await balance()).toMatchObject({
      ...{ heldCents: 10000, dueCents: 0 },
      lines: [{ hold: { because: 'patient/third-party', releasable: false } }],
    })
    await say(tally, [captured({ ...visit, version: 2, responsibleParty: 'self' })])
    expect(await balance()).toMatchObject({ heldCents: 0, dueCents: 10000 })
  })

  it('what was the patient’s before a payer was named is no share that this one left to him', async () => {
    const visit: SampleVisit = { id: '910', lines: [{ code: '97110', charge: 10000 }] }
    await say(tally, [captured({ ...visit, responsibleParty: 'self' })])
    await say(tally, [captured({ ...visit, version: 2 }), submitted(visit)])
    const shared = [
      ['CO', '45', 2000],
      ['PR', '2', 1600],
    ] as const
    await post(tally, { trace: 'I910', claims: [answer('910', 6400, shared)] })
    const settled = (await told(tally, '910')).find(({ type }) => type === 'claim.settled.v1')
    expect(settled).toMatchObject({ data: { paidCents: 6400, toPatientCents: 1600 } })
  })

  it('a visit for health waits for nobody', async () => {
    await sent('907')
    expect((await ledger('907')).patientHolds).toEqual([])
  })
})

describe('versions of a claim', () => {
  const replaced = async (id: string) => {
    await sent(id)
    const corrected = { id, version: 2, lines: [{ code: '97110', charge: 12000 }] }
    await say(tally, [captured(corrected), submitted(corrected, 1, 2)])
  }
  const own = (id: string) => `receivable:payer:${lineId(id, 1)}`
  const second = (id: string): SampleClaim => {
    const line = { code: '97110', charge: 12000, paid: 9000, adjustments: [['CO', '45', 3000]] as const }
    return {
      number: claimNumber(id, 1, 2),
      charge: 12000,
      paid: 9000,
      lines: [{ ...line, control: lineId(id, 1) }],
    }
  }

  it('post to the same charge lines: the one that was replaced, its reversal, and the one that replaced it', async () => {
    await replaced('911')
    const words = [['CO', '45', 2000]] as const
    await post(tally, { trace: 'V911A', claims: [answer('911', 8000, words)] })
    expect(await balances(tally, own('911'))).toEqual({ [`${own('911')}:1`]: 2000 })
    const line = { code: '97110', charge: -10000, paid: -8000, adjustments: [['CO', '45', -2000]] as const }
    const back = { number: claimNumber('911'), status: '22', charge: -10000, paid: -8000, lines: [line] }
    const shown = await post(tally, { trace: 'V911B', claims: [back, second('911')] })
    expect(shown.claims).toMatchObject([
      { outcome: 'reversed', claimVersion: 1 },
      { outcome: 'posted', claimVersion: 2 },
    ])
    expect(await balances(tally, own('911'))).toEqual({})
    expect((await told(tally, '911')).at(-1)).toMatchObject({
      type: 'claim.settled.v1',
      data: { paidCents: 9000 },
    })
  })

  it('both paid and none taken back: too much was paid, on the same lines', async () => {
    await replaced('912')
    await post(tally, { trace: 'V912A', claims: [answer('912', 8000, [['CO', '45', 2000]])] })
    await post(tally, { trace: 'V912B', claims: [second('912')] })
    expect(await balances(tally, own('912'))).toEqual({ [`${own('912')}:1`]: -10000 })
    const { json } = await tally.call('GET', '/v1/credit-balances')
    expect(json.items).toMatchObject([{ claimId: claimId('912'), amountCents: 10000 }])
  })
})
