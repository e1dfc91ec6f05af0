/** GET /v1/patients/{externalId}/benefits: by payer what is allowed, used and left, where that is from and how old it is. */
import { compareInstants, dayIn, daysBetween } from '@tally/kernel'
import { answer, notFound, route } from '@tally/platform'
import { z } from 'zod'
import type { BenefitsKnown } from '../domain/benefits-known.ts'
import type { Inquiry } from '../domain/inquiry.ts'
import { ledgersOf } from '../store/authorizations.ts'
import { newestAnswers } from '../store/inquiries.ts'
import { findPatient } from '../store/patients.ts'
import { treatedDays } from '../store/treatment-days.ts'
import { authorizationShown, shownOf } from './authorization-shown.ts'
import { externalId } from './body-fields.ts'

const left = z.object({
  totalCents: z.int().nullable(),
  usedCents: z.int().nullable(),
  leftCents: z.int().nullable(),
})
const payerBenefits = z.object({
  payerId: z.string(),
  checkId: z.string(),
  source: z.literal('271'),
  asOf: z.string(),
  verifiedAt: z.string(),
  ageDays: z.int().meta({ description: 'Days since, where the practice is.' }),
  coverage: z.enum(['active', 'inactive', 'unknown']),
  visits: z.object({
    total: z.int().nullable(),
    used: z.int().nullable(),
    left: z.int().nullable(),
    sinceThen: z.int().meta({ description: 'Visits of ours that came after the payer counted.' }),
    confidence: z.enum(['high', 'medium', 'low']).nullable(),
    sharedWith: z.array(z.string()),
  }),
  deductible: z.object({ individual: left, family: left }),
  outOfPocket: z.object({ individual: left, family: left }),
  links: z.object({ check: z.string() }),
})

export const showBenefits = route({
  method: 'GET',
  path: '/v1/patients/:externalId/benefits',
  summary: 'Visits, deductible and out-of-pocket by payer, and the patient’s authorizations.',
  description: 'What a payer left out is null, never 0. The id is the EMR’s or ours.',
  roles: ['front-desk', 'biller', 'owner', 'auditor'],
  params: z.object({ externalId }),
  answers: {
    200: z.object({
      patientId: z.string(),
      payers: z.array(payerBenefits),
      authorizations: z.array(authorizationShown),
    }),
  },
  async handle({ params, work, practice }) {
    const ids = [work.keys.derive('patient', params.externalId), params.externalId]
    const found = (await findPatient(work, ids[0] ?? '')) ?? (await findPatient(work, ids[1] ?? ''))
    if (!found) return notFound('the patient')
    const treated = await treatedDays(work, found.id)
    const today = dayIn(practice.timezone, work.now)
    const payers = (await newestAnswers(work, found.id)).flatMap(({ benefits, answeredAt, ...inquiry }) => {
      if (!benefits || answeredAt === null) return []
      const since = treated.filter(
        ({ payerId, heardAt }) => payerId === inquiry.payerId && compareInstants(heardAt, answeredAt) > 0,
      )
      const ageDays = daysBetween(dayIn(practice.timezone, answeredAt), today)
      return [{ ...shownBenefits(inquiry, benefits, since.length), verifiedAt: answeredAt, ageDays }]
    })
    const authorizations = await shownOf(work, await ledgersOf(work, found.id), today)
    return answer(200, { patientId: found.id, payers, authorizations })
  },
})

function shownBenefits(
  { id, payerId, asOf }: Pick<Inquiry, 'id' | 'payerId' | 'asOf'>,
  { coverage, therapyVisits, deductible, outOfPocket }: BenefitsKnown,
  sinceThen: number,
): Omit<z.infer<typeof payerBenefits>, 'verifiedAt' | 'ageDays'> {
  const { limit, used, remaining, confidence, sharedWith } = therapyVisits
  return {
    ...{ payerId, checkId: id, source: '271', asOf, coverage },
    visits: { total: limit, used, left: remaining, sinceThen, confidence, sharedWith: [...sharedWith] },
    deductible: { individual: leftOf(deductible.individual), family: leftOf(deductible.family) },
    outOfPocket: { individual: leftOf(outOfPocket.individual), family: leftOf(outOfPocket.family) },
    links: { check: `/v1/eligibility-checks/${id}` },
  }
}

function leftOf({
  totalCents,
  remainingCents,
}: BenefitsKnown['deductible']['individual']): z.infer<typeof left> {
  const known = totalCents !== null && remainingCents !== null
  return { totalCents, usedCents: known ? totalCents - remainingCents : null, leftCents: remainingCents }
}
