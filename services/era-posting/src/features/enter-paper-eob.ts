/**
 * A paper EOB by hand: written as an 835, proven before anything is kept, then taken in as any other; its file says that it
 * came on paper, and the entry who typed it.
 */
import {
  type Actor,
  item,
  type Practice,
  type Problem,
  type ProblemItem,
  problem,
  problemAt,
  type Work,
} from '@tally/platform'
import { type Remittance, readRemittances } from '@tally/x12'
import type { z } from 'zod'
import { judgeRemittance } from '../domain/judge-remittance.ts'
import { outOfBalance, type PaperEob, writtenEob } from '../domain/paper-eob.ts'
import { findClaim, newestVersions } from '../store/claims.ts'
import { addEntry, type NewEntry } from '../store/hand-entries.ts'
import { keepContent } from '../store/remittance-content.ts'
import { addFile, earlierThan } from '../store/remittances.ts'
import { type paperEobAsked, personOf } from './hand-entry-shape.ts'
import { type ReceivedRemittance, remittancesIn, takeIn } from './take-in-remittances.ts'

type Asked = z.output<typeof paperEobAsked>

export async function enterPaperEob(
  work: Work,
  actor: Actor,
  practice: Practice,
  asked: Asked,
): Promise<NewEntry | Problem> {
  const payeeNpi = asked.payeeNpi ?? practice.npis[0] ?? ''
  if (!practice.npis.includes(payeeNpi))
    return problemAt(422, '/payeeNpi', 'payee/unknown', 'this NPI is not the practice’s')
  const claims = await numbered(work, asked)
  if ('kind' in claims) return claims
  const { payerId, payerName = payerId, traceNumber, method, paidOn, paymentCents } = asked
  const { providerAdjustments } = asked
  const eob = { payerId, payerName, traceNumber, method, paidOn, paymentCents, providerAdjustments }
  const written = writtenEob({ ...eob, payeeNpi, claims })
  if (!written.ok) {
    const problems = written.problems.map(({ pointer, rule, says, fix }) =>
      item(pointer.replace('/remittances/0', '').replace('remittances/0', ''), rule, says, fix),
    )
    return problem(422, 'eob/not-writable', 'it cannot be read as a remittance: mend what is named', {
      problems,
    })
  }
  const bytes = Buffer.from(written.text)
  const [received] = await remittancesIn(bytes)
  const [read] = readRemittances(bytes).transactions
  if (!received || !read) return problemAt(422, '', 'eob/not-writable', 'it cannot be read as a remittance')
  const refused = await unfit(work, received, read)
  if (refused) return refused
  const id = work.newId()
  const file = { id: work.newId(), transmissionId: null, receivedAt: work.now }
  const digest = await keepContent(work, bytes)
  await addFile(work, {
    ...{ id: file.id, transmission_id: null, digest, channel: 'paper-eob', received_at: work.now },
    transactions: 1,
  })
  const { remittanceId } = await takeIn(work, file, received)
  const entry: NewEntry = {
    ...{ id, kind: 'paper-eob', status: 'posted', amountCents: paymentCents, effectiveOn: paidOn },
    ...{ patientId: null, payerId, asked: { kind: 'paper-eob', claims: claims.length }, lines: [] },
    ...{ batchId: null, remittanceId, words: { reason: asked.reason ?? '', reference: null } },
    by: personOf(actor, work),
  }
  await addEntry(work, entry)
  return entry
}

/** Ours by its newest number, any other as the paper says it. */
async function numbered(work: Work, { claims, payerId }: Asked): Promise<PaperEob['claims'] | Problem> {
  const ids = claims.flatMap(({ claimId }) => claimId ?? [])
  const versions = await newestVersions(work, ids)
  const problems: ProblemItem[] = []
  const read: PaperEob['claims'][number][] = []
  for (const [index, claim] of claims.entries()) {
    const { claimId, payerClaimNumber = null, patientCents = null, lines, ...rest } = claim
    const known = claimId === undefined ? null : await findClaim(work, claimId)
    const claimNumber = claim.claimNumber ?? versions.get(claimId ?? '')?.claimNumber
    const at = `/claims/${index}`
    if (claimNumber === undefined) {
      const says = 'name the claim: claimId of one that was sent, or claimNumber as the paper says it'
      problems.push(item(`${at}/claimId`, 'claim/unknown', says))
      continue
    }
    if (known && known.payerId !== payerId) {
      problems.push(item(`${at}/claimId`, 'claim/other-payer', 'this claim was sent to another payer'))
    }
    const status = claim.status ?? String(Math.min(known?.coverageOrder ?? 1, 3))
    read.push({
      ...{ ...rest, claimNumber, status, payerClaimNumber, patientCents },
      lines: lines.map(({ chargeLineId = null, allowedCents = null, ...line }) => ({
        ...{ ...line, chargeLineId, allowedCents },
      })),
    })
  }
  return problems.length > 0
    ? problem(422, problems[0]?.code ?? 'claim/unknown', 'some claims are not those of this payer', {
        problems,
      })
    : read
}

/** Why it is not taken: it does not add up, or the same payment is here already. */
async function unfit(
  work: Work,
  { remittance, unordered }: ReceivedRemittance,
  read: Remittance,
): Promise<Problem | null> {
  const breaks = outOfBalance(read)
  if (breaks.length > 0) {
    const detail = 'the EOB does not add up; nothing of it was kept: compare each figure with the paper'
    const problems = breaks.map((says) => item('', 'eob/out-of-balance', says))
    return problem(422, 'eob/out-of-balance', detail, { problems })
  }
  const { digest, originatorId, traceNumber, payerId, paymentCents } = remittance
  const identity = { digest: digest ?? '', trace: `${originatorId}${traceNumber}`, trace_number: traceNumber }
  const paid = { payer_id: payerId, payment_cents: paymentCents ?? 0 }
  const kept = { ...identity, ...paid, unordered_digest: unordered }
  const earlier = await earlierThan(work, { id: '', ...kept, arrival: Number.MAX_SAFE_INTEGER })
  const judgement = judgeRemittance(remittance, earlier, true)
  if (judgement.kind === 'duplicate') {
    const says = `this EOB is here already, as remittance ${judgement.of}: nothing was kept twice`
    return problem(409, 'eob/duplicate', says)
  }
  if (judgement.kind !== 'quarantine') return null
  if (judgement.because !== 'remittance/trace-conflict') {
    return problemAt(422, '', judgement.because, 'it would be quarantined: mend it, or hand in the 835')
  }
  const says =
    'another remittance with this check or trace number is posted: look at it first, one of the two is wrong'
  return problem(409, judgement.because, says)
}
