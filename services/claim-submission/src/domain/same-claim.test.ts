import type { ClaimDocument } from '@tally/x12'
import { describe, expect, it } from 'vitest'
import { assembleClaim, type ToSend } from './assemble-claim.ts'
import type { Charges } from './claim.ts'
import { isSameClaim } from './same-claim.ts'
import { sampleCharges, sampleClaim, sampleVisit } from './sample-claim.ts'

const toSend: ToSend = {
  ...{ claimNumber: 'T1', frequency: '1', payerClaimNumber: null, priorAuthorization: 'AUTH-1' },
}
const assembled = (charges: Partial<Charges> = {}, visit = sampleVisit, sends: Partial<ToSend> = {}) =>
  assembleClaim(sampleClaim, { ...sampleCharges, ...charges }, [visit], { ...toSend, ...sends })
const sent = assembled()
const { billing } = sampleCharges
const [card] = sampleVisit.coverages
const [first] = sampleCharges.lines
if (!billing || !card || !first) throw new Error('the sample has them')
const lines = (changes: object) => [{ ...first, ...changes }, ...sampleCharges.lines.slice(1)]
/** As it comes back from where it was kept: a field that nobody filled is left out or null, in whatever order. */
const kept = Object.fromEntries(
  Object.entries({ ...sent, attachments: null, specialProgram: undefined }).reverse(),
) as ClaimDocument

describe('a claim says the same as the one that was sent', () => {
  it.each<[string, ClaimDocument]>([
    ['made again', assembled()],
    ['kept', kept],
    [
      'as a replacement, with the payer’s number',
      assembled({}, sampleVisit, { claimNumber: 'T2', frequency: '7', payerClaimNumber: 'ICN-77' }),
    ],
    ['what the patient paid', assembled({ patientPaidCents: 2500 })],
    ['what the payer should bring', assembled({ lines: lines({ expectedAllowedCents: 1 }) })],
    ['minutes that leave the units', assembled({ lines: lines({ minutes: 31 }) })],
    ['the episode', assembled({ billing: { ...billing, episodeId: `eps_${'0'.repeat(26)}` } })],
  ])('%s', (_, document) => {
    expect(isSameClaim(document, sent)).toBe(true)
    expect(isSameClaim(sent, document)).toBe(true)
  })
})

describe('a claim says something else than the one that was sent', () => {
  const party = { ...sampleVisit.patient, name: { ...sampleVisit.patient.name, first: 'JOAN' } }

  it.each<[string, ClaimDocument]>([
    ['units', assembled({ lines: lines({ units: 1 }) })],
    ['a charge', assembled({ lines: lines({ chargeCents: 12001 }) })],
    ['a modifier', assembled({ lines: lines({ modifiers: ['GP', 'KX'] }) })],
    ['the order of lines', { ...sent, lines: sent.lines.toReversed() }],
    ['a line less', assembled({ lines: [first] })],
    ['a diagnosis', assembled({ diagnoses: ['M54.50', 'M62.81'] })],
    ['the order of diagnoses', assembled({ diagnoses: ['M62.81', 'M54.59'] })],
    ['the therapist', assembled({ lines: lines({ renderingNpi: '1245319599' }) })],
    ['who referred', assembled({ billing: { ...billing, referringNpi: null } })],
    ['an accident', assembled({ billing: { ...billing, relatedCauses: ['auto'] } })],
    ['the place', assembled({ billing: { ...billing, placeOfService: '12' } })],
    ['the authorization', assembled({}, sampleVisit, { priorAuthorization: 'AUTH-2' })],
    ['no authorization', assembled({}, sampleVisit, { priorAuthorization: null })],
    ['the card', assembled({}, { ...sampleVisit, coverages: [{ ...card, memberId: '1EG4TE5MK74' }] })],
    ['the patient’s name', assembled({}, { ...sampleVisit, patient: party })],
    ['another payer', { ...sent, payer: { ...sent.payer, id: '60054' } }],
  ])('%s', (_, document) => {
    expect(isSameClaim(document, sent)).toBe(false)
    expect(isSameClaim(sent, document)).toBe(false)
  })
})
