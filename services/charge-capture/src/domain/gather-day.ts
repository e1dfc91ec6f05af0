/**
 * The encounters of a treatment day as one document to code: their services in order, each under its own
 * name, their diagnoses as one list, and what stands between them and a claim whatever the codes say.
 */
import type { RuleCard, TreatmentDayInput } from '@tally/coding-rules'
import {
  type Cents,
  type Fact,
  type Finding,
  type PayerFamily,
  type ServiceDate,
  unreachable,
} from '@tally/kernel'
import {
  type Case,
  type Encounter,
  type EncounterCoverage,
  type EncounterService,
  serviceRef,
} from './encounter.ts'

const encountersDisagree: RuleCard = {
  slug: 'coverage/encounters-disagree',
  edition: '1',
  citation: 'one treatment day makes one claim per coverage order',
  sentence: 'All encounters of a treatment day name the same coverages in the same order.',
}
const noCoverage: RuleCard = {
  slug: 'coverage/none-on-date',
  edition: '1',
  citation: 'the patient’s list of coverages, else the visit’s own; who pays is said, not assumed',
  sentence:
    'A visit that insurance is to pay waits while no coverage holds on its date: it is not the patient’s by itself.',
}
const disclosureRestricted: RuleCard = {
  slug: 'disclosure/restricted',
  edition: '1',
  citation: '45 CFR 164.522(a)(1)(vi)',
  sentence: 'What the patient paid for and forbade to disclose is not billed to a plan.',
}
const twoCases: RuleCard = {
  slug: 'case/two-on-one-date',
  edition: '1',
  citation: 'a treatment day is billing NPI, patient, date and case',
  sentence: 'Visits of two cases on one date are two treatment days, and a person should know.',
}

const recodeRequested: RuleCard = {
  slug: 'denial/recode-requested',
  edition: '1',
  citation: 'a denial that names codes, units or modifiers is mended where they were made',
  sentence: 'A denied day that should be coded otherwise says so until a correction answers it.',
}

export const gatheringRules: readonly RuleCard[] = [
  encountersDisagree,
  noCoverage,
  disclosureRestricted,
  twoCases,
  recodeRequested,
]

export interface GatheredDay {
  readonly input: TreatmentDayInput
  readonly services: ReadonlyMap<string, EncounterService>
  readonly findings: readonly Finding[]
}

/** `signed` holds at least one encounter, in the order in which they are coded. */
export function gatherDay(
  signed: readonly [Encounter, ...Encounter[]],
  {
    serviceDate,
    therapyAccrued,
    otherCases,
    requests = [],
    codingRules = new Map(),
    evaluatedOn = null,
  }: {
    readonly serviceDate: ServiceDate
    readonly therapyAccrued: { readonly ptSlpCents: Cents; readonly otCents: Cents } | null
    readonly otherCases: readonly Case[]
    readonly requests?: readonly { readonly category: string; readonly reasonCode: string }[]
    readonly codingRules?: CodingRules
    readonly evaluatedOn?: ServiceDate | null
  },
): GatheredDay {
  const diagnoses = [...new Set(signed.flatMap((encounter) => encounter.diagnoses.map(undotted)))]
  const named = signed.flatMap((encounter) =>
    encounter.services.map((service, index) => ({
      ref: serviceRef(encounter.id, index + 1),
      service,
      encounter,
    })),
  )
  const services = named.map(({ ref, service, encounter }) => {
    const diagnosisPointers = service.diagnosisPointers.map((pointer) => {
      const code = encounter.diagnoses[pointer - 1]
      return code === undefined ? 0 : diagnoses.indexOf(undotted(code)) + 1
    })
    return { ...service, lineId: ref, diagnosisPointers, modality: encounter.modality }
  })
  const abn = signed.map((encounter) => encounter.abn).find((kind) => kind !== null) ?? null
  const kxAttested = signed.some((encounter) => encounter.kxAttested)
  return {
    input: {
      serviceDate,
      payer: payerOf(signed[0], codingRules),
      diagnoses,
      services,
      therapyAccrued,
      kxAttested,
      abn,
      evaluatedOn,
      pricing: signed[0].serviceZip === null ? null : { zip: signed[0].serviceZip },
    },
    services: new Map(named.map(({ ref, service }) => [ref, service])),
    findings: [
      ...disagreements(signed),
      ...withoutCoverage(signed, serviceDate),
      ...restrictions(signed),
      ...warnings(otherCases),
      ...requested(requests),
    ],
  }
}

