/**
 * 2000B and 2000C: whose plan it is, who pays, who the patient is (x12.md 1.3, 1.7, 1.8 7).
 *
 *   SBR*turn*18*group*name*why second****filing | NM1*IL … MI*id N3 N4 DMG REF*Y4 | NM1*PR … PI*id
 *   | PAT*relationship | NM1*QC … N3 N4 DMG
 */
import { isMedicareSecond } from '../claim/medicare-rules.ts'
import { relationshipCodes } from '../claim/patient-loop.ts'
import type { Party } from '../claims/party.ts'
import { given } from '../reader/segment.ts'
import { filingIndicator, medicareSecondaryType } from '../writer/forms.ts'
import type { Check, Fault } from './check-rule.ts'
import { missingInAddress } from './party-rules.ts'
import { fitsPicture } from './payer-rules.ts'
import { headOf, type PatientUnderCheck, type SubscriberUnderCheck, segmentIn } from './under-check.ts'

const filing: Check<SubscriberUnderCheck> = {
  slug: 'subscriber/filing-indicator',
  snip: 4,
  severity: 'reject',
  sentence: 'SBR is there, and SBR09 says what kind of plan it is.',
  citation: 'x12.md 1.3, 5.3; TR3 2000B SBR09',
  fix: filingIndicator.fix,
  check({ level }, fault) {
    const { plan } = level
    if (!plan) return fault(headOf(level), null, 'the subscriber has no SBR')
    const sbr = segmentIn(level, 'SBR')
    if (plan.filingIndicator === null) fault(sbr, 9, 'SBR09 is missing')
    else if (!filingIndicator.is(plan.filingIndicator)) fault(sbr, 9, filingIndicator.says)
  },
}

const turns: ReadonlySet<string> = new Set('PSTABCDEFGHU')

const turn: Check<SubscriberUnderCheck> = {
  slug: 'subscriber/turn',
  snip: 2,
  severity: 'reject',
  sentence: 'SBR01 says whose turn it is: P, S, T, A to H, or U.',
  citation: 'x12.md 1.3; TR3 2000B SBR01',
  fix: 'Write P for the first payer, S for the second, T for the third.',
  check({ level }, fault) {
    const { plan } = level
    if (plan && !turns.has(plan.responsibility ?? ''))
      fault(segmentIn(level, 'SBR'), 1, 'SBR01 is none of P, S, T, A to H, U')
  },
}

const relationship: Check<SubscriberUnderCheck> = {
  slug: 'subscriber/relationship',
  snip: 4,
  severity: 'reject',
  sentence: 'SBR02 is 18 exactly where the subscriber is the patient.',
  citation: 'x12.md 1.3; TR3 2000B SBR02',
  fix: 'Write 18 where no patient level follows, else nothing.',
  check({ level, isPatient }, fault) {
    const { plan } = level
    if (!plan) return
    if (isPatient && plan.relationship !== '18')
      fault(segmentIn(level, 'SBR'), 2, 'no patient level follows, and SBR02 is not 18')
    if (!isPatient && plan.relationship !== null)
      fault(segmentIn(level, 'SBR'), 2, 'a patient level follows, and SBR02 is not empty')
  },
}

const secondaryType: Check<SubscriberUnderCheck> = {
  slug: 'medicare/secondary-type',
  snip: 4,
  severity: 'reject',
  sentence: 'SBR05 says why Medicare pays second, where it does and nowhere else.',
  citation: 'x12.md 1.3, 1.7; TR3 2000B SBR05; OpenEMR #11869',
  fix: medicareSecondaryType.fix,
  check({ level, payer }, fault) {
    const { plan } = level
    if (!plan || plan.filingIndicator === null) return
    const sbr = segmentIn(level, 'SBR')
    const type = plan.medicareSecondaryType
    const second = isMedicareSecond(plan.filingIndicator, plan.responsibility)
    if (second && type === null) fault(sbr, 5, 'Medicare is not the first payer, and SBR05 is missing')
    else if (!second && type !== null) fault(sbr, 5, 'SBR05 stands where Medicare is not the second payer')
    else if (type !== null && !medicareSecondaryType.is(type)) fault(sbr, 5, medicareSecondaryType.says)
    else if (type !== null && payer.secondaryTypes?.includes(type) === false)
      fault(sbr, 5, 'the payer does not take this SBR05')
  },
}

const name: Check<SubscriberUnderCheck> = {
  slug: 'subscriber/name',
  snip: 2,
  severity: 'reject',
  sentence: 'NM1*IL names the subscriber, a person or an employer.',
  citation: 'x12.md 1.3; TR3 2010BA NM1',
  fix: 'Enter the name as the card has it.',
  check({ level, isPatient }, fault) {
    const { subscriber } = level
    if (!subscriber) return fault(headOf(level), null, 'the subscriber has no NM1*IL')
    const nm1 = headOf(subscriber)
    if (subscriber.kind === null) fault(nm1, 2, 'NM102 is neither 1 nor 2')
    if (subscriber.name === null) fault(nm1, 3, 'the subscriber has no name')
    if (isPatient && subscriber.kind === 'organization')
      fault(nm1, 2, 'the subscriber is an organization, and no patient level follows')
  },
}

const memberId: Check<SubscriberUnderCheck> = {
  slug: 'subscriber/member-id',
  snip: 4,
  severity: 'reject',
  sentence: 'A person who subscribes has a member id (MI); an employer may have none.',
  citation: 'x12.md 1.3; TR3 2010BA NM108, NM109; RFI 1317, 1990',
  fix: 'Enter the id of the card.',
  check({ level }, fault) {
    const { subscriber } = level
    if (!subscriber || subscriber.kind === 'organization') return
    if (subscriber.id === null) fault(headOf(subscriber), 9, 'the subscriber has no member id')
    else if (subscriber.idQualifier !== 'MI' && subscriber.idQualifier !== 'II')
      fault(headOf(subscriber), 8, 'NM108 is not MI')
  },
}

