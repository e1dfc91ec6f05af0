/** GET/PUT /v1/payers/{id}: the practice's directory. A change is told to every service that decides by it. */
import { payerOverrides } from '@tally/coding-rules'
import { payerProfileChanged } from '@tally/contracts'
import { payerFamilies } from '@tally/kernel'
import { answer, commit, fieldForms, notFound, problem, route, saying } from '@tally/platform'
import { payerRules } from '@tally/x12'
import { z } from 'zod'
import { defaultProfile, type PayerProfile } from '../domain/payer-profile.ts'
import { findPayer, lockPayer, savePayer } from '../store/payers.ts'

const params = z.object({ id: z.string().regex(/^[!-~]{1,80}$/) })
/** Each key as the checker knows it; an unknown key or value is refused with its place. */
const claimRules = z.record(z.string(), z.unknown()).superRefine((given, refuse) => {
  for (const issue of payerRules.safeParse(given).error?.issues ?? [])
    refuse.addIssue({ code: 'custom', path: [...issue.path], message: issue.message })
})
const body = z
  .strictObject({
    name: z.string().min(1).max(60).nullish(),
    family: z.enum(payerFamilies),
    checksEligibility: z.boolean().optional(),
    acceptsReplacement: z.boolean().optional(),
    sendWindow: fieldForms.sendWindow.nullish(),
    appealDays: z.int().min(1).max(3_650).nullish(),
    filingDays: z.int().min(1).max(3_650).nullish(),
    codingRules: payerOverrides.optional(),
    claimRules: claimRules.optional(),
    toleranceCents: z.int().min(0).max(100_000).optional(),
  })
  .meta({ id: 'PayerProfile', description: 'What is left out is the family’s default.' })
const profileShown = z.object({
  id: z.string(),
  version: z.int(),
  name: z.string().nullable(),
  family: z.enum(payerFamilies),
  checksEligibility: z.boolean(),
  acceptsReplacement: z.boolean(),
  sendWindow: z.string().nullable(),
  appealDays: z.int().nullable(),
  filingDays: z.int().nullable(),
  codingRules: z.record(z.string(), z.unknown()),
  claimRules: z.record(z.string(), z.unknown()),
  toleranceCents: z.int(),
})

export const showPayer = route({
  method: 'GET',
  path: '/v1/payers/:id',
  summary: 'A payer as the practice deals with it.',
  roles: ['biller', 'owner', 'auditor'],
  params,
  answers: { 200: profileShown },
  async handle({ params: { id }, work }) {
    const profile = await findPayer(work, id)
    return profile ? answer(200, shown(profile), { headers: etag(profile) }) : notFound('the payer')
  },
})

export const putPayer = route({
  method: 'PUT',
  path: '/v1/payers/:id',
  summary:
    'Sets a payer up (If-Match "0" is not needed the first time) or changes it (If-Match with its version).',
  roles: ['biller', 'owner'],
  ...{ params, body },
  answers: { 200: profileShown },
  ifMatch: 'optional',
  async handle({ params: { id }, body: given, work, ifMatch }) {
    const version = await lockPayer(work, id)
    if (version > 0 && ifMatch === null) {
      return problem(428, 'version/not-named', `send the version you change as If-Match: "${version}"`)
    }
    if (version > 0 && ifMatch !== String(version)) {
      return problem(412, 'version/stale', `the payer’s entry is at version ${version}; read it again`)
    }
    const profile: PayerProfile = {
      ...defaultProfile(id, given.family),
      ...withoutAbsent(given),
      ...{ payerId: id, version: version + 1 },
    }
    const { family, sendWindow, payerId, name: _, claimRules: _own, ...rest } = profile
    await commit(work, () => savePayer(work, profile), [
      saying(payerProfileChanged, {
        ...{ subject: id, sequence: profile.version, correlationId: id },
        data: {
          ...rest,
          payerId,
          payerFamily: family,
          sendWindow: sendWindow ?? 'practice',
          codingRules: { ...rest.codingRules },
        },
      }),
    ])
    return answer(200, shown(profile), { headers: etag(profile) })
  },
})

/** Null and absent mean the family's default. */
function withoutAbsent(given: z.output<typeof body>): Partial<PayerProfile> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  )
}

function shown({ payerId, ...profile }: PayerProfile): z.infer<typeof profileShown> {
  return {
    id: payerId,
    ...profile,
    codingRules: { ...profile.codingRules },
    claimRules: { ...profile.claimRules },
  }
}

function etag({ version }: PayerProfile) {
  return { etag: `"${version}"` }
}