/** By payer id. */
export type CodingRules = ReadonlyMap<string, Readonly<Record<string, unknown>>>

type Payers = Pick<Encounter, 'responsibleParty' | 'coverages'>

export function familyOf(encounter: Payers): PayerFamily {
  return askedFirst(encounter)?.family ?? 'self-pay'
}

export function payerOf(encounter: Payers, codingRules: CodingRules): TreatmentDayInput['payer'] {
  const family = familyOf(encounter)
  const rules = codingRules.get(askedFirst(encounter)?.payerId ?? '')
  return rules ? { family, rules } : { family }
}

/** The coverage of the payer that is asked first, null: none is; whoever pays for himself is no plan's affair. */
export function askedFirst({ responsibleParty, coverages }: Payers): EncounterCoverage | null {
  switch (responsibleParty) {
    case 'self':
    case 'third-party':
      return null
    case 'insurance':
      return [...coverages].sort((a, b) => a.order - b.order)[0] ?? null
    default:
      return unreachable(responsibleParty, 'a responsible party')
  }
}

/** ICD-10-CM codes are sent with the dot or without, and are the same. */
function undotted(code: string): string {
  return code.replace('.', '')
}

function disagreements(signed: readonly Encounter[]): Finding[] {
  const lists = new Set(
    signed.map(({ responsibleParty, coverages }) =>
      JSON.stringify([responsibleParty, coverageList(coverages)]),
    ),
  )
  if (lists.size < 2) return []
  const says = `${signed.length} encounters of one treatment day name ${lists.size} different lists of coverages`
  const fix = 'correct the coverages of one encounter, so that all name the same'
  return [found(encountersDisagree, 'hold', says, { encounters: signed.length, lists: lists.size }, fix)]
}

function coverageList(coverages: Encounter['coverages']) {
  const inOrder = [...coverages].sort((a, b) => a.order - b.order)
  return inOrder.map(({ order, payerId, family, memberKey }) => [order, payerId, family, memberKey])
}

function withoutCoverage(signed: readonly Encounter[], date: ServiceDate): Finding[] {
  const nobody = signed.some(
    ({ responsibleParty, coverages }) => responsibleParty === 'insurance' && coverages.length === 0,
  )
  if (!nobody) return []
  const says = `insurance is to pay, and no coverage of the patient holds on ${date}`
  const fix =
    'add the coverage of this date by PUT /v1/patients/{externalId}/coverages, or correct the visit to responsibleParty self'
  return [found(noCoverage, 'hold', says, { date }, fix)]
}

function restrictions(signed: readonly Encounter[]): Finding[] {
  const restricted = signed.some(
    (encounter) => encounter.disclosureRestricted && encounter.responsibleParty === 'insurance',
  )
  if (!restricted) return []
  const says = 'the patient restricts disclosure to the plan, and the visit names insurance as responsible'
  return [
    found(
      disclosureRestricted,
      'hold',
      says,
      {},
      'make the patient responsible, or have the restriction lifted',
    ),
  ]
}

function warnings(otherCases: readonly Case[]): Finding[] {
  if (otherCases.length === 0) return []
  const says = `the patient was also treated for another case on this date: ${otherCases.join(', ')}`
  return [found(twoCases, 'warn', says, { otherCases }, 'check that no service stands in both')]
}

function requested(
  requests: readonly { readonly category: string; readonly reasonCode: string }[],
): Finding[] {
  return requests.map(({ category, reasonCode }) => {
    const says = `a denial asks for another coding: ${category} (${reasonCode})`
    return found(
      recodeRequested,
      'warn',
      says,
      { category, reasonCode },
      'correct the encounter, or close the denial',
    )
  })
}

function found(
  rule: RuleCard,
  severity: 'hold' | 'warn',
  says: string,
  facts: Readonly<Record<string, Fact>>,
  fix: string,
): Finding {
  const { slug, edition, citation } = rule
  return { rule: slug, edition, citation, says, facts, severity, lineIds: [], fix }
}
