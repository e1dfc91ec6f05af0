/** GET /v1/ledger/claims/{claimId}/expected: every line of a claim's standing answers against what it was expected to bring. */
import { assert } from '@tally/kernel'
import { answer, notFound, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { adjudicateLines } from '../domain/adjudicate-lines.ts'
import type { StandingAnswer } from '../domain/among-answers.ts'
import type { ChargeDay } from '../domain/book-charges.ts'
import type { KnownClaim } from '../domain/claim.ts'
import { explainLine } from '../domain/explain-line.ts'
import { comesToExpected } from '../domain/find-variances.ts'
import { familyOf, type PayerTerms } from '../domain/payer-terms.ts'
import { expectedOf } from '../domain/post-answer.ts'
import { standingAnswersOf } from '../store/answers.ts'
import { priceReasonsOf } from '../store/charge-prices.ts'
import { findDay } from '../store/charges.ts'
import { findKnownClaim } from '../store/claims.ts'
import { termsOf } from '../store/payers.ts'
import { findRemittanceClaim } from '../store/remittance-claims.ts'
import { readContent } from '../store/remittance-content.ts'
import { findRemittance } from '../store/remittances.ts'
import { citedRule } from './variance-shape.ts'

const lineShown = z.object({
  chargeLineId: z.string(),
  procedureCode: z.string(),
  chargeCents: z.int(),
  paidCents: z.int(),
  patientCents: z.int(),
  expectedAllowedCents: z.int().nullable(),
  /** null: not compared. */
  allowedCents: z.int().nullable(),
  differenceCents: z.int().nullable(),
  verdict: z.enum(['as-expected', 'within-tolerance', 'explained', 'under', 'over', 'not-compared']),
  because: z.string().nullable(),
  says: z.string(),
  rule: citedRule.nullable(),
  /** By which rules it was expected, in order. */
  expectedBy: z.array(citedRule),
})

export const showExpected = route({
  method: 'GET',
  path: '/v1/ledger/claims/:claimId/expected',
  summary:
    'Expected against paid, line by line: both amounts, the tolerance, the verdict and the rule that says so.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ claimId: z.string() }),
  answers: {
    200: z.object({
      claimId: z.string(),
      payerId: z.string(),
      coverageOrder: z.int(),
      toleranceCents: z.int(),
      /** What the payer takes off where an assistant treated. */
      assistantPercent: z.int(),
      /** What was answered and stands, the oldest first. */
      answers: z.array(
        z.object({
          remittanceId: z.string(),
          position: z.int(),
          paidOn: z.string().nullable(),
          lines: z.array(lineShown),
        }),
      ),
    }),
  },
  async handle({ params: { claimId }, work }) {
    const claim = await findKnownClaim(work, claimId)
    if (!claim) return notFound('the claim')
    const { payerId, coverageOrder } = claim
    const day = await findDay(work, claim.treatmentDayId)
    const all = (await standingAnswersOf(work, [claimId])).get(claimId) ?? []
    // What a later payer answers of one that was handed on no schedule prices.
    const standing = all.filter((each) => each.coverageOrder === null)
    const terms = (await termsOf(work, [payerId]))(payerId, day ? familyOf(day, claim) : '')
    const answers = []
    for (const each of standing) {
      const { remittanceId, position, paidOn } = each
      answers.push({ remittanceId, position, paidOn, lines: await linesOf(work, claim, day, terms, each) })
    }
    const told = { claimId, payerId, coverageOrder, ...terms, answers }
    return answer(200, told, { shows: [claim.patientId] })
  },
})

async function linesOf(
  work: Work,
  claim: KnownClaim,
  day: ChargeDay | null,
  terms: PayerTerms,
  { remittanceId, position }: Pick<StandingAnswer, 'remittanceId' | 'position'>,
): Promise<z.infer<typeof lineShown>[]> {
  const row = await findRemittance(work, remittanceId)
  const record = await findRemittanceClaim(work, remittanceId, position)
  assert(row && record && day, 'what was answered has a remittance, and its day was charged')
  const answered = (await readContent(work, row.blob_digest)).claims.find(
    (each) => each.position === position,
  )
  const version = claim.versions.find((each) => each.version === record.claimVersion)
  assert(
    answered && version,
    `claim ${position} of remittance ${remittanceId} answers a version that was sent`,
  )
  const lines = adjudicateLines(answered, version.lines) ?? []
  const expected = lines.map(({ chargeLineId }) => expectedOf({ version }, day, chargeLineId))
  const expectedBy = new Map(lines.map(({ chargeLineId }, place) => [chargeLineId, expected[place] ?? null]))
  const isShareOfExpected =
    answered.lines.length === 0 && comesToExpected(lines, (id) => expectedBy.get(id) ?? null, terms)
  const reasonsOf = await priceReasonsOf(
    work,
    lines.flatMap(({ chargeLineId }, place) => {
      const expectedAllowedCents = expected[place] ?? null
      return expectedAllowedCents === null ? [] : [{ chargeLineId, expectedAllowedCents }]
    }),
  )
  return lines.map((line, place) => {
    const expectedAllowedCents = expected[place] ?? null
    const { chargeLineId } = line
    const reasons = expectedAllowedCents === null ? [] : reasonsOf({ chargeLineId, expectedAllowedCents })
    const { coverageOrder } = claim
    const facts = { coverageOrder, expectedAllowedCents, terms, reasons, isShareOfExpected }
    const explained = explainLine(line, facts)
    return { ...explained, expectedBy: reasons.map(({ facts: _, ...cited }) => cited) }
  })
}
