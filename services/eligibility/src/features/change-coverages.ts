/**
 * PUT /v1/patients/{externalId}/coverages: the patient's coverage as a person found it. From now on this list governs: days that
 * have not gone out are decided again, and those that have are listed with what has to be done about each.
 */
import { coverageChanged } from '@tally/contracts'
import { assert } from '@tally/kernel'
import { answer, commit, item, problem, route, saying, type Work } from '@tally/platform'
import { z } from 'zod'
import type { Card } from '../domain/compose-inquiry.ts'
import { governing, type ListedCoverage, planForSent, planned } from '../domain/coverage-list.ts'
import { learnOf, lockPatient, type Patient, saveTold, toldCards } from '../store/patients.ts'
import { daysHeldByCoding, sentDays } from '../store/treatment-days.ts'
import { openWork } from '../store/work-items.ts'
import { answerPatient } from './answer-patient.ts'
import { coverageBody, externalId } from './body-fields.ts'
import { cardOf, listedOf } from './card-of.ts'

const body = z.strictObject({ coverages: z.array(coverageBody).max(30) }).meta({
  id: 'Coverages',
  description: 'All coverages of the patient; several may have one order when their dates do not meet.',
})

const outcome = z.object({
  treatmentDayId: z.string(),
  serviceDate: z.string(),
  status: z.enum(['cleared', 'held', 'waiting']),
  because: z.string().nullable(),
})
const sent = z.object({
  treatmentDayId: z.string(),
  serviceDate: z.string(),
  payerId: z.string().nullable(),
  plan: z.enum(['send-void', 'void-then-new', 'send-replacement', 'reopening']),
})

const unsentSays =
  'Days that no claim is out for, as this list decides them now. One that it names another card for is held until it is coded with ' +
  'that one, and one that coding holds (`charge/held`) is coded anew too: both right after this answer, as GET ' +
  '/v1/encounters/{id} shows. Not among them: visits that the patient pays, which no list changes, and one that came in a moment ago.'
const sentSays =
  'Days whose claim is out to another card than the list names now, each with what has to be done; those of the same card stay.'

export const changeCoverages = route({
  method: 'PUT',
  path: '/v1/patients/:externalId/coverages',
  summary: 'Replaces the patient’s list of coverages; it governs from now on.',
  description:
    'The first list needs no If-Match, each later one the version that it replaces; the same list again changes nothing.',
  roles: ['emr', 'front-desk', 'biller', 'owner'],
  params: z.object({ externalId }),
  body,
  ifMatch: 'optional',
  answers: {
    200: z.object({
      patientId: z.string(),
      version: z.int(),
      unsent: z.array(outcome).meta({ description: unsentSays }),
      sent: z.array(sent).meta({ description: sentSays }),
    }),
  },
  async handle({ params, body: { coverages }, work, ifMatch }) {
    const clash = clashing(coverages.map((each) => listedOf(work, each)))
    if (clash !== null) {
      const says = 'two coverages of this order hold on one day: end the earlier one before the later begins'
      const problems = [item(`/coverages/${clash}/from`, 'coverage/two-of-one-order', says)]
      return problem(422, 'coverage/two-of-one-order', says, { problems })
    }
    const patient = await lockPatient(work, work.keys.derive('patient', params.externalId))
    const told = coverages.map((each) => listedOf(work, each))
    const cards = coverages.map(cardOf)
    const unchanged = await isSame(work, patient, told, cards)
    if (!unchanged && patient.toldVersion > 0 && ifMatch === null) {
      const detail = `send the version of the list that you replace as If-Match: "${patient.toldVersion}"`
      return problem(428, 'version/not-named', detail)
    }
    if (!unchanged && ifMatch !== null && ifMatch !== String(patient.toldVersion)) {
      const detail = `the list is at version ${patient.toldVersion}: send that as If-Match when it should be replaced`
      return problem(412, 'version/stale', detail, { headers: etag(patient.toldVersion) })
    }
    const changed: Patient = unchanged ? patient : await change(work, patient, told, cards)
    const unsent = unchanged ? [] : await decidedAnew(work, changed)
    const { id, toldVersion } = changed
    const already = await sentWithPlans(work, id, told)
    return answer(
      200,
      { patientId: id, version: toldVersion, unsent, sent: already },
      { headers: etag(toldVersion) },
    )
  },
})

/** In the order of their dates. */
async function decidedAnew(work: Work, patient: Patient): Promise<z.infer<typeof outcome>[]> {
  const answered = (await answerPatient(work, patient))
    .filter((each) => !each.sent)
    .map(({ sent: _, ...each }) => each)
  const held = (await daysHeldByCoding(work, patient.id)).map(({ id: treatmentDayId, serviceDate }) => {
    return { treatmentDayId, serviceDate, status: 'held' as const, because: 'charge/held' }
  })
  return [...answered, ...held].sort((a, b) => (a.serviceDate < b.serviceDate ? -1 : 1))
}

async function change(
  work: Work,
  patient: Patient,
  told: readonly ListedCoverage[],
  cards: readonly Card[],
): Promise<Patient> {
  const version = await learnOf(work, patient.id)
  const changed: Patient = { ...patient, version, toldVersion: patient.toldVersion + 1, told }
  await commit(work, () => saveTold(work, changed, cards), [
    saying(coverageChanged, {
      ...{ subject: patient.id, sequence: version, correlationId: patient.id },
      data: {
        ...{ patientId: patient.id, version },
        coverages: told.map(({ memberKey: _, ...clear }) => clear),
      },
      sealed: { coverages: [...cards] },
    }),
  ])
  return changed
}

/** Days that went out to another card than the list now names; each is work for a person, which ends when they are decided anew. */
async function sentWithPlans(work: Work, patientId: string, told: readonly ListedCoverage[]) {
  const already: z.infer<typeof sent>[] = []
  for (const day of await sentDays(work, patientId)) {
    const { id: treatmentDayId, serviceDate, payerId } = day
    const plan = planForSent({ ...day, family: day.payerFamily }, told)
    if (plan === 'none') continue
    const rule = governing(day, told).kind === 'ended' ? 'coverage/inactive' : 'coverage/changed'
    const says = `the claim for ${serviceDate} went to payer ${payerId}, and the patient’s list now says otherwise`
    const next = planned(plan)
    await openWork(work, {
      kind: 'after-sending',
      subject: treatmentDayId,
      patientId,
      rule,
      says,
      next,
      dueOn: null,
    })
    already.push({ treatmentDayId, serviceDate, payerId, plan })
  }
  return already
}

/** The place of one that begins before another of its order has ended; null when there is none. */
function clashing(list: readonly ListedCoverage[]): number | null {
  const place = list.findIndex((one, index) =>
    list.some(
      (other, before) =>
        before < index &&
        one.order === other.order &&
        (one.to === null || other.from === null || other.from <= one.to) &&
        (other.to === null || one.from === null || one.from <= other.to),
    ),
  )
  return place < 0 ? null : place
}

async function isSame(
  work: Work,
  { id, told: known }: Patient,
  told: readonly ListedCoverage[],
  cards: readonly Card[],
): Promise<boolean> {
  if (known === null) return false
  const keyed = (list: readonly ListedCoverage[], own: readonly Card[]) => {
    assert(own.length === list.length, 'each coverage of a list has its card')
    return JSON.stringify(list.map((each, place) => [sorted(each), sorted(own[place])]))
  }
  return keyed(known, await toldCards(work, id)) === keyed(told, cards)
}

/** Stored JSON comes back with its keys in another order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, sorted(field)])
}

function etag(version: number) {
  return { etag: `"${version}"` }
}
