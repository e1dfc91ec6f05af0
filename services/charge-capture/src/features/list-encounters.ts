/** GET /v1/encounters: which visits there are, by status, date and patient. */
import { isServiceDate } from '@tally/kernel'
import { answer, fieldForms, route } from '@tally/platform'
import { z } from 'zod'
import { listEncounters } from '../store/encounters.ts'
import { encounterStatus } from './encounter-answer.ts'
import { systemOf } from './own-encounter.ts'

const day = z.string().refine(isServiceDate, 'a date, YYYY-MM-DD')

const shown = z.object({
  id: z.string(),
  externalId: z.string(),
  version: z.int(),
  status: encounterStatus,
  treatmentDayId: z.string(),
  patientId: z.string(),
  serviceDate: z.string(),
  heldBecause: z
    .array(z.object({ rule: z.string(), says: z.string(), fix: z.string() }))
    .meta({ description: 'What holds its day, and what to do about each; empty where nothing does.' }),
})

/** The EMR's own id is part of what is sealed. */
const named = z.object({ externalId: z.string() })

export const listTheEncounters = route({
  method: 'GET',
  path: '/v1/encounters',
  summary: 'Visits by status, date of service and patient.',
  description: '`patient` is the EMR’s id of the patient or ours. An EMR sees what its own system wrote.',
  roles: ['emr', 'clinician', 'biller', 'owner', 'auditor'],
  query: z.strictObject({
    status: encounterStatus.optional(),
    from: day.optional(),
    to: day.optional(),
    patient: z.string().max(80).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: fieldForms.cursorOfIds('enc_'),
  }),
  answers: { 200: z.object({ items: z.array(shown), nextCursor: z.string().nullable() }) },
  async handle({ query, work, actor }) {
    const { status, from, to, patient, limit, cursor } = query
    const filter = {
      status: status ?? null,
      from: from ?? null,
      to: to ?? null,
      // An EMR's id may look like one of ours, so both are looked for.
      patientIds: patient === undefined ? null : [patient, work.keys.derive('patient', patient)],
      system: systemOf(actor),
    }
    const rows = await listEncounters(work, { ...filter, after: cursor, limit: limit + 1 })
    const items = rows.slice(0, limit).map(({ row, dayStatus, findings, sealed }) => ({
      id: row.id,
      externalId: named.parse(sealed).externalId,
      version: row.version,
      status: row.status === 'void' ? 'voided' : dayStatus,
      treatmentDayId: row.treatment_day_id,
      patientId: row.patient_id,
      serviceDate: row.service_date,
      heldBecause: findings
        .filter(({ severity }) => severity === 'hold' || severity === 'reject')
        .map(({ rule, says, fix }) => ({ rule, says, fix })),
    }))
    return answer(200, { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})
