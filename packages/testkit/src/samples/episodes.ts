/**
 * Generated episodes of physical therapy, the same for the same seed: patients who never were, with 6 to 14
 * visits each. Medicare patients of the autumn come near the therapy threshold and get KX; some visits are
 * treated by an assistant, some days have two; a diagnosis code that ends on 30 September gives way to its
 * successor. Each visit is a body for POST /v1/encounters, and each treatment day is what coding reads.
 */
import {
  cents,
  instantIn,
  isWeekday,
  type PayerFamily,
  plusDays,
  type ServiceDate,
  serviceDate,
} from '@tally/kernel'
import { type Chance, chance } from './chance.ts'
import { drawDiagnoses, onDate } from './generated-diagnoses.ts'
import { drawPatient } from './generated-patients.ts'
import { coverageFields, drawPayer } from './generated-payers.ts'
import { drawServices, type GeneratedService } from './generated-services.ts'

export interface EpisodeOptions {
  /** How many; one patient each. */
  readonly count?: number
  /** The calendar year of the visits: what a code or a price is on a date follows from it. */
  readonly year?: number
}

export interface GeneratedEpisode {
  readonly externalId: string
  readonly family: PayerFamily
  /** 6 to 14, in order; each is the body of POST /v1/encounters. */
  readonly visits: readonly GeneratedVisit[]
  /** In order; a day of two visits is one. Of the form of coding's TreatmentDayInput. */
  readonly days: readonly GeneratedDay[]
}

export type GeneratedVisit = ReturnType<typeof visitOf>
export type GeneratedDay = ReturnType<typeof dayOf>

interface Course {
  readonly draw: Chance
  readonly number: number
  readonly payer: ReturnType<typeof drawPayer>
  readonly patient: ReturnType<typeof drawPatient>
  readonly diagnoses: ReturnType<typeof drawDiagnoses>
  readonly start: ServiceDate
  /** Allowed to PT and SLP this year before the episode, as the patient's Medicare record says. */
  readonly usedBefore: number
}

interface Drawn {
  readonly place: number
  readonly date: ServiceDate
  readonly startsAt: number
  readonly services: readonly GeneratedService[]
  readonly kx: boolean
  readonly usedCents: number
}

const zone = 'America/Los_Angeles'
const therapist = '1861400004'
const assistant = '1900000013'
const physician = '1467560003'
/** What a visit adds, about; coding reckons its own. */
const usualVisitCents = 9_000
const thresholds: Readonly<Record<number, number>> = { 2024: 233_000, 2025: 241_000, 2026: 248_000 }

export function episodes(
  seed: number,
  { count = 100, year = 2025 }: EpisodeOptions = {},
): GeneratedEpisode[] {
  return Array.from({ length: count }, (_, index) =>
    episode(chance(Math.imul(seed, 7_919) + index), index + 1, year),
  )
}

function episode(draw: Chance, number: number, year: number): GeneratedEpisode {
  const start = weekdayFrom(plusDays(serviceDate(`${year}-01-02`), draw.whole(0, 285)))
  const payer = drawPayer(draw)
  const nearThreshold = payer.family === 'medicare-b' && start >= `${year}-08-15`
  const usedBefore = nearThreshold
    ? (thresholds[year] ?? 248_000) - draw.whole(0, 60_000)
    : draw.whole(0, 9) * 10_000
  const course: Course = {
    ...{ draw, number, payer, start, usedBefore },
    patient: drawPatient(draw, payer.family, year),
    diagnoses: drawDiagnoses(draw),
  }
  const drawn = drawVisits(course, thresholds[year] ?? 248_000)
  const byDate = Map.groupBy(drawn, ({ date }) => date)
  return {
    externalId: `GEN-EP-${number}`,
    family: payer.family,
    visits: drawn.map((one) => visitOf(course, one)),
    days: [...byDate.values()].map((visits) => dayOf(course, visits)),
  }
}

/** Two or three days a week; now and then a second visit in the afternoon of the same day. */
function drawVisits({ draw, payer, start, usedBefore }: Course, threshold: number): Drawn[] {
  const visits: Drawn[] = []
  const wanted = draw.whole(6, 14)
  let date = start
  let usedCents = usedBefore
  while (visits.length < wanted) {
    const place = visits.length
    const second = visits.at(-1)?.date === date
    const startsAt = second ? draw.whole(14 * 60, 16 * 60) : draw.whole(8 * 60, 10 * 60)
    const services = drawServices(draw, {
      ...{ first: place === 0, startsAt },
      byAssistant: place > 0 && draw.happens(35),
    })
    const kx = payer.family === 'medicare-b' && usedCents + usualVisitCents > threshold
    visits.push({ place, date, startsAt, services, kx, usedCents })
    const again = !second && place > 0 && draw.happens(6)
    if (!again) {
      usedCents = usedBefore + visits.length * usualVisitCents
      date = weekdayFrom(plusDays(date, draw.whole(2, 4)))
    }
  }
  return visits
}

