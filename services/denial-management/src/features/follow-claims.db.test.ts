import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SampleTally, startSampleTally } from './sample-tally.ts'

let tally: SampleTally

beforeAll(async () => {
  tally = await startSampleTally('2026-04-01T18:00:00Z')
})
afterAll(() => tally.stop())

/** Types of what was said of a claim's denials, with the resolution and its reason. */
const told = async (claimId: string) =>
  (await tally.said(claimId)).map(({ type, data }) =>
    [type, data.resolution, type === 'denial.resolved' ? data.because : undefined].filter(Boolean).join(' '),
  )

async function denied(settings = {}) {
  const claim = tally.claim(settings)
  await claim.captured()
  await claim.submitted()
  await tally.settled()
  await claim.posted([{ ...claim.first, adjustments: 'CO 4 12000' }])
  await tally.settled()
  return claim
}

describe('a rejected claim', () => {
  it('opens one denial for the version, due when its filing window closes', async () => {
    const claim = tally.claim({ family: 'medicare-b', payerId: '02302' })
    await claim.submitted()
    await claim.rejected('A7:562:82, A7:453')
    await claim.rejected('A3:21')
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([
      {
        ...{ source: 'rejection', chargeLineId: null, groupCode: null, reasonCode: 'A7:562:82', remarks: [] },
        ...{ category: 'provider_enrollment', remedy: 'resubmit', amountCents: 19500, status: 'open' },
        ...{ dueOn: '2027-03-02', dueSource: 'timely-filing', dueConfidence: 'verified' },
      },
    ])
    expect(await told(claim.claimId)).toEqual(['denial.opened', 'denial.root-cause-found'])
  })

  it('is resolved by the version that goes out next, and opens again when that one is rejected', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await claim.rejected('A7:164:IL')
    await claim.sentAgain()
    await claim.rejected('A7:164:IL')
    await tally.settled()
    expect(await told(claim.claimId)).toEqual([
      'denial.opened',
      'denial.root-cause-found',
      'denial.resolved resubmitted claim/sent-again',
      'denial.opened',
      'denial.root-cause-found',
    ])
  })

  it('is due within 30 days where no filing window is known', async () => {
    const claim = tally.claim({ family: 'auto' })
    await claim.submitted({ timelyFilingDueOn: null })
    await claim.rejected('A7:481', { timelyFilingDueOn: null })
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([
      { dueOn: '2026-05-01', dueSource: 'timely-filing/unknown', dueConfidence: 'unverified' },
    ])
  })

  it('that the payer pays after all is no denial any more', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await claim.rejected('A7:481')
    await tally.settled()
    await claim.posted([{ ...claim.first, paidCents: 9000 }])
    await tally.settled()
    expect((await told(claim.claimId)).at(-1)).toBe('denial.resolved paid payment/decided-anew')
  })
})

describe('a rejected claim of a day that a correction leaves nothing to bill of', () => {
  it('is closed with it, and a correction that brings a unit leaves it so', async () => {
    const claim = tally.claim()
    await claim.captured()
    await claim.submitted()
    await claim.rejected('A7:481')
    await tally.settled()
    await claim.corrected(2, [0, 0])
    await tally.settled()
    const closed = [
      'denial.opened',
      'denial.root-cause-found',
      'denial.resolved closed claim/nothing-to-bill',
    ]
    expect(await told(claim.claimId)).toEqual(closed)
    await claim.corrected(3, [2, 1])
    await tally.settled()
    expect(await told(claim.claimId)).toEqual(closed)
  })

  it('or that the patient is to pay is closed as its claim is', async () => {
    const claim = tally.claim()
    await claim.captured()
    await claim.submitted()
    await claim.rejected('A7:481')
    await tally.settled()
    await claim.corrected(2, [], true, { responsibleParty: 'self' })
    await tally.settled()
    expect((await told(claim.claimId)).at(-1)).toBe('denial.resolved closed self-pay/no-claim')
  })

  it('is closed at once where that was heard before', async () => {
    const claim = tally.claim()
    await claim.captured()
    await claim.submitted()
    await claim.corrected(2, [0, 0])
    await tally.settled()
    await claim.rejected('A7:481')
    await tally.settled()
    expect((await told(claim.claimId)).at(-1)).toBe('denial.resolved closed claim/nothing-to-bill')
    const [{ id }] = await tally.denials(claim.claimId)
    const { json } = await tally.call('GET', `/v1/denials/${id}`)
    expect(json.steps.map(({ did }: { did: string }) => did)).toEqual(['opened', 'claim/nothing-to-bill'])
  })

  it('is open where a unit is there again before it is rejected, or the day waits for a person', async () => {
    const [again, held] = [tally.claim(), tally.claim()]
    for (const claim of [again, held]) {
      await claim.captured()
      await claim.submitted()
      await claim.corrected(2, [0, 0])
    }
    await again.corrected(3, [2, 1])
    await held.dayHeld(3)
    await tally.settled()
    await again.rejected('A7:481')
    await held.rejected('A7:481')
    await tally.settled()
    expect(await tally.denials(again.claimId)).toMatchObject([{ status: 'open' }])
    expect(await tally.denials(held.claimId)).toMatchObject([{ status: 'open' }])
    await held.corrected(4, [0, 0])
    await tally.settled()
    expect((await told(held.claimId)).at(-1)).toBe('denial.resolved closed claim/nothing-to-bill')
  })

  it('waits where the payer decided on an earlier version: that one is voided, or a person sees why not', async () => {
    const [before, after] = [tally.claim(), tally.claim()]
    const stands = { version: 1, decided: true }
    for (const claim of [before, after]) {
      await claim.captured()
      await claim.submitted()
      await claim.sentAgain()
    }
    await before.rejected('A7:481', { stands })
    await tally.settled()
    for (const claim of [before, after]) await claim.corrected(2, [0, 0])
    await tally.settled()
    await after.rejected('A7:481', { stands })
    await tally.settled()
    expect(await tally.denials(before.claimId)).toMatchObject([{ waitsFor: 'claim-submission' }])
    expect(await tally.denials(after.claimId)).toMatchObject([{ status: 'open' }])
  })

  it('leaves what a payer decided to its own end', async () => {
    const claim = tally.claim()
    await claim.captured()
    await claim.submitted()
    const whole = {
      claimAdjustments: [{ groupCode: 'CO', reasonCode: '31', amountCents: 19500, quantity: null }],
    }
    await claim.posted([], { ...whole, chargeCents: 19500 })
    await tally.settled()
    await claim.corrected(2, [0, 0])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([{ chargeLineId: null, status: 'waiting' }])
  })
})

