/** GET /v1/recoupments: what payers took, carried forward or returned at the provider's level, by payer and reference. */
import { inDollars } from '@tally/kernel'
import { answer, fieldForms, route } from '@tally/platform'
import { z } from 'zod'
import { type Chain, listChains } from '../store/recoupments.ts'

const entry = z.object({
  remittanceId: z.string(),
  position: z.int(),
  trace: z.string(),
  paidOn: z.string().nullable(),
  receivedAt: z.string(),
  code: z.string(),
  reference: z.string(),
  providerId: z.string(),
  /** The claim of ours that the reference names. */
  claimId: z.string().nullable(),
  amountCents: z.int(),
})

const recoupment = z
  .object({
    account: z.string(),
    payerId: z.string(),
    codes: z.array(z.string()),
    claimIds: z.array(z.string()),
    /** Positive: taken from us; negative: paid ahead, or still to be taken. */
    balanceCents: z.int(),
    openedAt: z.string(),
    says: z.string(),
    next: z.string(),
    entries: z.array(entry),
  })
  .meta({ id: 'Recoupment', description: 'Provider-level adjustments of one payer that clear one another.' })

export const listTheRecoupments = route({
  method: 'GET',
  path: '/v1/recoupments',
  summary: 'Provider-level adjustments by payer and reference: what is open, and the entries that made it.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    status: z.enum(['open', 'closed', 'all']).default('open'),
    payerId: z.string().max(80).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: fieldForms.cursor(/[a-z-]+:[^\s:]{1,100}(:[^\s:]{1,100}){1,3}/),
  }),
  answers: { 200: z.object({ items: z.array(recoupment), nextCursor: z.string().nullable() }) },
  async handle({ query: { status, payerId = null, limit, cursor: after }, work }) {
    const chains = await listChains(work, { status, payerId, after, limit: limit + 1 })
    const items = chains.slice(0, limit)
    return answer(200, {
      items: items.map(shown),
      nextCursor: chains.length > limit ? (items.at(-1)?.chain ?? null) : null,
    })
  },
})

function shown({ chain: _, ...chain }: Chain): z.infer<typeof recoupment> {
  const claimIds = chain.entries.flatMap(({ claimId }) => claimId ?? [])
  return {
    ...chain,
    entries: [...chain.entries],
    codes: [...new Set(chain.entries.map(({ code }) => code))],
    claimIds: [...new Set(claimIds)],
    ...inWords(chain),
  }
}

/** What was given back here is taken from a payment to come (x12.md 2.6); any other negative amount is the payer's own addition. */
const takesLater: ReadonlySet<string> = new Set(['WO', 'FB', '72'])

function inWords({ balanceCents, entries }: Pick<Chain, 'balanceCents' | 'entries'>) {
  const codes = entries.map(({ code }) => code).join(' ')
  if (balanceCents === 0) return { says: 'closed', next: 'nothing: it cleared to the cent' }
  if (balanceCents > 0) {
    return {
      says: `the payer took ${inDollars(balanceCents)} (${codes}) that no reversal or other remittance shows`,
      next: 'find what it was taken for; where no claim was overpaid, ask the payer for it back',
    }
  }
  const owed = inDollars(Math.abs(balanceCents) as Chain['balanceCents'])
  if (!entries.some(({ code }) => takesLater.has(code))) {
    return {
      says: `the payer added ${owed} (${codes}) for no claim`,
      next: 'ask the payer what it is for; it stays here until the payer takes it back',
    }
  }
  return {
    says: `${owed} (${codes}) stands to be taken from a later payment`,
    next: 'wait for the remittance that takes it; after a month ask the payer',
  }
}
