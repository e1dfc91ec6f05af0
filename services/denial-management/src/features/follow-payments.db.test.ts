import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SampleTally, startSampleTally } from './sample-tally.ts'

let tally: SampleTally

beforeAll(async () => {
  tally = await startSampleTally('2026-04-01T18:00:00Z')
})
afterAll(() => tally.stop())

const types = async (claimId: string) => (await tally.said(claimId)).map(({ type }) => type)

/** A claim that was sent and answered: $120 denied as `codes` say, $75 paid. */
async function denied(codes = 'CO 50 12000', settings = {}) {
  const claim = tally.claim(settings)
  await claim.captured()
  await claim.submitted()
  await tally.settled()
  const [group, reason, amount, ...remarks] = codes.split(' ')
  const remittanceId = `R-${claim.claimId}`
  const { first, second } = claim
  const adjustments = `${group} ${reason} ${amount}`
  const paid = { ...second, paidCents: 6000, adjustments: 'CO 45 1500' }
  const message = await claim.posted([{ ...first, adjustments, remarks }, paid], { remittanceId })
  await tally.settled()
  const [denial] = await tally.denials(claim.claimId)
  return { claim, denial, remittanceId, message }
}

describe('a payment that denies a line', () => {
  it('opens one denial: category, remedy and appeal date, and says so with its cause', async () => {
    const { claim, denial } = await denied('CO 50 12000 N115', { family: 'medicare-b', payerId: '02302' })
    const { claimId, treatmentDayId, patientId, first } = claim
    expect(await tally.denials(claimId)).toHaveLength(1)
    expect(denial).toMatchObject({
      ...{ status: 'open', source: 'payment', claimId, treatmentDayId, patientId, coverageOrder: 1 },
      ...{ chargeLineId: first.chargeLineId, procedureCode: '97110', amountCents: 12000 },
      ...{
        groupCode: 'CO',
        reasonCode: '50',
        remarks: ['N115'],
        payerId: '02302',
        serviceDate: '2026-03-02',
      },
      ...{ category: 'medical_necessity', cause: 'Local coverage policy applied', remedy: 'appeal' },
      ...{ rootService: 'charge-capture', dueOn: '2026-07-30', dueSource: 'appeal-window/medicare-b' },
      ...{ dueConfidence: 'verified', daysLeft: 120, band: 'later', resolution: null },
    })
    const [opened, cause, ...rest] = await tally.said(claimId)
    expect(rest).toEqual([])
    expect(opened).toMatchObject({
      ...{ type: 'denial.opened', subject: denial.id, sequence: 1, correlationid: treatmentDayId },
      data: {
        ...{ denialId: denial.id, version: 1, source: 'payment', chargeLineId: first.chargeLineId },
        ...{ category: 'medical_necessity', remedy: 'appeal', amountCents: 12000, dueOn: '2026-07-30' },
      },
    })
    expect(cause).toMatchObject({
      ...{ type: 'denial.root-cause-found', subject: denial.id, sequence: 2 },
      data: { version: 2, rootService: 'charge-capture', reasonCode: '50', patientId },
    })
  })

  it('tells no cause where none is a service’s to mend', async () => {
    const { claim } = await denied('CO 999 12000')
    expect(await types(claim.claimId)).toEqual(['denial.opened'])
    const own = await denied('CO 226 12000')
    expect(await types(own.claim.claimId)).toEqual(['denial.opened'])
  })

  it('shows every reason, clock and refusal', async () => {
    const { denial } = await denied('CO 204 12000')
    const { json } = await tally.call('GET', `/v1/denials/${denial.id}`)
    expect(json.because.map(({ rule }: { rule: string }) => rule)).toEqual([
      'denial/code-map',
      'remedy/code-map',
      'patient/contractual',
    ])
    expect(
      json.refused.map(({ action, rule }: { action: string; rule: string }) => `${action} ${rule}`),
    ).toEqual(['bill-patient patient/contractual', 'bill-next-payer next-payer/none'])
    expect(json.deadlines).toMatchObject([
      { kind: 'appeal', dueOn: '2026-06-05', source: 'appeal-window/commercial', confidence: 'unverified' },
      { kind: 'timely-filing', dueOn: '2027-03-02', source: 'timely-filing' },
    ])
    expect(json).toMatchObject({
      remedy: 'appeal',
      missedOn: null,
      appeals: [],
      claim: { standing: 'adjudicated' },
    })
    expect(json.steps).toMatchObject([{ version: 2, did: 'opened', keyId: null, reason: null }])
  })

  it('is taken in once, however often it comes', async () => {
    const { claim, message, denial } = await denied()
    await tally.broker.publish([message])
    // The same adjudication said again under another message id: the claim remembers its sequence.
    const again = { ...JSON.parse(message.value.toString()), id: '01KAAAAAAAAAAAAAAAAAAAAAAA' }
    await tally.broker.publish([{ ...message, value: Buffer.from(JSON.stringify(again)) }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toEqual([denial])
    expect(await types(claim.claimId)).toEqual(['denial.opened', 'denial.root-cause-found'])
  })

  it('opens one for each reason and each line, and none for what is only contractual', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await tally.settled()
    await claim.posted([
      { ...claim.first, adjustments: 'CO 97 8000, PR 119 4000' },
      { ...claim.second, adjustments: 'CO 45 7500' },
    ])
    await tally.settled()
    const found = await tally.denials(claim.claimId)
    const told = found.map(({ groupCode, reasonCode, amountCents }: Record<string, unknown>) =>
      [groupCode, reasonCode, amountCents].join(' '),
    )
    expect(told.sort()).toEqual(['CO 97 8000', 'PR 119 4000'])
  })

  it('of a claim that was never heard of before is still a denial', async () => {
    const claim = tally.claim()
    await claim.posted([{ ...claim.first, adjustments: 'CO 16 12000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([
      { dueSource: 'appeal-window/strictest', dueConfidence: 'unverified', dueOn: '2026-05-01' },
    ])
  })

  it('of a forwarded claim or a predetermination decides nothing', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await tally.settled()
    for (const status of ['23', '25']) {
      await claim.posted([{ ...claim.first, adjustments: 'CO 109 12000' }], { status })
    }
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toEqual([])
  })

  it('is worth what the fee schedule expects of the line', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await tally.settled()
    await claim.variance(claim.first.chargeLineId, 6500)
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([{ amountCents: 12000, recoverableCents: 6500 }])
  })
})

