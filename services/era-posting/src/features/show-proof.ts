/** GET /v1/remittances/{remittanceId}/proof: every equality with both sides, of the 835 and of the ledger; JSON or a page. */
import { cents } from '@tally/kernel'
import { answer, byAccept, notFound, preferredType, printedPage, route } from '@tally/platform'
import { z } from 'zod'
import { proofPage } from '../domain/proof-page.ts'
import { findProof } from '../store/remittance-proofs.ts'
import { findRemittance } from '../store/remittances.ts'
import { remittanceStatus } from './list-remittances.ts'
import { proveRemittance } from './prove-remittance.ts'

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

/** One pair of a PLB segment, as the payer gave it. */
const levelShown = z.object({
  position: z.int(),
  code: z.string(),
  reference: z.string(),
  /** Where it was posted; null: it was not. */
  account: z.string().nullable(),
  amountCents: z.int(),
})

const keptShown = z.object({
  digest: z.string().nullable(),
  equalities: z.int(),
  /** Of those that must hold, how many did not. */
  broken: z.int(),
  provenAt: z.string(),
})

/** Of what could not be told from the others of its file: nothing is left to reckon with. */
const unproven = { balanced: false, differenceCents: null, claimsOutOfBalance: [], linesOutOfBalance: [] }

export const showProof = route({
  method: 'GET',
  path: '/v1/remittances/:remittanceId/proof',
  summary:
    'The conservation proof of a remittance, each equality with both sides in cents. JSON, or `text/html` by Accept.',
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
      providerAdjustments: z.array(levelShown),
      equalities: z.array(equality),
      /** SHA-256 of both sides of every equality of the 835: the same content gives the same for ever. */
      proofDigest: z.string().nullable(),
      /** The proof as a night kept it; null: not yet. */
      kept: keptShown.nullable(),
    }),
  },
  async handle({ params: { remittanceId }, accept, work }) {
    const row = await findRemittance(work, remittanceId)
    if (!row) return notFound('the remittance')
    const { proof, digest: proofDigest, clears, ...proven } = await proveRemittance(work, row)
    const { balanced, differenceCents, claimsOutOfBalance, linesOutOfBalance } = proof ?? unproven
    const shown = {
      ...{ remittanceId, status: row.status, because: row.because, digest: row.digest },
      ...{ balanced, differenceCents, clears, postings: row.postings },
      claimsOutOfBalance: claimsOutOfBalance.map(({ claim, differenceCents: out }) => ({
        ...{ claim, differenceCents: out },
      })),
      linesOutOfBalance: linesOutOfBalance.map(({ claim, line, differenceCents: out }) => ({
        ...{ claim, line, differenceCents: out },
      })),
      ...{ matches: proven.matches, equalities: proven.equalities, proofDigest },
      providerAdjustments: proven.levels,
      kept: await findProof(work, remittanceId),
    }
    if (preferredType(accept, ['application/json', 'text/html']) === 'application/json') {
      return answer(200, shown, { headers: byAccept })
    }
    const { payer_name: payerName, trace_number: traceNumber, paid_on: paidOn } = row
    const paymentCents = cents(row.payment_cents)
    return printedPage(proofPage({ ...shown, payerName, traceNumber, paidOn, paymentCents }))
  },
})
