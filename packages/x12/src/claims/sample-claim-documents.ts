/**
 * Claims of every kind that our writer takes, for properties. Each is as the writer would write it (capitals, no
 * field that has no place), so that it must come back out of a file equal.
 */
import { cents, plusDays, serviceDate, sumOf } from '@tally/kernel'
import fc from 'fast-check'
import type { BillingProvider, ClaimDocument, ClaimLine } from '../claim-document.ts'
import { claimNumberWithCheck } from '../claim-number.ts'
import { otherPayer } from './sample-other-payers.ts'
import {
  anyAddress,
  anyOf,
  bare,
  before,
  billingProviders,
  birth,
  clinician,
  fullAddress,
  groups,
  maybe,
  npis,
  number,
  personName,
  relationship,
  rendering,
  served,
  sex,
  text,
} from './sample-values.ts'

/** The patient is the subscriber, or somebody else under a person's or an employer's plan. */
function people(injuryNumber: fc.Arbitrary<string | null>) {
  const patientHolds = fc.record({
    memberId: bare(20, 2),
    party: fc.record({
      kind: fc.constant('person' as const),
      name: personName,
      birthDate: birth,
      sex,
      address: anyAddress,
    }),
    propertyCasualtyClaimNumber: injuryNumber,
    patient: fc.constant(null),
  })
  const other = fc.record({
    relationship,
    name: personName,
    birthDate: birth,
    sex,
    address: anyAddress,
    propertyCasualtyClaimNumber: injuryNumber,
  })
  const nobody = { birthDate: fc.constant(null), sex: fc.constant(null), address: fc.constant(null) }
  const otherHolds = fc.record({
    memberId: bare(20, 2),
    party: fc.record({ kind: fc.constant('person' as const), name: personName, ...nobody }),
    propertyCasualtyClaimNumber: fc.constant(null),
    patient: other,
  })
  const employerHolds = fc.record({
    memberId: maybe(bare(20, 2)),
    party: fc.record({
      kind: fc.constant('organization' as const),
      name: text(60),
      address: fc.constant(null),
    }),
    propertyCasualtyClaimNumber: fc.constant(null),
    patient: other,
  })
  return fc.oneof(patientHolds, otherHolds, employerHolds)
}

const causesOfPlan: ReadonlyMap<string, ClaimDocument['relatedCauses']> = new Map([
  ['WC', ['employment']],
  ['AM', ['auto']],
])

/** Why, since when and under which plan: they hang together. */
const plans = fc.constantFrom('MB', 'CI', 'BL', 'WC', 'AM', '16').chain((filingIndicator) => {
  const must = causesOfPlan.get(filingIndicator) ?? []
  const causes = fc
    .subarray(['employment', 'auto', 'other'] as const)
    .map((some) => [...new Set([...must, ...some])] as ClaimDocument['relatedCauses'])
  return causes.chain((relatedCauses) =>
    fc.record({
      filingIndicator: fc.constant(filingIndicator),
      relatedCauses: fc.constant(relatedCauses),
      accidentDate: relatedCauses.length > 0 ? before(served) : fc.constant(null),
      accidentState: relatedCauses.includes('auto') ? anyOf('WA OR') : fc.constant(null),
      people: people(must.length > 0 ? number(50) : maybe(number(50))),
    }),
  )
})

function lines(npi: readonly string[], diagnoses: number): fc.Arbitrary<ClaimLine[]> {
  const line = fc.record({
    chargeLineId: fc.string({ unit: fc.constantFrom(...'AZ0189'), minLength: 1, maxLength: 26 }),
    procedureCode: anyOf('97110 97140 97530 97161 G0283 0791T'),
    modifiers: fc.shuffledSubarray(['KX', 'CQ', '59'], { maxLength: 3 }).map((some) => ['GP', ...some]),
    description: maybe(text(80)),
    chargeCents: fc.integer({ min: 0, max: 99_999 }).map(cents),
    units: fc.integer({ min: 1, max: 9999 }),
    diagnosisPointers: fc.shuffledSubarray(
      Array.from({ length: diagnoses }, (_, index) => index + 1),
      { minLength: 1, maxLength: Math.min(diagnoses, 4) },
    ),
    placeOfService: maybe(fc.constantFrom('12', '02')),
    serviceDate: fc.integer({ min: 0, max: 30 }).map((days) => plusDays(served, days)),
    renderingProvider: maybe(rendering(npi[3] ?? '')),
    supervisingProvider: maybe(clinician(npi[4] ?? '')),
    note: maybe(text(80)),
    priorAuthorization: maybe(number(50)),
  })
  return fc.uniqueArray(line, { minLength: 1, maxLength: 4, selector: ({ chargeLineId }) => chargeLineId })
}

