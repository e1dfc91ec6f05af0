import { cents, noCents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { sampleFile } from '../sample-claims.ts'
import { readSubmission } from '../state/read-submission.ts'
import type { ClaimDecision } from './decision.ts'
import type { Happening } from './magic-tables.ts'
import { type OpenBalance, type RemittedClaim, remit } from './remittance.ts'

const read = readSubmission(sampleFile())
const claim = typeof read === 'string' ? undefined : read.batches[0]?.batch.claims[0]

function claimPaid(paid: number, how: Happening | null = null, interest = 0): RemittedClaim {
  if (!claim) throw new Error('the sample has a claim')
  const decision: ClaimDecision = {
    ...{
      status: paid < 0 ? '22' : '1',
      chargeCents: cents(paid),
      paidCents: cents(paid),
      patientCents: noCents,
    },
    ...{ payerClaimNumber: 'ICN1', frequency: '1', adjustments: [], lines: [], remarks: [] },
    interestCents: cents(interest),
  }
  return { claim, decision, how }
}

const run = (claims: readonly RemittedClaim[], open: readonly OpenBalance[] = []) => {
  const payee = { npi: '1234567893', name: 'CLINIC', taxId: '930000001' }
  const facts = { payer: { id: '02302', name: 'MEDICARE' }, payee, traceNumber: '202611210000101', open }
  const { remittance, open: left } = remit(claims, facts)
  const provider = remittance.providerAdjustments.map(
    ({ reason, reference, cents: c }) => `${reason} ${reference} ${c}`,
  )
  return { paid: remittance.paidCents, trace: remittance.trace, provider, open: left }
}

describe('one payment of a payer to a payee', () => {
  it('is the sum of its claims', () => {
    expect(run([claimPaid(10_00), claimPaid(5_55)])).toEqual({
      ...{ paid: 15_55, trace: 'EFT202611210000101', provider: [], open: [] },
    })
  })

  it('of nothing has a trace too', () => {
    expect(run([claimPaid(0)])).toMatchObject({ paid: 0, trace: 'NOPAY202611210000101' })
  })

  it('with interest, added by PLB L6', () => {
    expect(run([claimPaid(10_00, null, 12)])).toMatchObject({ paid: 10_12, provider: ['L6 ICN1 -12'] })
  })

  it('below zero opens a forward balance, which later payments close', () => {
    const opened = run([claimPaid(-40_00), claimPaid(15_00)])
    const reference = 'NOPAY202611210000101'
    expect(opened).toMatchObject({ paid: 0, provider: [`FB ${reference} -2500`] })
    expect(opened.open).toEqual([{ reason: 'FB', reference, cents: 25_00 }])
    const partly = run([claimPaid(10_00)], opened.open)
    expect(partly).toMatchObject({ paid: 0, provider: [`FB ${reference} 1000`] })
    const closed = run([claimPaid(70_00)], partly.open)
    expect(closed).toMatchObject({ paid: 55_00, provider: [`FB ${reference} 1500`], open: [] })
  })

  it('a reversal that is recouped later is neutral now', () => {
    const now = run([claimPaid(-40_00, 'recouped-later')])
    expect(now).toMatchObject({ paid: 0, provider: ['WO ICN1 -4000'] })
    expect(run([claimPaid(50_00)], now.open)).toMatchObject({
      paid: 10_00,
      provider: ['WO ICN1 4000'],
      open: [],
    })
  })

  it('nothing is taken from a run that pays nothing', () => {
    const open: OpenBalance[] = [{ reason: 'WO', reference: 'ICN9', cents: cents(40_00) }]
    expect(run([claimPaid(0)], open)).toMatchObject({ paid: 0, provider: [], open })
  })

  it('a magic id puts it out by a cent', () => {
    expect(run([claimPaid(10_00, 'out-by-a-cent')]).paid).toBe(10_01)
  })
})
