/** A person takes apart what was matched to the wrong claim: as if that answer had never come. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleClaim } from './sample-events.ts'
import { type SampleTally, startSampleTally } from './sample-tally.ts'

let tally: SampleTally

beforeAll(async () => {
  tally = await startSampleTally('2026-04-01T18:00:00Z')
})
afterAll(() => tally.stop())

const because = 'match/undone-by-hand'

async function sent() {
  const claim = tally.claim()
  await claim.captured()
  await claim.submitted()
  await claim.accepted()
  await tally.settled()
  return claim
}

const undo = async (claim: SampleClaim, remittanceId: string, paidCents = 0, changes = {}) => {
  await claim.reversed(paidCents, remittanceId, { remittanceId, status: '1', because, ...changes })
  await tally.settled()
}
const takebacks = (claim: SampleClaim) =>
  tally.sql(`select 1 from denial_management.deadline where process = 'takeback' and subject = $1`, [
    claim.claimId,
  ])
const shown = async (id: string) => (await tally.call('GET', `/v1/denials/${id}`)).json
const standing = async ({ claimId }: SampleClaim) =>
  (
    await tally.sql(
      'select standing, was_adjudicated, last_remittance_id from denial_management.claim where id = $1',
      [claimId],
    )
  )[0]

describe('a match that is taken apart', () => {
  it('took no money back: nobody is asked why, and the claim stands as before', async () => {
    const claim = await sent()
    const before = await standing(claim)
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-wrong' })
    await undo(claim, 'R-wrong', 9000)
    expect(await takebacks(claim)).toEqual([])
    expect(await standing(claim)).toEqual(before)
  })

  it('ends what it alone denied, and nothing of it is moved in the ledger', async () => {
    const claim = await sent()
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }], { remittanceId: 'R-wrong' })
    await undo(claim, 'R-wrong')
    expect(await tally.denials(claim.claimId)).toMatchObject([
      { status: 'resolved', resolution: 'closed', resolvedBecause: 'payment/undone-by-hand' },
    ])
  })

  it.each([
    ['paid the line', { paidCents: 9000 }, 9000],
    ['denied it for another reason', { adjustments: 'CO 97 12000' }, 0],
    ['denied it again', { adjustments: 'CO 50 12000' }, 0],
  ])('that %s: the denial before it is open again, with its clock and its appeal', async (_, wrong, paid) => {
    const claim = await sent()
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }], { remittanceId: 'R-true' })
    await tally.settled()
    const [{ id }] = await tally.denials(claim.claimId)
    await tally.act(id, 'appeal')
    const before = await shown(id)
    tally.clock.advance(86_400_000)
    await claim.posted([{ ...claim.first, ...wrong }], { remittanceId: 'R-wrong' })
    await tally.settled()
    await undo(claim, 'R-wrong', paid)
    const { version, daysLeft, steps, ...after } = await shown(id)
    expect(after).toMatchObject({
      ...{ status: 'waiting', waitsFor: 'payer', dueOn: before.dueOn, resolution: null },
      appeals: before.appeals,
    })
    expect(version).toBe(before.version + 2)
    const unresolved = (await tally.denials(claim.claimId)).filter(
      ({ status }: { status: string }) => status !== 'resolved',
    )
    expect(unresolved).toHaveLength(1)
    expect(await standing(claim)).toMatchObject({ standing: 'adjudicated', last_remittance_id: 'R-true' })
  })

  it('tells that a resolved denial is open again by its own id', async () => {
    const claim = await sent()
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }], { remittanceId: 'R-true' })
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-wrong' })
    await tally.settled()
    await undo(claim, 'R-wrong', 9000)
    const [{ id }] = await tally.denials(claim.claimId)
    const said = (await tally.said(claim.claimId)).map(({ type, subject, sequence }) => [
      type,
      subject,
      sequence,
    ])
    expect(said).toEqual([
      ['denial.opened', id, 1],
      ['denial.root-cause-found', id, 2],
      ['denial.resolved', id, 3],
      ['denial.opened', id, 4],
    ])
  })

  it('leaves what a later answer decided', async () => {
    const claim = await sent()
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }], { remittanceId: 'R-true' })
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-wrong' })
    await claim.posted([{ ...claim.first, paidCents: 9500 }], { remittanceId: 'R-later' })
    await tally.settled()
    await undo(claim, 'R-wrong', 9000)
    expect(await tally.denials(claim.claimId)).toMatchObject([{ status: 'resolved', resolution: 'paid' }])
    expect(await standing(claim)).toMatchObject({ last_remittance_id: 'R-later' })
    await undo(claim, 'R-later', 9500)
    expect(await standing(claim)).toMatchObject({ last_remittance_id: 'R-true' })
  })

  it('after a payer took money back: that is still asked about', async () => {
    const claim = await sent()
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-true' })
    await claim.reversed(9000, 'R-true', { remittanceId: 'R-back' })
    await claim.posted([{ ...claim.first, paidCents: 8000 }], { remittanceId: 'R-wrong' })
    await tally.settled()
    expect(await takebacks(claim)).toEqual([])
    await undo(claim, 'R-wrong', 8000)
    expect(await takebacks(claim)).toHaveLength(1)
  })

  it('of a later payer ends that one’s denial alone', async () => {
    const claim = await sent()
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }], { remittanceId: 'R-true' })
    const later = { coverageOrder: 2, payerId: 'SUPPLEMENT', remittanceId: 'R-wrong' }
    await claim.posted([{ ...claim.first, adjustments: 'CO 50 12000' }], later)
    await tally.settled()
    await undo(claim, 'R-wrong', 0, later)
    const kept = (await tally.denials(claim.claimId)).map(
      ({ coverageOrder, status }: { coverageOrder: number; status: string }) => `${coverageOrder} ${status}`,
    )
    expect(kept.sort()).toEqual(['1 open', '2 resolved'])
  })
})