describe('a claim that goes out again', () => {
  it('resolves the denials of its earlier version', async () => {
    const claim = await denied()
    await claim.sentAgain()
    await tally.settled()
    expect((await told(claim.claimId)).slice(2)).toEqual(['denial.resolved resubmitted claim/sent-again'])
  })

  it('before the answer to the earlier version is heard, leaves nothing to do', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await claim.sentAgain()
    await tally.settled()
    await claim.posted([{ ...claim.first, adjustments: 'CO 4 12000' }], { claimVersion: 1 })
    await tally.settled()
    expect(await told(claim.claimId)).toEqual([
      'denial.opened',
      'denial.root-cause-found',
      'denial.resolved resubmitted claim/sent-again',
    ])
  })

  it('as a void asks for nothing, and the claim’s end closes what is open', async () => {
    const claim = await denied()
    await claim.submitted({ kind: 'void', frequency: '8', claimVersion: 2 })
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([{ status: 'open' }])
    await claim.voided()
    await tally.settled()
    expect((await told(claim.claimId)).at(-1)).toBe('denial.resolved closed claim/voided')
  })
})

describe('a void that is rejected', () => {
  it('twice is one piece of work at a time: the one that goes out again resolves it', async () => {
    const claim = await denied()
    for (const claimVersion of [2, 3]) {
      await claim.submitted({ kind: 'void', frequency: '8', claimVersion })
      await claim.rejected('A7:481', { claimVersion })
    }
    await tally.settled()
    expect((await told(claim.claimId)).slice(2)).toEqual([
      'denial.opened',
      'denial.root-cause-found',
      'denial.resolved resubmitted claim/sent-again',
      'denial.opened',
      'denial.root-cause-found',
    ])
    // What the payer refused to pay stays until the claim ends.
    const open = (await tally.denials(claim.claimId)).filter(
      ({ status }: { status: string }) => status === 'open',
    )
    expect(open.map(({ reasonCode }: { reasonCode: string }) => reasonCode).sort()).toEqual(['4', 'A7:481'])
  })
})

