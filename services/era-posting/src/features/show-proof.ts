/** GET /v1/remittances/{remittanceId}/proof: every equality with both sides, of the 835 and of the ledger. */
import { answer, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { clearing } from '../domain/account.ts'
import { equalitiesOf835, equalitiesOfLedger } from '../domain/prove-posting.ts'
import { postedTotals } from '../store/posted-totals.ts'
import { evidenceOf } from '../store/remittance-claims.ts'
import { findContent } from '../store/remittance-content.ts'
import { findRemittance } from '../store/remittances.ts'
import { remittanceStatus } from './list-remittances.ts'

const equality = z.object({
  says: z.string(),
  level: z.enum(['line', 'claim', 'transaction', 'ledger']),
  claim: z.int().nullable(),
  line: z.int().nullable(),
  leftCents: z.int(),
  rightCents: z.int(),
  holds: z.boolean(),
})

const matchShown = z.object({
  claim: z.int(),
  outcome: z.enum(['posted', 'reversed', 'unmatched', 'no-money']),
  because: z.string().nullable(),
  tier: z.int().nullable(),
  evidence: z.string().nullable(),
})

/** Of what could not be told from the others of its file: nothing is left to reckon with. */
const unproven = { balanced: false, differenceCents: null, claimsOutOfBalance: [], linesOutOfBalance: [] }

export const showProof = route({
  method: 'GET',
  path: '/v1/remittances/:remittanceId/proof',
  summary: 'The conservation proof of a remittance, each equality with both sides in cents.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ remittanceId: z.string() }),
  answers: {
    200: z.object({
      remittanceId: z.string(),
      status: remittanceStatus,
      because: z.string().nullable(),
      digest: z.string(),
      /** Payment = claim payments less provider-level adjustments. */
      balanced: z.boolean(),
      differenceCents: z.int().nullable(),
      /** The clearing account of what is posted ends at 0. */
      clears: z.boolean(),
      postings: z.int(),
      claimsOutOfBalance: z.array(z.object({ claim: z.int(), differenceCents: z.int() })),
      linesOutOfBalance: z.array(z.object({ claim: z.int(), line: z.int(), differenceCents: z.int() })),
      /** How each claim was matched (tier 1 to 7, x12.md 2.8), or why not. */
      matches: z.array(matchShown),
      equalities: z.array(equality),
    }),
  },
  async handle({ params: { remittanceId }, work }) {
    const row = await findRemittance(work, remittanceId)
    if (!row) return notFound('the remittance')
    const remittance = await findContent(work, row.blob_digest)
    const totals = await postedTotals(work, clearing(row.id))
    const posted = row.status === 'posted' || row.status === 'posted-in-part'
    const { balanced, differenceCents, claimsOutOfBalance, linesOutOfBalance } = remittance?.proof ?? unproven
    const equalities = remittance
      ? [...equalitiesOf835(remittance), ...equalitiesOfLedger(remittance, totals, posted)]
      : []
    return answer(200, {
      ...{ remittanceId, status: row.status, because: row.because, digest: row.digest },
      ...{ balanced, differenceCents, clears: totals.clearingCents === 0, postings: row.postings },
      claimsOutOfBalance: claimsOutOfBalance.map(({ claim, differenceCents: out }) => ({
        ...{ claim, differenceCents: out },
      })),
      linesOutOfBalance: linesOutOfBalance.map(({ claim, line, differenceCents: out }) => ({
        ...{ claim, line, differenceCents: out },
      })),
      matches: [...(await evidenceOf(work, row.id))],
      equalities,
    })
  },
})
