/**
 * Once a night, from two in the practice's own time, all of its books are looked at: every remittance that was posted since is
 * proven again from its stored copy and the proof's digest kept, then every invariant is asked over the whole ledger
 * (reliability-security.md 3.5). However large the ledger has grown and however seldom the minute's look comes, a night is
 * looked at; one that was missed is made up for when the service is back. What is found stands in `ledger_night`.
 */
import { plusMilliseconds } from '@tally/kernel'
import { act, commit, isFault, job, look, type Shell } from '@tally/platform'
import { brokenOf, listNights, type Night, nextNight, saveNight } from '../store/ledger-nights.ts'
import { saveProof, unprovenBefore } from '../store/remittance-proofs.ts'
import type { RemittanceRow } from '../store/remittances.ts'
import { proveRemittance } from './prove-remittance.ts'

const everyMs = 60_000

/** A job is woken by every commit too: until then it does nothing. */
const nextAt = new WeakMap<Shell, string>()

export const lookNightly = job('look-nightly', everyMs, async (shell) => {
  const now = shell.clock.now()
  if (now < (nextAt.get(shell) ?? '')) return false
  const night = await nextNight(look(shell), now)
  if (!night) {
    nextAt.set(shell, plusMilliseconds(now, everyMs))
    return false
  }
  if (!(await proveSome(shell, night))) await lookAtAll(shell, night)
  return true
})

/** False: none is left. */
async function proveSome(shell: Shell, { practiceId, night, began }: Night): Promise<boolean> {
  const cause = { practiceId, causationId: `night/${night}` }
  const rows = await act(shell, cause, (work) => unprovenBefore(work, began))
  for (const row of rows) await proveOne(shell, cause, row)
  return rows.length > 0
}

async function proveOne(shell: Shell, cause: Parameters<typeof act>[1], row: RemittanceRow): Promise<void> {
  try {
    await act(shell, cause, async (work) => {
      const { digest, equalities, broken } = await proveRemittance(work, row)
      const proof = { digest, equalities: equalities.length, broken, provenAt: work.now }
      await commit(work, () => saveProof(work, row.id, proof), [])
    })
  } catch (error) {
    if (isFault(error)) throw error
    // Without its copy nothing is proven: that is what the night has to tell.
    const says = 'a remittance could not be proven from its stored copy'
    shell.log.error(says, { service: shell.service, messageId: row.id, error })
    await act(shell, cause, (work) => {
      const proof = { digest: null, equalities: 0, broken: 0, provenAt: work.now }
      return commit(work, () => saveProof(work, row.id, proof), [])
    })
  }
}

async function lookAtAll(shell: Shell, { practiceId, night }: Night): Promise<void> {
  await act(shell, { practiceId, causationId: `night/${night}` }, async (work) => {
    const found = await brokenOf(work)
    await commit(work, () => saveNight(work, night, found), [])
    const [looked] = await listNights(work, '', 1)
    const count = (looked?.broken ?? 0) + (looked?.unproven ?? 0)
    if (count === 0) return
    const says = 'the night’s look found the ledger broken: ask ledger_night'
    shell.log.error(says, { service: shell.service, process: 'look-nightly', count })
  })
}