describe('what is heard of a claim before it is denied', () => {
  it('is shown with the denial: what did not come in time, and whether it was accepted', async () => {
    const claim = tally.claim()
    await claim.submitted()
    await claim.accepted('received')
    await claim.unanswered()
    await claim.rejected('A7:481')
    await tally.settled()
    const [denial] = await tally.denials(claim.claimId)
    const { json } = await tally.call('GET', `/v1/denials/${denial.id}`)
    expect(json.claim).toMatchObject({
      standing: 'rejected',
      wasAccepted: false,
      unansweredFor: null,
      version: 1,
    })
  })

  it.each([
    ['accepted by the payer: that is the proof', true, 'appeal'],
    ['only received', false, 'write-off'],
  ])('decides what a late filing comes to: %s', async (_, accepted, remedy) => {
    const claim = tally.claim()
    await claim.submitted()
    await claim.accepted(accepted ? 'accepted' : 'received')
    await tally.settled()
    await claim.posted([{ ...claim.first, adjustments: 'CO 29 12000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([{ category: 'timely_filing', remedy }])
  })
})

describe('a treatment day', () => {
  it('of which a correction changes nothing that is on its claim leaves its denials as they are', async () => {
    const claim = await denied()
    const before = await tally.denials(claim.claimId)
    await claim.corrected(2, [], false)
    await tally.settled()
    expect(before).toMatchObject([{ waitsFor: null }])
    expect(await tally.denials(claim.claimId)).toEqual(before)
  })

  it('that is corrected lets its denials wait for the claim that carries it', async () => {
    const claim = await denied()
    await claim.corrected(2)
    await claim.corrected(2)
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([
      { status: 'waiting', waitsFor: 'claim-submission', version: 3 },
    ])
    await claim.sentAgain()
    await tally.settled()
    expect((await told(claim.claimId)).at(-1)).toBe('denial.resolved resubmitted claim/sent-again')
  })

  it('that loses the denied line closes its denial', async () => {
    const claim = await denied()
    await claim.corrected(2, [0, 1])
    await tally.settled()
    expect((await told(claim.claimId)).at(-1)).toBe('denial.resolved closed charge/line-removed')
  })

  it('that is voided closes them all', async () => {
    const claim = await denied()
    await claim.dayVoided(2)
    await tally.settled()
    expect((await told(claim.claimId)).at(-1)).toBe('denial.resolved closed charge/voided')
  })

  it('heard of late dates a denial by its payer’s family', async () => {
    const claim = tally.claim({ family: 'medicare-b', payerId: '02302' })
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([{ dueOn: '2026-05-01' }])
    await claim.captured()
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([{ dueOn: '2026-07-30', version: 3 }])
  })
})

describe('a payer’s profile', () => {
  it('dates open denials anew, and later ones from the start; an older profile changes nothing', async () => {
    const claim = await denied({ payerId: 'PAYER-P' })
    expect(await tally.denials(claim.claimId)).toMatchObject([{ dueOn: '2026-06-05' }])
    await claim.profile(2, 180)
    await claim.profile(1, 20)
    await tally.settled()
    const byProfile = { dueOn: '2026-09-28', dueSource: 'payer-profile', dueConfidence: 'practice' }
    await expect.poll(() => tally.denials(claim.claimId)).toMatchObject([byProfile])
    const later = await denied({ payerId: 'PAYER-P' })
    expect(await tally.denials(later.claimId)).toMatchObject([byProfile])
  })

  it('dates each of its claims on its own: while one is locked, payments of the others go on', async () => {
    const [first, second] = [await denied({ payerId: 'PAYER-B' }), await denied({ payerId: 'PAYER-B' })]
    const found = async ({ claimId }: typeof first) => (await tally.denials(claimId))[0]
    const holder = await tally.host.host.services[0]?.shell.worker.connect()
    if (!holder) throw new Error('no service runs')
    await holder.query('begin')
    await holder.query('select from denial_management.claim where id = $1 for update', [second.claimId])
    await first.profile(1, 180)
    await expect.poll(() => found(first)).toMatchObject({ dueOn: '2026-09-28' })
    await first.posted([{ ...first.first, paidCents: 9000 }])
    await expect.poll(() => found(first)).toMatchObject({ status: 'resolved' })
    expect(await found(second)).toMatchObject({ dueOn: '2026-06-05' })
    await holder.query('rollback')
    holder.release()
    await expect.poll(() => found(second)).toMatchObject({ dueOn: '2026-09-28' })
  })

  it('of a later payer dates that one’s denials alone', async () => {
    const claim = await denied({ payerId: 'PAYER-1' })
    const later = { coverageOrder: 2, payerId: 'PAYER-2' }
    await claim.posted([{ ...claim.first, adjustments: 'CO 4 12000' }], later)
    await tally.settled()
    const dues = async () =>
      (await tally.denials(claim.claimId))
        .map(
          ({ coverageOrder, dueOn }: { coverageOrder: number; dueOn: string }) => `${coverageOrder} ${dueOn}`,
        )
        .sort()
    const [first] = await dues()
    await tally.claim({ payerId: 'PAYER-2' }).profile(1, 180)
    await tally.settled()
    await expect.poll(dues).toEqual([first, '2 2026-09-28'])
    await claim.profile(1, 90)
    await tally.settled()
    await expect.poll(dues).toEqual(['1 2026-06-30', '2 2026-09-28'])
  })

  it('and a claim that are heard of after the denial date it all the same', async () => {
    const claim = tally.claim({ family: 'tricare', payerId: 'PAYER-R' })
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }])
    await tally.settled()
    await claim.submitted()
    await tally.settled()
    const [denial] = await tally.denials(claim.claimId)
    expect(denial).toMatchObject({ dueOn: '2026-06-30', dueSource: 'appeal-window/tricare' })
    const { json } = await tally.call('GET', `/v1/denials/${denial.id}`)
    expect(json.claim.standing).toBe('adjudicated')
  })

  it('tells the family, whatever the claim said', async () => {
    const claim = tally.claim({ family: 'commercial', payerId: 'PAYER-Q' })
    await claim.profile(1, null, 'medicare-b')
    await claim.submitted()
    await tally.settled()
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }])
    await tally.settled()
    expect(await tally.denials(claim.claimId)).toMatchObject([{ dueSource: 'appeal-window/medicare-b' }])
  })
})