describe('a later decision', () => {
  it('that pays the line resolves its denial', async () => {
    const { claim, denial } = await denied()
    await claim.posted([{ ...claim.first, paidCents: 9000, adjustments: 'CO 45 3000' }])
    await tally.settled()
    const resolution = { resolution: 'paid', amountCents: 12000, because: 'payment/no-longer-denied' }
    expect((await tally.said(claim.claimId)).at(-1)).toMatchObject({
      ...{ type: 'denial.resolved', subject: denial.id, sequence: 3 },
      data: { ...resolution, chargeLineId: claim.first.chargeLineId, version: 3 },
    })
    expect(await tally.denials(claim.claimId)).toMatchObject([{ status: 'resolved', resolution: 'paid' }])
    expect(
      await tally.sql('select 1 from denial_management.deadline where subject = $1', [denial.id]),
    ).toEqual([])
  })

  it('that gives the line to the deductible resolves it too', async () => {
    const { claim } = await denied()
    await claim.posted([{ ...claim.first, adjustments: 'CO 45 3000, PR 1 9000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([{ status: 'resolved', resolution: 'paid' }])
  })

  it('that pays another line leaves it', async () => {
    const { claim, denial } = await denied()
    await claim.posted([{ ...claim.second, paidCents: 500, adjustments: 'CO 45 7000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toEqual([denial])
  })

  it('that denies it for the same reason renews it and its clock, and fails the appeal', async () => {
    const { claim, denial } = await denied('CO 50 12000', { family: 'medicare-b' })
    expect((await tally.act(denial.id, 'appeal')).status).toBe(200)
    tally.clock.moveTo('2026-04-11T18:00:00Z')
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([
      // 180 days from the second decision: Medicare's second level.
      { id: denial.id, status: 'open', waitsFor: null, dueOn: '2026-10-08', version: 4 },
    ])
    const { json } = await tally.call('GET', `/v1/denials/${denial.id}`)
    expect(json.appeals).toMatchObject([{ level: 1, outcome: 'upheld', decidedOn: '2026-04-11' }])
    expect(await types(claim.claimId)).toEqual(['denial.opened', 'denial.root-cause-found', 'appeal.filed'])
  })

  it('of CARC 193 upholds the first one and is no denial of its own', async () => {
    const { claim, denial } = await denied()
    await claim.posted([{ ...claim.first, adjustments: 'CO 193 12000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([
      { id: denial.id, reasonCode: '50', version: 3 },
    ])
  })

  it('that denies it for another reason takes its place', async () => {
    const { claim, denial } = await denied()
    await claim.posted([{ ...claim.first, adjustments: 'CO 97 12000' }])
    await tally.settled()
    const found = await tally.denials(claim.claimId)
    expect(found).toMatchObject([
      { reasonCode: '97', status: 'open' },
      { id: denial.id, status: 'resolved', resolution: 'closed' },
    ])
    expect(found[1].resolvedBecause).toBe('payment/denied-for-another-reason')
  })

  it.each([
    ['won', { paidCents: 12000 }, 'overturned'],
    ['lost, for another reason than before', { adjustments: 'CO 97 12000' }, 'upheld'],
  ])('ends an appeal: %s', async (_, answer, outcome) => {
    const { claim, denial } = await denied()
    await tally.act(denial.id, 'appeal')
    await claim.posted([{ ...claim.first, ...answer }])
    await tally.settled()
    const { json } = await tally.call('GET', `/v1/denials/${denial.id}`)
    expect(json.appeals).toMatchObject([{ level: 1, outcome }])
  })
})

it('what a later payer answers, to which the first handed the claim on, is its own: neither ends the other’s', async () => {
  const { claim, denial } = await denied('CO 50 12000')
  const { first, second } = claim
  const later = { coverageOrder: 2, payerId: 'SUPPLEMENT', status: '2', remittanceId: 'R-later' }
  await claim.posted([{ ...first, paidCents: 0, adjustments: 'CO 27 12000' }, second], later)
  await tally.settled()
  const kept = async () =>
    (await tally.denials(claim.claimId)).map((each: Readonly<Record<string, unknown>>) =>
      ['coverageOrder', 'payerId', 'reasonCode', 'status'].map((field) => each[field]).join(' '),
    )
  const [own, next] = [`1 ${denial.payerId} 50 open`, '2 SUPPLEMENT 27 open']
  expect((await kept()).sort()).toEqual([own, next])
  await claim.reversed(9000, 'R-later', { ...later, remittanceId: 'R-back' })
  await tally.settled()
  tally.clock.advance(31_000)
  await tally.settled()
  expect((await kept()).sort()).toEqual([own, '2 SUPPLEMENT 27 resolved'])
})

it('a later payer that denies for the same reason as the first opens its own', async () => {
  const { claim, denial } = await denied('CO 50 12000')
  const later = { coverageOrder: 2, payerId: 'SUPPLEMENT', status: '2' }
  await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }], later)
  await tally.settled()
  const kept = (await tally.denials(claim.claimId)).map((each: Readonly<Record<string, unknown>>) =>
    ['coverageOrder', 'payerId', 'status'].map((field) => each[field]).join(' '),
  )
  expect(kept.sort()).toEqual([`1 ${denial.payerId} open`, '2 SUPPLEMENT open'])
})

describe('money taken back', () => {
  it('cancels the denial that came with it', async () => {
    const { claim, remittanceId } = await denied()
    await claim.reversed(0, remittanceId)
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([
      { status: 'resolved', resolution: 'closed', resolvedBecause: 'payment/reversed' },
    ])
  })

  it('opens a denial once no new decision follows', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await tally.settled()
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-1' })
    await claim.reversed(9000, 'R-1', { remarks: ['N70'] })
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toEqual([])
    tally.clock.advance(31_000)
    await expect
      .poll(() => tally.denials(claim.claimId))
      .toMatchObject([
        {
          ...{ source: 'takeback', status: 'open', amountCents: 9000, groupCode: null, chargeLineId: null },
          ...{ category: 'eligibility_coverage', reasonCode: 'CLP02:22', rootService: 'eligibility' },
        },
      ])
    await claim.posted([{ ...claim.first, paidCents: 8000 }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([
      { status: 'resolved', resolution: 'paid', resolvedBecause: 'payment/decided-anew' },
    ])
  })

  it.each(['reversal first', 'correction first'])('and decided anew opens none: %s', async (order) => {
    const claim = tally.claim()
    await claim.submitted()
    await tally.settled()
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-1' })
    const reverse = () => claim.reversed(9000, 'R-1', { remittanceId: 'R-2' })
    const correct = () => claim.posted([{ ...claim.first, paidCents: 7000 }], { remittanceId: 'R-2' })
    for (const say of order === 'reversal first' ? [reverse, correct] : [correct, reverse]) await say()
    await tally.settled()
    expect(
      await tally.sql(
        `select 1 from denial_management.deadline where process = 'takeback' and subject = $1`,
        [claim.claimId],
      ),
    ).toEqual([])
    const [row] = await tally.sql('select taken_back from denial_management.claim where id = $1', [
      claim.claimId,
    ])
    expect(row).toEqual({ taken_back: null })
  })

  it.each(['within moments', 'one after the other'])(
    'from two payments %s is one denial of both',
    async (when) => {
      const claim = tally.claim()
      await claim.submitted()
      await tally.settled()
      await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-1' })
      await claim.posted([{ ...claim.second, paidCents: 6000 }], { remittanceId: 'R-2' })
      const amounts = async () =>
        (await tally.denials(claim.claimId)).map(({ amountCents }: { amountCents: number }) => amountCents)
      await claim.reversed(9000, 'R-1')
      await tally.settled()
      if (when === 'one after the other') {
        tally.clock.advance(31_000)
        await expect.poll(amounts).toEqual([9000])
      }
      await claim.reversed(6000, 'R-2')
      await tally.settled()
      tally.clock.advance(31_000)
      await expect.poll(amounts).toEqual([15000])
    },
  )

  it.each([
    ['the second', 'R-2'],
    ['the first', 'R-1'],
  ])('of what was paid twice opens none: %s', async (_, reversed) => {
    const claim = tally.claim()
    await claim.submitted()
    await tally.settled()
    for (const remittanceId of ['R-1', 'R-2']) {
      await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId })
    }
    await claim.reversed(9000, reversed, { remittanceId: 'R-3' })
    await tally.settled()
    const waits = `select 1 from denial_management.deadline where process = 'takeback' and subject = $1`
    expect(await tally.sql(waits, [claim.claimId])).toEqual([])
    // The other one too: now nothing is decided any more.
    await claim.reversed(9000, reversed === 'R-1' ? 'R-2' : 'R-1', { remittanceId: 'R-4' })
    await tally.settled()
    tally.clock.advance(31_000)
    await expect
      .poll(() => tally.denials(claim.claimId))
      .toMatchObject([{ source: 'takeback', amountCents: 9000 }])
  })

  it('because we voided the claim opens none', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await claim.voided()
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-1' })
    await tally.settled()
    await claim.reversed(9000, 'R-1')
    await tally.settled()
    const waits = `select 1 from denial_management.deadline where subject = $1`
    expect(await tally.sql(waits, [claim.claimId])).toEqual([])
  })
})