const memberIdForm: Check<SubscriberUnderCheck> = {
  slug: 'payer/member-id-form',
  snip: 7,
  severity: 'reject',
  sentence:
    'A member id has the form that its payer gives out; Medicare’s has eleven places without hyphens.',
  citation: 'x12.md 1.7; payer rules `memberIds`',
  fix: 'Enter the id of the card without hyphens.',
  check({ level, payer }, fault) {
    const { subscriber } = level
    const id = subscriber?.id ?? null
    if (!subscriber || id === null || payer.memberIds.length === 0) return
    if (!payer.memberIds.some((picture) => fitsPicture(id.toUpperCase(), picture)))
      fault(headOf(subscriber), 9, 'the member id does not have a form that the payer gives out')
  },
}

const payerId: Check<SubscriberUnderCheck> = {
  slug: 'payer/id',
  snip: 2,
  severity: 'reject',
  sentence: 'NM1*PR names the payer with the id under which the receiver knows it.',
  citation: 'x12.md 1.3; TR3 2010BB NM109',
  fix: 'Take the id from the receiver’s payer list.',
  check({ level }, fault) {
    const { payer } = level
    if (!payer) return fault(headOf(level), null, 'the subscriber level has no NM1*PR')
    if (payer.name === null) fault(headOf(payer), 3, 'the payer has no name')
    if (payer.id === null) fault(headOf(payer), 9, 'the payer has no id')
    else if (payer.idQualifier !== 'PI' && payer.idQualifier !== 'XV')
      fault(headOf(payer), 8, 'NM108 is neither PI nor XV')
  },
}

/** One for subscriber and patient, so that docs print it once. */
const address = {
  slug: 'patient/address',
  snip: 4,
  severity: 'reject',
  sentence: 'The patient has street, city, state and ZIP code, a subscriber who is the patient too.',
  citation: 'x12.md 1.3, 1.8 (7); TR3 2010BA, 2010CA N3, N4',
  fix: 'Enter the address of the patient.',
} as const
const demographics = {
  slug: 'patient/demographics',
  snip: 4,
  severity: 'reject',
  sentence: 'The patient has birth date and sex, a subscriber who is the patient too.',
  citation: 'x12.md 1.3, 1.8 (7), 5.3; TR3 2010BA, 2010CA DMG',
  fix: 'Enter birth date and sex of the patient.',
} as const

export const subscriberRules: readonly Check<SubscriberUnderCheck>[] = [
  filing,
  turn,
  relationship,
  secondaryType,
  name,
  memberId,
  memberIdForm,
  payerId,
  {
    ...address,
    check: ({ level: { subscriber }, isPatient }, fault) => {
      if (isPatient && subscriber?.kind === 'person') checkAddress(subscriber, fault)
    },
  },
  {
    ...demographics,
    check: ({ level: { subscriber }, isPatient }, fault) => {
      if (isPatient && subscriber?.kind === 'person') checkDemographics(subscriber, fault)
    },
  },
]

const relationships: ReadonlySet<string> = new Set(Object.values(relationshipCodes))

const patientRelationship: Check<PatientUnderCheck> = {
  slug: 'patient/relationship',
  snip: 2,
  severity: 'reject',
  sentence: 'PAT01 says what the patient is to the subscriber.',
  citation: 'x12.md 1.3; TR3 2000C PAT01',
  fix: 'Write 01 for a spouse, 19 for a child, 20 for an employee, G8 for others.',
  check(level, fault) {
    const pat = segmentIn(level, 'PAT')
    if (!pat) fault(headOf(level), null, 'the patient level has no PAT')
    else if (!relationships.has(level.relationship ?? '')) fault(pat, 1, 'PAT01 is no relationship')
  },
}

const patientName: Check<PatientUnderCheck> = {
  slug: 'patient/name',
  snip: 2,
  severity: 'reject',
  sentence: 'NM1*QC names the patient, a person, without an id.',
  citation: 'x12.md 1.3; TR3 2010CA NM1',
  fix: 'Enter the name of the patient; the member id stands with the subscriber.',
  check(level, fault) {
    const { patient } = level
    if (!patient) return fault(headOf(level), null, 'the patient level has no NM1*QC')
    const nm1 = headOf(patient)
    if (patient.kind !== 'person') fault(nm1, 2, 'NM102 of the patient is not 1')
    if (patient.name === null) fault(nm1, 3, 'the patient has no name')
    if (patient.id !== null) fault(nm1, 9, 'NM1*QC has an id')
  },
}

export const patientRules: readonly Check<PatientUnderCheck>[] = [
  patientRelationship,
  patientName,
  { ...address, check: ({ patient }, fault) => patient && checkAddress(patient, fault) },
  { ...demographics, check: ({ patient }, fault) => patient && checkDemographics(patient, fault) },
]

function checkAddress(party: Party, fault: Fault): void {
  const missing = missingInAddress(party)
  if (missing !== null) fault(headOf(party), null, `${missing} of the patient is missing`)
}

const sexes: ReadonlySet<string> = new Set(['F', 'M', 'U'])

/** A birth date that is no day was told when it was read. */
function checkDemographics(party: Party, fault: Fault): void {
  const dmg = segmentIn(party, 'DMG')
  if (!dmg) {
    fault(headOf(party), null, 'DMG of the patient is missing')
    return
  }
  if (given(dmg, 2) === null) fault(dmg, 2, 'the birth date is missing')
  if (!sexes.has(party.sex ?? '')) fault(dmg, 3, 'DMG03 is none of F, M, U')
}
