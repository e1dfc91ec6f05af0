/**
 * Looks again at claims of posted remittances that found no claim of ours, or no original, when one came that
 * may be it: the claim's submission arrived behind its payment, or the reversal before what it reverses. The
 * money then leaves the account where it waited.
 */
import { assert, dayIn } from '@tally/kernel'
import { act, isFault, job, look, type Work } from '@tally/platform'
import { brokenClaims } from '../domain/judge-remittance.ts'
import { lockDays } from '../store/charges.ts'
import { accountWhereItWaits } from '../store/legacy-money.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { nextToLookAt, takeLook } from '../store/remittance-claims.ts'
import { readContent } from '../store/remittance-content.ts'
import { lockRemittance, noteMatched, waitForTurn } from '../store/remittances.ts'
import { matchClaims } from './match-claims.ts'
import { postClaims } from './post-claims.ts'
import { decideAll } from './post-groups.ts'
import { linkAgain } from './post-provider-levels.ts'
import { isReversal, postReversal } from './post-reversal.ts'
import { postingSession } from './posting-session.ts'

export const matchAgain = job('match-again', 5_000, async (shell) => {
  const next = await nextToLookAt(look(shell), shell.clock.now())
  if (!next) return false
  const { practice_id: practiceId, remittance_id: remittanceId, position } = next
  const cause = { practiceId, causationId: remittanceId }
  try {
    await act(shell, cause, (work) => lookAgain(work, remittanceId, position))
  } catch (error) {
    if (isFault(error)) throw error
    // It stays where it waits, in the list that people see, and keeps nobody else from being looked at.
    shell.log.error('a claim could not be matched again', {
      service: shell.service,
      messageId: remittanceId,
      error,
    })
    await act(shell, cause, (work) => takeLook(work, remittanceId, position))
  }
  return true
})

async function lookAgain(work: Work, remittanceId: string, position: number): Promise<void> {
  // Before any row, as who posts a remittance does: what is learnt here may link adjustments of the payer.
  await waitForTurn(work)
  const row = await lockRemittance(work, remittanceId)
  if (!(await takeLook(work, remittanceId, position)) || !row) return
  const remittance = await readContent(work, row.blob_digest)
  const answered = remittance.claims.find((claim) => claim.position === position)
  assert(answered, `remittance ${remittanceId} has no claim ${position}`)
  const matches = await matchClaims(work, [answered], row.payer_id)
  const match = matches.get(position)
  const days = await lockDays(work, match?.kind === 'matched' ? [match.claim.treatmentDayId] : [])
  const [decided] = decideAll({ days }, brokenClaims(remittance), [answered], matches)
  assert(decided, 'a claim that was looked for is decided')
  const effectiveOn = dayIn(await practiceZone(work), work.now)
  const cause = { type: 'match', key: `${remittanceId}/${position}`, remittanceId, effectiveOn } as const
  const paidFrom = await accountWhereItWaits(work, remittanceId, position)
  const session = postingSession(work, cause, { row, days, paidFrom })
  const became = isReversal(decided) ? await postReversal(session, decided) : decided
  if (!isReversal(decided)) await postClaims(session, [decided])
  if (became.outcome.kind !== 'unmatched') {
    await linkAgain(session)
    const { postings, leftCents } = session.written()
    assert(
      leftCents === answered.paidCents,
      `claim ${position} of remittance ${remittanceId} left what waited for it`,
    )
    await noteMatched(work, remittanceId, answered.paidCents, postings)
  }
}
