import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type ClaimStanding, newStanding, withDecision } from './claim-standing.ts'
import { answered, type Denial, resolved } from './denial.ts'
import { sampleDenial } from './sample-denial.ts'
import { claimWithout, undoAnswer, undoneByHand } from './undo-answer.ts'

const sent = newStanding({
  ...{
    claimId: 'CLAIM',
    treatmentDayId: 'day_1',
    coverageOrder: 1,
    claimVersion: 1,
    claimNumber: 'C1',
    payerId: 'P',
  },
})
const lines = (...ids: string[]) => ids.map((chargeLineId) => ({ chargeLineId, paidCents: 100 }))
const answer = (remittanceId: string, ...ids: string[]) => ({
  remittanceId,
  lines: lines(...ids),
  paidCents: 100,
})

/** The claim as the answers leave it, one after the other. */
function after(...answers: ReturnType<typeof answer>[]): ClaimStanding {
  let claim = sent
  for (const each of answers) {
    const decisions = withDecision(claim, each)
    const { remittanceId: lastRemittanceId } = each
    claim = { ...claim, standing: 'adjudicated', wasAdjudicated: true, lastRemittanceId, decisions }
  }
  return claim
}

describe('a claim without an answer', () => {
  it.each<[string, ClaimStanding, string, ClaimStanding]>([
    ['its only one', after(answer('W', 'A')), 'W', sent],
    ['its newest', after(answer('R', 'A'), answer('W', 'A')), 'W', after(answer('R', 'A'))],
    ['its older one', after(answer('W', 'A'), answer('R', 'A')), 'W', after(answer('R', 'A'))],
    ['one that it never had', after(answer('R', 'A')), 'W', after(answer('R', 'A'))],
  ])('%s', (_, claim, remittanceId, expected) => {
    expect(claimWithout(claim, { remittanceId, lines: lines('A') })).toEqual(expected)
  })

  it('keeps what the same remittance answered of its other lines', () => {
    const claim = claimWithout(after(answer('W', 'A'), answer('W', 'B')), {
      remittanceId: 'W',
      lines: lines('A'),
    })
    expect(claim).toMatchObject({
      standing: 'adjudicated',
      decisions: [{ remittanceId: 'W', lines: lines('B') }],
    })
  })

  it('goes on where it stands since', () => {
    const again: ClaimStanding = { ...after(answer('W', 'A')), standing: 'sent', claimVersion: 2 }
    expect(claimWithout(again, { remittanceId: 'W', lines: [] })).toMatchObject({
      standing: 'sent',
      claimVersion: 2,
    })
  })
})

describe('denials without the answer that touched them', () => {
  const undone = { remittanceId: 'W', lines: lines('LINE') }
  const first = sampleDenial({ remittanceId: 'R' })
  const paid = answered(first, resolved(first, 'paid', 'payment/no-longer-denied'), 'W')
  const again = answered(first, { ...first, version: 2, remittanceId: 'W', amountCents: cents(50) }, 'W')
  const own = sampleDenial({ id: 'OWN', remittanceId: 'W' })
  const both = after(answer('R', 'LINE'), answer('W', 'LINE'))
  const told = (denials: Denial[], claim: ClaimStanding = both, others: Denial[] = []) => {
    const unresolved = [...denials.filter(({ status }) => status !== 'resolved'), ...others]
    const { ended, restored } = undoAnswer(denials, unresolved, claim, undone)
    const words = ({ id, status, resolvedBecause }: Denial) =>
      [id, status, resolvedBecause].filter(Boolean).join(' ')
    return [...ended, ...restored].map(words)
  }

  it('are as they were, at a version of their own', () => {
    const { restored } = undoAnswer([paid], [], both, undone)
    expect(restored).toEqual([{ ...first, version: 3 }])
    expect(undoAnswer([again], [again], both, undone).restored).toEqual([{ ...first, version: 3 }])
  })

  it.each<[string, string[], string[]]>([
    ['what it alone opened ends', told([own]), [`OWN resolved ${undoneByHand}`]],
    [
      'what takes the place of another gives it back',
      told([own, paid]),
      [`OWN resolved ${undoneByHand}`, 'DENIAL open'],
    ],
    ['of another line', told([sampleDenial({ chargeLineId: 'OTHER', remittanceId: 'W' })]), []],
    ['decided since', told([paid], after(answer('R', 'LINE'), answer('W', 'LINE'), answer('L', 'LINE'))), []],
    [
      'of another line since',
      told([paid], after(answer('W', 'LINE'), answer('L', 'OTHER'))),
      ['DENIAL open'],
    ],
    ['sent again since', told([paid], { ...both, claimVersion: 2 }), []],
    ['voided since', told([paid], { ...both, standing: 'voided' }), []],
    ['denied so by another since', told([paid], both, [sampleDenial({ id: 'NEW', remittanceId: 'L' })]), []],
    ['worked since', told([{ ...again, version: 3, status: 'waiting' }]), []],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected)
  })

  it('keep the day on which they were received', () => {
    const later = { ...again, receivedOn: serviceDate('2026-05-01') }
    expect(undoAnswer([later], [later], both, undone).restored[0]?.receivedOn).toBe('2026-04-01')
  })
})
