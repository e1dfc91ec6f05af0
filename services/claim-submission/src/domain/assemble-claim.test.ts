import { describe, expect, it } from 'vitest'
import { assembleClaim } from './assemble-claim.ts'
import type { Charges } from './claim.ts'
import { sampleCharges, sampleClaim, sampleVisit } from './sample-claim.ts'

const toSend = {
  claimNumber: 'T1',
  frequency: '1',
  payerClaimNumber: null,
  priorAuthorization: 'AUTH-1',
} as const
const assembled = (charges: Charges, visit = sampleVisit) =>
  assembleClaim(sampleClaim, charges, [visit], toSend)

describe('a claim document', () => {
  const document = assembled(sampleCharges)

  it('asks for the lines that have units, and for their sum', () => {
    expect(
      document.lines.map(({ chargeLineId, units, chargeCents }) => [chargeLineId, units, chargeCents]),
    ).toEqual([
      ['LINE1', 2, 12000],
      ['LINE2', 1, 7500],
    ])
    expect(document.chargeCents).toBe(19500)
  })

  it('names the subscriber as the patient where they are the same', () => {
    expect(document.patient).toBeNull()
    expect(document.subscriber).toMatchObject({
      ...{ responsibility: 'P', filingIndicator: 'MB', memberId: '1EG4TE5MK73', medicareSecondaryType: null },
      party: { kind: 'person', name: { last: 'DOE', first: 'JANE' }, birthDate: '1950-01-01' },
    })
  })

  it('carries codes without dots, the certifier, the therapist and the authorization', () => {
    expect(document).toMatchObject({
      diagnoses: ['M5459', 'M6281'],
      referringProvider: { npi: '1467560003', last: 'SMITH' },
      renderingProvider: { npi: '1861400004', last: 'PATEL', taxonomy: '225100000X' },
      priorAuthorization: 'AUTH-1',
    })
  })

  it('names another therapist at the line that he treated', () => {
    const [first, second] = sampleCharges.lines
    if (!first || !second) throw new Error('the sample has two lines')
    const other = { ...second, renderingNpi: '1245319599', renderingTaxonomy: '2251X0800X' }
    const clinicians = [...(sampleVisit.clinicians ?? []), { npi: '1245319599', last: 'LEE', first: 'KIM' }]
    const { lines } = assembled({ ...sampleCharges, lines: [first, other] }, { ...sampleVisit, clinicians })
    expect(lines.map(({ renderingProvider }) => renderingProvider)).toEqual([
      null,
      { npi: '1245319599', last: 'LEE', first: 'KIM', taxonomy: '2251X0800X' },
    ])
  })

  it.each([
    ['beside the claim’s therapist', '1861400004', ['1234567893']],
    ['not where no other stands in the claim', '1234567893', [undefined]],
  ])('names who bills at the line that he treated himself, %s', (_, claims, named) => {
    const [first, second] = sampleCharges.lines
    if (!first || !second) throw new Error('the sample has two lines')
    const own = { ...second, renderingNpi: '1234567893' }
    const { lines } = assembled({ ...sampleCharges, lines: [{ ...first, renderingNpi: claims }, own] })
    expect(lines.slice(1).map(({ renderingProvider }) => renderingProvider?.npi)).toEqual(named)
  })

  it('tells the first payer of a second one, without a decision', () => {
    const second = {
      ...sampleCharges.coverages[0],
      order: 2,
      payerId: '60054',
      payerFamily: 'commercial',
    } as const
    const card = {
      ...sampleVisit.coverages[0],
      order: 2,
      payerName: 'PLAN',
      memberId: 'W1',
    } as (typeof sampleVisit.coverages)[number]
    const both = assembled(
      {
        ...sampleCharges,
        coverages: [
          ...sampleCharges.coverages,
          { ...second, claimFilingIndicator: 'CI', medicareSecondaryType: null },
        ],
      },
      { ...sampleVisit, coverages: [...sampleVisit.coverages, card] },
    )
    expect(both.otherPayers).toMatchObject([
      { responsibility: 'S', payer: { id: '60054' }, paidCents: null, lines: [] },
    ])
  })

  it('makes the employer the subscriber of a work injury, and the worker the patient', () => {
    const [card] = sampleVisit.coverages
    const employer = { kind: 'organization' as const, name: 'ACME CO', address: null }
    const work = assembled(sampleCharges, {
      ...sampleVisit,
      coverages: [
        {
          ...card,
          relationshipToSubscriber: 'employee',
          subscriber: employer,
          propertyCasualtyClaimNumber: 'WC-1',
        } as NonNullable<typeof card>,
      ],
    })
    expect(work.subscriber.party).toEqual(employer)
    expect(work.patient).toMatchObject({
      relationship: 'employee',
      name: { last: 'DOE' },
      propertyCasualtyClaimNumber: 'WC-1',
    })
    expect(work.subscriber.propertyCasualtyClaimNumber).toBeNull()
  })
})
