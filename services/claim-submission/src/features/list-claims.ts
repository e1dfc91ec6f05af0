/** GET /v1/claims: which claims there are, the held ones with their reason. */
import { isServiceDate } from '@tally/kernel'
import { answer, fieldForms, route } from '@tally/platform'
import { z } from 'zod'
import { type Claim, claimStates } from '../domain/claim.ts'
import { listClaims } from '../store/claims.ts'

export const claimState = z.enum(claimStates)

export const claimShown = z
  .object({
    id: z.string(),
    treatmentDayId: z.string(),
    coverageOrder: z.int(),
    status: claimState,
    heldBecause: z.string().nullable().meta({ description: 'The rule that holds it; null when none does.' }),
    payerId: z.string().nullable(),
    patientId: z.string(),
    billingNpi: z.string(),
    serviceDate: z.string(),
    chargeCents: z.int(),
    timelyFilingDueOn: z.string().nullable(),
    dayVersion: z.int().meta({ description: 'Of the treatment day: which coding it asks for.' }),
    claimNumber: z.string().nullable().meta({ description: 'CLM01 of the newest version.' }),
    claimVersion: z.int(),
    unanswered: z.boolean().meta({ description: 'An acknowledgment or a payment is overdue.' }),
    readyAt: z.string().nullable().meta({ description: 'From when on it may go: its send window.' }),
  })
  .meta({ id: 'Claim', description: 'What one payer is asked to pay for a treatment day.' })

export function shown(claim: Claim): z.infer<typeof claimShown> {
  const { id, treatmentDayId, coverageOrder, state, heldBecause, payerId, patientId } = claim
  const { billingNpi, serviceDate, chargeCents, timelyFilingDueOn, dayVersion } = claim
  const { claimNumber, claimVersion, unanswered, readyAt } = claim
  return {
    ...{ id, treatmentDayId, coverageOrder, status: state, heldBecause, payerId, patientId },
    ...{ billingNpi, serviceDate, chargeCents, timelyFilingDueOn, dayVersion },
    ...{ claimNumber, claimVersion, unanswered, readyAt },
  }
}

const exampleClaim: z.infer<typeof claimShown> = {
  ...{ id: '01KJRPRW804A38Y19HAVNYSP7X', treatmentDayId: 'day_HDYC580HB5VKM2B292KS0YD85H', coverageOrder: 1 },
  ...{ status: 'accepted', heldBecause: null, payerId: '02302', patientId: 'pat_6M7SSYKMBST33VAWR02THMQG4N' },
  ...{ billingNpi: '1234567893', serviceDate: '2026-03-02', chargeCents: 19500 },
  ...{ timelyFilingDueOn: '2027-03-02', dayVersion: 1, claimNumber: 'TPXGC8Y560CWMK8HU', claimVersion: 1 },
  ...{ unanswered: false, readyAt: '2026-03-03T02:00:00.100Z' },
}

export const listTheClaims = route({
  method: 'GET',
  path: '/v1/claims',
  summary: 'Claims by state, payer, filing deadline and treatment day.',
  roles: ['biller', 'owner', 'auditor'],
  example: { answer: { items: [exampleClaim], nextCursor: null } },
  query: z.strictObject({
    status: claimState.optional(),
    unanswered: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional(),
    payerId: z.string().max(80).optional(),
    filingDueBefore: z.string().refine(isServiceDate, 'a date, YYYY-MM-DD').optional(),
    treatmentDayId: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: fieldForms.cursorOfIds(),
  }),
  answers: { 200: z.object({ items: z.array(claimShown), nextCursor: z.string().nullable() }) },
  async handle({ query, work }) {
    const {
      status = null,
      unanswered = null,
      payerId = null,
      filingDueBefore = null,
      treatmentDayId = null,
      limit,
      cursor,
    } = query
    const filter = { state: status, unanswered, payerId, filingDueBefore, treatmentDayId, after: cursor }
    const claims = await listClaims(work, { ...filter, limit: limit + 1 })
    const items = claims.slice(0, limit).map(shown)
    return answer(200, { items, nextCursor: claims.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})
