/**
 * GET /v1/eligibility-checks/{id}: what the payer said, or why it said nothing and who does what about it. The raw 271 is for
 * those who bill.
 */
import { answer, getBlob, notFound, route, type Work } from '@tally/platform'
import { z } from 'zod'
import type { InquiryAnswer } from '../store/inquiries.ts'
import { inquiryAnswer } from '../store/inquiries.ts'

const amount = z.object({ totalCents: z.int().nullable(), remainingCents: z.int().nullable() })
const span = { from: z.string().nullable(), to: z.string().nullable() }
const yesNo = z.enum(['yes', 'no', 'unknown'])
const share = { serviceType: z.string().nullable(), network: z.string() }

const visitLimits = z.object({
  limit: z.int().nullable(),
  used: z.int().nullable(),
  remaining: z.int().nullable(),
  unlimited: z.boolean(),
  period: z.string().nullable(),
  sharedWith: z.array(z.string()),
  confidence: z.enum(['high', 'medium', 'low']).nullable(),
  candidates: z.array(
    z.object({
      kind: z.string(),
      visits: z.int().nullable(),
      period: z.string().nullable(),
      network: z.string(),
      serviceTypes: z.array(z.string()),
      sharedWith: z.array(z.string()),
      source: z.enum(['benefit', 'delivery', 'message']),
      segment: z.int(),
    }),
  ),
})

const benefits = z.object({
  planName: z.string().nullable(),
  therapyCovered: yesNo,
  authorizationRequired: yesNo,
  visitLimits,
  deductible: z.object({ individual: amount, family: amount }),
  outOfPocket: z.object({ individual: amount, family: amount }),
  copay: z.object({ amountCents: z.int(), ...share }).nullable(),
  coinsurance: z.object({ percent: z.number(), ...share }).nullable(),
  therapyAmount: amount.extend({ usedCents: z.int().nullable(), ...span }).nullable(),
  plans: z.array(z.object({ coverage: z.string(), insuranceType: z.string().nullable(), ...span })),
  otherPayers: z.array(
    z.object({ kind: z.string(), name: z.string().nullable(), id: z.string().nullable(), ...span }),
  ),
  careEpisodes: z.array(z.object({ kind: z.string(), provider: z.string().nullable(), ...span })),
  messages: z.array(z.string()),
})

const checkShown = z
  .object({
    id: z.string(),
    status: z.enum(['open', 'deferred', 'answered', 'given-up', 'refused']),
    patientId: z.string(),
    payerId: z.string(),
    asOf: z.string(),
    askedAt: z.string(),
    answeredAt: z.string().nullable(),
    tries: z.int(),
    said: z.string().nullable().meta({ description: 'What the clearinghouse or the connection said last.' }),
    coverage: z.enum(['active', 'inactive', 'unknown']),
    rejections: z.array(
      z.object({
        code: z.string().meta({ description: 'AAA03.' }),
        says: z.string(),
        followUp: z.string(),
        who: z.enum(['front-desk', 'biller', 'tally']),
        does: z.string(),
      }),
    ),
    problems: z.array(z.object({ pointer: z.string(), rule: z.string(), says: z.string(), fix: z.string() })),
    benefits: benefits.nullable(),
    raw: z.string().nullable().meta({ description: 'The 271 as it came; for billers and owners.' }),
  })
  .meta({ id: 'EligibilityCheck' })

export const showCheck = route({
  method: 'GET',
  path: '/v1/eligibility-checks/:id',
  summary: 'One check with coverage, benefits and the payer’s own words.',
  roles: ['front-desk', 'biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: { 200: checkShown },
  async handle({ params, work, actor }) {
    const found = await inquiryAnswer(work, params.id)
    if (!found) return notFound('the check')
    const { inquiry } = found
    const { id, state, patientId, payerId, asOf, askedAt, answeredAt, tries, said, problems } = inquiry
    const maySee = actor.role === 'biller' || actor.role === 'owner'
    return answer(
      200,
      checkShown.parse({
        ...{ id, status: state, patientId, payerId, asOf, askedAt, answeredAt, tries, said, problems },
        coverage: inquiry.benefits?.coverage ?? 'unknown',
        rejections: inquiry.benefits?.rejections ?? [],
        benefits: benefitsShown(found),
        raw: maySee ? await rawOf(work, found) : null,
      }),
    )
  },
})

function benefitsShown({ inquiry, told }: InquiryAnswer): z.input<typeof benefits> | null {
  const known = inquiry.benefits
  if (!known || !told) return null
  return {
    ...known,
    ...{ planName: told.planName, visitLimits: mutable(known.therapyVisits), messages: [...told.messages] },
    plans: [...known.plans],
    otherPayers: told.otherPayers.map(({ kind, name, id, from, to }) => ({ kind, name, id, from, to })),
    careEpisodes: told.careEpisodes.map(({ kind, provider, from, to }) => {
      return { kind, provider: provider?.name ?? null, from, to }
    }),
  }
}

function mutable(visits: NonNullable<InquiryAnswer['told']>['therapyVisits']): z.input<typeof visitLimits> {
  return {
    ...visits,
    sharedWith: [...visits.sharedWith],
    candidates: visits.candidates.map((each) => {
      return { ...each, serviceTypes: [...each.serviceTypes], sharedWith: [...each.sharedWith] }
    }),
  }
}

async function rawOf(work: Work, { replyDigest }: InquiryAnswer): Promise<string | null> {
  const bytes = replyDigest === null ? null : await getBlob(work.query, work.keys, replyDigest)
  return bytes ? Buffer.from(bytes).toString('latin1') : null
}