function visitOf({ number, payer, patient, diagnoses, start }: Course, drawn: Drawn) {
  const { place, date, startsAt, services, kx } = drawn
  const minutes = services.reduce((sum, one) => sum + one.minutes, 0)
  const onset = plusDays(start, -12)
  return {
    externalId: `GEN-${number}-${place + 1}`,
    sourceSystem: 'generated',
    signedAt: instantIn(zone, date, '17:42'),
    signedBy: therapist,
    timezone: zone,
    serviceDate: date,
    startAt: instantIn(zone, date, timeOf(startsAt)),
    endAt: instantIn(zone, date, timeOf(startsAt + minutes)),
    ...({ placeOfService: '11', modality: 'in-person', discipline: 'PT' } as const),
    location: { id: 'north', name: 'NORTH CLINIC' },
    patient: { externalId: `GEN-PAT-${number}`, ...patient },
    ...coverageFields(payer, { number, onset }),
    ...clinic,
    episode: {
      externalId: `GEN-EP-${number}`,
      ...{ startOfCare: start, initialTreatmentDate: start, onsetDate: onset },
      planOfCare: {
        ...{ from: start, to: plusDays(start, 89), signedOn: plusDays(start, 3), certifierNpi: physician },
        ...{ orderSignedOn: null, transmittedOn: null },
      },
    },
    ...{ authorizations: [], referralNumber: null, abn: null, disclosureRestriction: false },
    kxAttestation: kx ? { by: therapist, on: date } : null,
    diagnoses: onDate(diagnoses, date).map((code) => ({ code })),
    services: services.map((one, line) => ({
      lineId: lineIdOf(line),
      procedureCode: one.procedureCode,
      minutes: one.minutes,
      assistant:
        one.assistantMinutes > 0 ? { npi: assistant, role: 'PTA', minutes: one.assistantMinutes } : null,
      ...{ diagnosisPointers: one.diagnosisPointers, modifiers: [], unitChargeCents: one.unitChargeCents },
      distinctBlock: one.block,
    })),
    totalTimedMinutes: null,
    totalTreatmentMinutes: minutes,
    ...{ releaseOfInformation: true, assignmentOfBenefits: true, acceptAssignment: true },
    ...{ patientPaidCents: 0, documents: [], claimNote: null, delayReason: null },
    metadata: { visitType: place === 0 ? 'evaluation' : 'follow-up' },
  }
}

function dayOf({ payer, diagnoses }: Course, visits: readonly Drawn[]) {
  const [first] = visits
  if (!first) throw new Error('a treatment day has a visit')
  const medicare = payer.family === 'medicare-b'
  return {
    serviceDate: first.date,
    payer: { family: payer.family },
    pricing: { zip: '97201' },
    diagnoses: onDate(diagnoses, first.date),
    services: visits.flatMap(({ place, services }) =>
      services.map((one, line) => ({
        lineId: `${place + 1}${lineIdOf(line)}`,
        procedureCode: one.procedureCode,
        ...{ minutes: one.minutes, assistantMinutes: one.assistantMinutes, units: null },
        unitChargeCents: cents(one.unitChargeCents),
        ...{ diagnosisPointers: one.diagnosisPointers, modifiers: [], renderingNpi: therapist },
        ...({ discipline: 'PT', modality: 'in-person', placeOfService: '11' } as const),
        distinctBlock: one.block,
      })),
    ),
    therapyAccrued: medicare ? { ptSlpCents: cents(first.usedCents), otCents: cents(0) } : null,
    kxAttested: visits.every(({ kx }) => kx),
    abn: null,
  }
}

const address = { line1: '100 MAIN ST', line2: null, city: 'PORTLAND', state: 'OR', zip: '972011234' }
const clinic = {
  billingProvider: {
    ...{ kind: 'organization', npi: '1234567893', taxId: '930000001', taxIdKind: 'EIN' },
    ...{ taxonomy: '261QP2000X', name: 'EXAMPLE PHYSICAL THERAPY LLC', address },
    contact: { name: 'BILLING DESK', phone: '5035550100' },
  },
  renderingProvider: { npi: therapist, taxonomy: '225100000X', last: 'PATEL', first: 'ANITA' },
  referringProvider: { npi: physician, last: 'SMITH', first: 'ALAN' },
  ...{ supervisingProvider: null, serviceFacility: null, payToAddress: null },
}

function weekdayFrom(date: ServiceDate): ServiceDate {
  return isWeekday(date) ? date : weekdayFrom(plusDays(date, 1))
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function lineIdOf(line: number): string {
  return String.fromCharCode(65 + line)
}
