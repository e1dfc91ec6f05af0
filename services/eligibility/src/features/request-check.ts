/**
 * POST /v1/eligibility-checks: asks the payer now, whatever is known. Person and card are those of the request, else those of the
 * patient's list or newest visit. A question that is on its way already is not asked twice; one that rests between two attempts
 * is asked now.
 */
import { dayIn, type ServiceDate } from '@tally/kernel'
import {
  answer,
  item,
  type Partner,
  type Problem,
  practiceDetails,
  problem,
  route,
  type Work,
} from '@tally/platform'
import { z } from 'zod'
import type { Asker, Card, Insured } from '../domain/compose-inquiry.ts'
import { firstOn } from '../domain/coverage-list.ts'
import { type Inquiry, whatIsKnown } from '../domain/inquiry.ts'
import { inquiriesOf } from '../store/inquiries.ts'
import { lockPatient, type Patient, toldCards } from '../store/patients.ts'
import { type DayPerson, dayPerson, newestDay } from '../store/treatment-days.ts'
import { askNow, clearinghouseOf, openInquiry, questionKeyOf } from './ask-payer.ts'
import { coverageBody, date, externalId, patientPerson } from './body-fields.ts'
import { cardOf } from './card-of.ts'

export const checkBody = z
  .strictObject({
    patient: z.strictObject({ externalId, ...patientPerson.partial().shape }),
    coverage: coverageBody
      .nullish()
      .meta({ description: 'Absent: the first one of the patient’s list or newest visit.' }),
    serviceDate: date.nullish().meta({ description: 'The day to ask about; today when absent.' }),
  })
  .meta({ id: 'CheckRequest' })
export type CheckBody = z.output<typeof checkBody>

export const checkAccepted = z.object({
  id: z.string(),
  status: z.enum(['open', 'deferred']),
  patientId: z.string(),
  payerId: z.string(),
  asOf: z.string(),
  links: z.object({ self: z.string() }),
})

export const requestCheck = route({
  method: 'POST',
  path: '/v1/eligibility-checks',
  summary: 'Asks a payer for a patient’s benefits; the answer is at the link.',
  roles: ['front-desk', 'biller', 'owner'],
  body: checkBody,
  answers: { 202: checkAccepted },
  example: {
    body: { patient: { externalId: 'PAT-77' }, serviceDate: '2026-03-02' },
    answer: {
      ...{ id: '01KJRPS4V0M144VB33B9WK3M5D', status: 'open', patientId: 'pat_6M7SSYKMBST33VAWR02THMQG4N' },
      ...{ payerId: '02302', asOf: '2026-03-02' },
      links: { self: '/v1/eligibility-checks/01KJRPS4V0M144VB33B9WK3M5D' },
    },
  },
  idempotent: 'optional',
  async handle({ body, practice, work }) {
    const partner = await clearinghouseOf(work)
    if (!partner) return noClearinghouse()
    const asked = await askFor(work, partner, body, dayIn(practice.timezone, work.now))
    if ('kind' in asked) return asked
    const told = accepted(asked)
    return answer(202, told, { headers: { location: told.links.self } })
  },
})

export function noClearinghouse(): Problem {
  const detail =
    'no clearinghouse is set up to ask through: an operator sets one up by PUT /v1/partners/clearinghouse'
  return problem(409, 'partner/not-set-up', detail)
}

export function accepted({ id, state, patientId, payerId, asOf }: Inquiry): z.infer<typeof checkAccepted> {
  const status = state === 'deferred' ? 'deferred' : 'open'
  return { id, status, patientId, payerId, asOf, links: { self: `/v1/eligibility-checks/${id}` } }
}

/** The question on its way, or why it cannot be asked. */
export async function askFor(
  work: Work,
  partner: Partner,
  body: CheckBody,
  today: ServiceDate,
): Promise<Inquiry | Problem> {
  const patient = await lockPatient(work, work.keys.derive('patient', body.patient.externalId))
  const asOf = body.serviceDate ?? today
  const day = await newestDay(work, patient.id)
  const known = day ? await dayPerson(work, day.id) : null
  const covered = await coveredBy(work, body, patient, { payerId: day?.payerId ?? null, known }, asOf)
  const person = personOf(body, known)
  if (!covered || !person) return unknownPatient(covered === null, person === null)
  const insured: Insured = { patient: person, card: covered.card }
  const { payerId } = covered
  const questionKey = questionKeyOf(work, insured, payerId)
  const asked = { payerId, questionKey, serviceDate: asOf, heardAt: work.now }
  const { underWay } = whatIsKnown(asked, await inquiriesOf(work, patient.id, [questionKey]), [])
  if (underWay) {
    await askNow(work, underWay)
    return underWay
  }
  const inquiry = await openInquiry(work, partner, {
    ...{ patientId: patient.id, payerId, asOf, insured, cause: 'request' },
    asker: known?.asker ?? (await practiceAsks(work)),
    traceparent: work.traceparent ?? null,
  })
  return inquiry.state === 'refused' ? cannotBeWritten(inquiry) : inquiry
}

/** The card to ask with and its payer. */
async function coveredBy(
  work: Work,
  { coverage }: CheckBody,
  { id, told }: Patient,
  newest: { readonly payerId: string | null; readonly known: DayPerson | null },
  asOf: ServiceDate,
): Promise<{ payerId: string; card: Card } | null> {
  if (coverage) return { payerId: coverage.payerId, card: cardOf(coverage) }
  if (told !== null) {
    const first = firstOn(told, asOf)
    const card = (await toldCards(work, id))[first === null ? -1 : told.indexOf(first)]
    return first && card ? { payerId: first.payerId, card } : null
  }
  const { payerId, known } = newest
  return payerId !== null && known?.card ? { payerId, card: known.card } : null
}

function personOf({ patient }: CheckBody, known: DayPerson | null): Insured['patient'] | null {
  const { name, birthDate, sex } = patient
  if (!name || !birthDate) return known?.patient ?? null
  const { last, first, middle, suffix } = name
  return {
    name: { last, first: first ?? null, middle: middle ?? null, suffix: suffix ?? null },
    ...{ birthDate, sex: sex ?? 'U' },
  }
}

async function practiceAsks(work: Work): Promise<Asker> {
  const { name, npis } = await practiceDetails(work)
  return { kind: 'organization', npi: npis[0] ?? '', name }
}

function unknownPatient(noCard: boolean, noPerson: boolean): Problem {
  const problems = [
    ...(noPerson
      ? [
          item(
            '/patient/name',
            'check/unknown-patient',
            'no visit tells name and birth date',
            'send name, birthDate and sex',
          ),
        ]
      : []),
    ...(noCard
      ? [item('/coverage', 'check/no-coverage', 'no coverage holds on that day', 'send the card as coverage')]
      : []),
  ]
  return problem(422, problems[0]?.code ?? 'check/unknown-patient', 'too little is known to ask', {
    problems,
  })
}

function cannotBeWritten({ problems }: Inquiry): Problem {
  const detail = 'no 270 can be written from this card; nothing was asked'
  return problem(422, 'check/not-writable', detail, {
    problems: problems.map(({ pointer, rule, says, x12, fix }) => ({
      ...item(pointer, rule, says, fix),
      x12,
    })),
  })
}
