/**
 * POST and PATCH /v1/authorizations, GET /v1/authorizations and /{id}: what a payer allowed, as a person learned it. A change
 * decides the patient's open days again in the order of their dates: the earliest get the visits.
 */
import { dayIn } from '@tally/kernel'
import { answer, item, notFound, problem, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { type Authorization, authorizationStatuses } from '../domain/authorization.ts'
import {
  addEntry,
  entriesOf,
  findLedger,
  ledgersOf,
  listLedgers,
  saveAuthorization,
} from '../store/authorizations.ts'
import { lockPatient } from '../store/patients.ts'
import { answerPatient } from './answer-patient.ts'
import { authorizationShown, shownOf } from './authorization-shown.ts'
import { date, endsBefore, externalId, isPeriod, page, payerId, procedureCode, text } from './body-fields.ts'
import { numberKeyOf } from './learn-authorizations.ts'
import { pressAuthorization } from './settle-ledgers.ts'

const writing = ['front-desk', 'biller', 'owner'] as const
const reading = [...writing, 'auditor'] as const
const params = z.object({ id: z.string() })

const count = z.int().min(0).max(9_999)
const changeable = {
  status: z.enum(authorizationStatuses),
  number: text(50).nullish(),
  visits: count.nullish().meta({ description: 'How many visits; absent with `units` or where nobody said.' }),
  units: count.nullish(),
  from: date.nullish(),
  to: date.nullish(),
  codes: z.array(procedureCode).max(50).nullish().meta({ description: 'Absent or empty: for every code.' }),
  evaluationExempt: z.boolean().nullish().meta({ description: 'The initial evaluation needs none.' }),
}
const oneCount = (body: {
  readonly visits?: number | null | undefined
  readonly units?: number | null | undefined
}) => body.visits == null || body.units == null
const oneCountOnly = { message: 'an authorization counts visits or units, not both', path: ['units'] }

const newBody = z
  .strictObject({ patientExternalId: externalId, payerId, ...changeable })
  .refine(oneCount, oneCountOnly)
  .refine(isPeriod, endsBefore())
  .meta({ id: 'NewAuthorization' })
const changeBody = z
  .strictObject({ ...changeable, status: changeable.status.optional() })
  .refine(oneCount, oneCountOnly)
  .refine(isPeriod, endsBefore())
  .meta({ id: 'AuthorizationChange', description: 'What is left out stays; null takes it away.' })

const entry = z.object({
  position: z.int(),
  kind: z.enum(['grant', 'reserve', 'use', 'release']),
  quantity: z.int(),
  treatmentDayId: z.string().nullable(),
  at: z.string(),
})
const whole = authorizationShown.extend({ entries: z.array(entry) })

const exampleAuthorization: z.input<typeof newBody> = {
  ...{ patientExternalId: 'PAT-77', payerId: '60054', status: 'approved', number: 'AUTH5521', visits: 12 },
  ...{ from: '2026-03-01', to: '2026-05-31' },
}
const exampleLedger: z.infer<typeof whole> = {
  ...{
    id: '01KJRPS5AMVM3VMKH69P5A802S',
    version: 3,
    patientId: 'pat_6M7SSYKMBST33VAWR02THMQG4N',
    payerId: '60054',
  },
  ...{ status: 'approved', number: 'AUTH5521', from: '2026-03-01', to: '2026-05-31', codes: [] },
  ...{ countedIn: 'visits', evaluationExempt: false, granted: 12, reserved: 1, used: 0, remaining: 11 },
  ...{ alerts: [], source: 'person' },
  entries: [
    { position: 1, kind: 'grant', quantity: 12, treatmentDayId: null, at: '2026-03-02T18:00:00.000Z' },
    {
      ...{ position: 2, kind: 'reserve', quantity: 1, at: '2026-03-02T18:00:00.000Z' },
      treatmentDayId: 'day_HDYC580HB5VKM2B292KS0YD85H',
    },
  ],
}

export const addAuthorization = route({
  method: 'POST',
  path: '/v1/authorizations',
  summary: 'An authorization asked for or given; held visits that it fits are cleared.',
  roles: writing,
  body: newBody,
  answers: { 201: whole },
  example: { body: exampleAuthorization, answer: exampleLedger },
  idempotent: 'optional',
  async handle({ body, work, practice }) {
    const patient = await lockPatient(work, work.keys.derive('patient', body.patientExternalId))
    const numberKey = body.number == null ? null : numberKeyOf(work, body.number)
    const twin = await withNumber(work, patient.id, body.payerId, numberKey)
    if (twin) return alreadyThere(twin)
    const id = work.newId()
    const added: Authorization = {
      ...{ id, patientId: patient.id, payerId: body.payerId, version: 1, status: body.status, numberKey },
      ...{ codes: body.codes ?? [], from: body.from ?? null, to: body.to ?? null, source: 'person' },
      ...{ countedIn: body.units == null ? 'visits' : 'units', limited: (body.visits ?? body.units) != null },
      ...{ evaluationExempt: body.evaluationExempt ?? false, saidLow: false, saidExhausted: false },
    }
    await saveAuthorization(work, added, body.number ?? null)
    const granted = body.visits ?? body.units ?? 0
    if (granted > 0) await addEntry(work, id, { kind: 'grant', quantity: granted, treatmentDayId: null })
    await answerPatient(work, patient)
    await pressAuthorization(work, id)
    const shown = await shownWhole(work, id, practice.timezone)
    return answer(201, shown, { headers: { location: `/v1/authorizations/${id}`, ...etag(shown) } })
  },
})

export const changeAuthorization = route({
  method: 'PATCH',
  path: '/v1/authorizations/:id',
  summary: 'What the payer decided since: status, number, how many, until when.',
  description:
    'With If-Match it is refused where somebody changed it, or a visit took of it, since it was read.',
  roles: writing,
  params,
  body: changeBody,
  ifMatch: 'optional',
  answers: { 200: whole },
  async handle({ params: { id }, body, work, practice, ifMatch }) {
    const found = await findLedger(work, id)
    if (!found) return notFound('the authorization')
    const patient = await lockPatient(work, found.authorization.patientId)
    const locked = await findLedger(work, id)
    if (!locked) return notFound('the authorization')
    const { authorization: before, balance } = locked
    if (ifMatch !== null && ifMatch !== String(before.version)) {
      const detail = `the authorization is at version ${before.version}: read it, then change that`
      return problem(412, 'version/stale', detail, { headers: etag(before) })
    }
    const { authorization, granted } = changed(before, body, balance.granted)
    const dated = body.from !== undefined || body.to !== undefined
    if (dated && !isPeriod(authorization)) return noPeriod(body.to === undefined ? '/from' : '/to', before)
    const numberKey = body.number == null ? null : numberKeyOf(work, body.number)
    const twin = await withNumber(work, before.patientId, before.payerId, numberKey)
    if (twin && twin !== id) return alreadyThere(twin)
    const number = body.number === undefined ? undefined : (body.number ?? null)
    await saveAuthorization(
      work,
      number === undefined ? authorization : { ...authorization, numberKey },
      number,
    )
    const more = granted - balance.granted
    if (more !== 0) await addEntry(work, id, { kind: 'grant', quantity: more, treatmentDayId: null })
    await answerPatient(work, patient)
    await pressAuthorization(work, id)
    const shown = await shownWhole(work, id, practice.timezone)
    return answer(200, shown, { headers: etag(shown) })
  },
})

export const showAuthorization = route({
  method: 'GET',
  path: '/v1/authorizations/:id',
  summary: 'One authorization with its ledger.',
  roles: reading,
  params,
  answers: { 200: whole },
  async handle({ params: { id }, work, practice }) {
    if (!(await findLedger(work, id))) return notFound('the authorization')
    const shown = await shownWhole(work, id, practice.timezone)
    return answer(200, shown, { headers: etag(shown) })
  },
})

export const listAuthorizations = route({
  method: 'GET',
  path: '/v1/authorizations',
  summary: 'Authorizations by patient, payer and status.',
  roles: reading,
  query: z.strictObject({
    patient: externalId.optional().meta({ description: 'The EMR’s id of the patient or ours.' }),
    payerId: payerId.optional(),
    status: z.enum(authorizationStatuses).optional(),
    ...page,
  }),
  answers: { 200: z.object({ items: z.array(authorizationShown), nextCursor: z.string().nullable() }) },
  async handle({ query, work, practice }) {
    const { patient, payerId: payer = null, status = null, limit, cursor } = query
    const patientIds = patient === undefined ? null : [patient, work.keys.derive('patient', patient)]
    const filter = { patientIds, payerId: payer, status, after: cursor, limit: limit + 1 }
    const ledgers = await listLedgers(work, filter)
    const today = dayIn(practice.timezone, work.now)
    const items = await shownOf(work, ledgers.slice(0, limit), today)
    return answer(200, { items, nextCursor: ledgers.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})

/** After a person changed it, visits that name it change nothing of it any more. */
function changed(
  before: Authorization,
  body: z.output<typeof changeBody>,
  granted: number,
): { authorization: Authorization; granted: number } {
  const counted = body.visits !== undefined || body.units !== undefined
  const now = body.visits ?? body.units ?? null
  return {
    authorization: {
      ...before,
      source: 'person',
      status: body.status ?? before.status,
      from: body.from === undefined ? before.from : (body.from ?? null),
      to: body.to === undefined ? before.to : (body.to ?? null),
      codes: body.codes === undefined ? before.codes : (body.codes ?? []),
      evaluationExempt: body.evaluationExempt ?? before.evaluationExempt,
      ...(counted ? { limited: now !== null, countedIn: body.units == null ? 'visits' : 'units' } : {}),
    },
    granted: counted ? (now ?? 0) : granted,
  }
}

async function withNumber(
  work: Work,
  patientId: string,
  payer: string,
  numberKey: string | null,
): Promise<string | null> {
  if (numberKey === null) return null
  const known = (await ledgersOf(work, patientId)).map(({ authorization }) => authorization)
  return known.find((each) => each.payerId === payer && each.numberKey === numberKey)?.id ?? null
}

/** With what stands already: the body alone was looked at before. */
function noPeriod(pointer: '/from' | '/to', { from, to }: Authorization) {
  const { error: says, params } = endsBefore()
  const fix = `it stands from ${from ?? 'any day'} to ${to ?? 'any day'}: send the other date too`
  return problem(400, params.code, says, { problems: [item(pointer, params.code, says, fix)] })
}

function alreadyThere(id: string) {
  const detail = `the patient has an authorization of this payer with this number: change ${id} by PATCH`
  return problem(409, 'authorization/exists', detail, { headers: { location: `/v1/authorizations/${id}` } })
}

async function shownWhole(work: Work, id: string, timezone: string): Promise<z.infer<typeof whole>> {
  const ledger = await findLedger(work, id)
  const [shown] = await shownOf(work, ledger ? [ledger] : [], dayIn(timezone, work.now))
  return whole.parse({ ...shown, entries: await entriesOf(work, id) })
}

function etag({ version }: { readonly version: number }) {
  return { etag: `"${version}"` }
}