const claimTexts = fc.record({
  placeOfService: anyOf('11 10 19'),
  patientPaidCents: fc.integer({ min: 0, max: 9_999_999 }).map(cents),
  signatureOnFile: fc.boolean(),
  acceptAssignment: fc.boolean(),
  assignmentOfBenefits: fc.boolean(),
  releaseOfInformation: fc.boolean(),
  signedOnPatientsBehalf: fc.boolean(),
  onsetDate: maybe(before(served)),
  initialTreatmentDate: maybe(before(served)),
  lastSeenDate: maybe(before(served)),
  acuteManifestationDate: maybe(before(served)),
  lastXrayDate: maybe(before(served)),
  disabledFrom: maybe(before(serviceDate('2026-01-01'))),
  disabledTo: maybe(fc.constant(serviceDate('2027-03-01'))),
  lastWorkedDate: maybe(before(served)),
  returnToWorkDate: maybe(before(served)),
  admissionDate: maybe(before(serviceDate('2026-01-01'))),
  dischargeDate: maybe(fc.constant(served)),
  assumedCareDate: maybe(before(serviceDate('2026-01-01'))),
  relinquishedCareDate: maybe(fc.constant(served)),
  firstContactDate: maybe(before(served)),
  specialProgram: maybe(anyOf('02 03 05 09')),
  delayReason: maybe(anyOf('1 7 15')),
  attachments: fc.array(
    fc.record({
      reportType: anyOf('OZ 77'),
      transmission: anyOf('EL FX BM'),
      controlNumber: number(50, 2) as fc.Arbitrary<string | null>,
    }),
    { maxLength: 3 },
  ),
  serviceAuthorizationException: maybe(anyOf('1 7')),
  referralNumber: maybe(number(50)),
  priorAuthorization: maybe(number(50)),
  medicalRecordNumber: maybe(number(50)),
  claimNote: maybe(text(80)),
  payToAddress: maybe(anyAddress),
  payer: fc.record({ id: number(80, 2), name: text(60), address: maybe(anyAddress) }),
})

/** One claim that `billing` bills. Its number is told apart by `ordinal`. */
export function claimDocuments(
  billing: BillingProvider,
  npi: readonly string[],
  ordinal: number,
): fc.Arbitrary<ClaimDocument> {
  const diagnoses = fc.uniqueArray(
    anyOf('M5450 M6281 M25561 S39012D R2689 M542 Z9889 G8929 M546 R262 M62830 M722'),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  return fc.tuple(diagnoses, plans, claimTexts).chain(([codes, plan, texts]) =>
    lines(npi, codes.length).chain((claimLines) => {
      const { people: holder, ...cause } = plan
      const { filingIndicator, ...accident } = cause
      const { patient, ...subscriber } = holder
      return fc
        .record({
          second: fc.boolean(),
          first: otherPayer('P', 'PAYER-ONE', claimLines),
          third: maybe(otherPayer('T', 'PAYER-THREE', claimLines)),
          body: bare(8, 1),
          again: maybe(
            fc.record({ frequency: fc.constantFrom('7' as const, '8' as const), number: number(50) }),
          ),
          groups,
          referringProvider:
            filingIndicator === 'MB' ? clinician(npi[1] ?? '') : maybe(clinician(npi[1] ?? '')),
          renderingProvider: rendering(npi[2] ?? ''),
          supervisingProvider: maybe(clinician(npi[5] ?? '')),
          facility: maybe(
            fc.record({ npi: fc.constantFrom(npi[6] ?? '', null), name: text(60), address: fullAddress }),
          ),
        })
        .map((drawn): ClaimDocument => {
          const second = drawn.second
          return {
            claimNumber: claimNumberWithCheck(`C${ordinal}${drawn.body}`),
            frequency: drawn.again?.frequency ?? '1',
            payerClaimNumber: drawn.again?.number ?? null,
            billingProvider: billing,
            ...texts,
            subscriber: {
              responsibility: second ? 'S' : 'P',
              filingIndicator,
              medicareSecondaryType: second && filingIndicator === 'MB' ? '12' : null,
              ...drawn.groups,
              ...subscriber,
            },
            patient,
            ...accident,
            chargeCents: sumOf(claimLines.map(({ chargeCents }) => chargeCents)),
            diagnoses: codes,
            referringProvider: drawn.referringProvider,
            renderingProvider: drawn.renderingProvider,
            supervisingProvider: drawn.supervisingProvider,
            serviceFacility: drawn.facility,
            otherPayers: [...(second ? [drawn.first] : []), ...(drawn.third ? [drawn.third] : [])],
            lines: claimLines,
          }
        })
    }),
  )
}

/** One to three claims, mostly one; the first two of one billing provider. */
export const batches: fc.Arbitrary<ClaimDocument[]> = fc
  .tuple(npis, fc.constantFrom(1, 1, 1, 2, 3))
  .chain(([npi, count]) =>
    fc
      .tuple(billingProviders(npi[0] ?? ''), billingProviders(npi[7] ?? ''))
      .chain(([one, other]) =>
        fc.tuple(
          ...[one, one, other]
            .slice(0, count)
            .map((billing, index) => claimDocuments(billing, npi, index + 1)),
        ),
      ),
  )
