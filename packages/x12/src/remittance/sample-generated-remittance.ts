/**
 * Remittances that add up, for properties (fast-check): one to three ST with claims paid, denied, reversed and
 * corrected, adjudicated by line, by claim or both; PLB of every usual code; interest; payments of nothing. All
 * people and numbers are invented.
 */
import { type Cents, cents, noCents, serviceDate, sumOf } from '@tally/kernel'
import fc from 'fast-check'
import { type GeneratedClaim, generatedClaims } from './sample-generated-claim.ts'
import { generatedDate, generatedText, maybe } from './sample-generated-parts.ts'
import type { RemittancesToWrite, RemittanceToWrite } from './write-835.ts'

type ProviderAdjustment = RemittanceToWrite['providerAdjustments'][number]

/** Codes of PLB03-1 in use (x12.md 2.6). L6, FB and WO have rules of their own and are added apart. */
const usualReasons =
  '72 CS J1 CV CT IR 50 51 90 B2 AP LE LS PI RA E3 BD CW AH AM C5 CR DM FC GO HM IP IS L3 OA OB SL TL WU'.split(
    ' ',
  )

const header = fc.record({
  handling: fc.constantFrom('I', 'C', 'D'),
  method: fc.constantFrom('ACH', 'CHK', 'FWT', 'BOP'),
  paidOn: maybe(generatedDate),
  traceNumber: generatedText(20),
  originatorId: fc.stringMatching(/^1\d{9}$/),
  producedOn: maybe(generatedDate),
  payer: fc.record({ name: generatedText(40), id: maybe(generatedText(12)) }),
  payee: fc.record({
    name: generatedText(40),
    npi: maybe(fc.stringMatching(/^1\d{9}$/)),
    taxId: maybe(fc.stringMatching(/^9\d{8}$/)),
  }),
  otherPayeeId: maybe(fc.stringMatching(/^[A-Z0-9]{5}$/)),
})

const adjustment: fc.Arbitrary<ProviderAdjustment> = fc.record({
  providerId: fc.constantFrom('1234567893', '1467560003'),
  fiscalDate: fc.constantFrom(serviceDate('2026-12-31'), null),
  reason: fc.constantFrom(...usualReasons, 'WO'),
  reference: fc.oneof(fc.constant(''), generatedText(30)),
  amountCents: fc.integer({ min: -50_000, max: 50_000 }).map(cents),
})

const remittance: fc.Arbitrary<Omit<RemittanceToWrite, 'controlNumber'>> = fc
  .record({
    header,
    claims: fc.oneof(
      { weight: 4, arbitrary: generatedClaims('any') },
      { weight: 1, arbitrary: generatedClaims('unpaid') },
    ),
    others: fc.oneof(
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(adjustment, { maxLength: 15 }) },
    ),
  })
  .map(({ header: { otherPayeeId, ...said }, claims, others }) => {
    const { npi, taxId } = said.payee
    const providerAdjustments = [...others, ...interestOf(claims)]
    const due = dueOf(claims, providerAdjustments)
    if (due < 0) providerAdjustments.push(plb('FB', said.traceNumber, due))
    const paymentCents = due < 0 ? noCents : due
    const nothing = paymentCents === 0 ? { handling: 'H', method: 'NON' } : {}
    return {
      ...said,
      ...nothing,
      paymentCents,
      payeeId: npi ?? taxId ?? otherPayeeId,
      claims,
      providerAdjustments,
    }
  })

export const generatedRemittances: fc.Arbitrary<RemittancesToWrite> = fc
  .array(remittance, { minLength: 1, maxLength: 3 })
  .map((remittances) => ({
    usage: 'T',
    submitter: { id: 'EXPAYER' },
    receiver: { id: 'EXCLINIC' },
    control: { interchange: 201, group: 201, writtenAt: { date: serviceDate('2026-11-20'), time: '08:15' } },
    remitter: {
      address: { line1: '1 PAYER PLAZA', line2: null, city: 'SALEM', state: 'OR', zip: '973010000' },
      contact: { name: 'PROVIDER SERVICES', phone: '8005550100' },
    },
    // No two are the same payment, which would make the later one a duplicate.
    remittances: remittances.map((one, index) => ({
      ...one,
      controlNumber: `000${index + 1}`,
      traceNumber: `${one.traceNumber}-${index + 1}`,
    })),
  }))

/** L6 is the claims' interest with the other sign (RFI 2123). */
function interestOf(claims: readonly GeneratedClaim[]): ProviderAdjustment[] {
  const stated = sumOf(claims.map(({ interestCents }) => interestCents ?? noCents))
  return stated === 0 ? [] : [plb('L6', 'INTEREST', cents(-stated))]
}

function dueOf(claims: readonly GeneratedClaim[], adjustments: readonly ProviderAdjustment[]): Cents {
  const paid = sumOf(claims.map(({ paidCents }) => paidCents))
  return cents(paid - sumOf(adjustments.map(({ amountCents }) => amountCents)))
}

function plb(reason: string, reference: string, amountCents: Cents): ProviderAdjustment {
  return { providerId: '1234567893', fiscalDate: serviceDate('2026-12-31'), reason, reference, amountCents }
}
