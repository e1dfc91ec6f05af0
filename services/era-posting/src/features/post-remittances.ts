/**
 * Posts what was received, one ST after the other, each in a transaction of its own: in the order of arrival,
 * so that a copy finds its original and a reversal what it takes back. One that fails by our fault three times
 * is set aside, and the rest goes on.
 */
import { act, isFault, job, look, type Shell } from '@tally/platform'
import { countTry, lockWaiting, nextWaiting } from '../store/remittances.ts'
import { postRemittance, setAside } from './post-remittance.ts'

const triesMax = 3

export const postRemittances = job('post-remittances', 1_000, async (shell) => {
  const waiting = await nextWaiting(look(shell))
  if (!waiting) return false
  const { practice_id: practiceId, id, file_id: causationId } = waiting
  const span = shell.tracing.start('post remittance', { parent: waiting.traceparent ?? undefined })
  const cause = { practiceId, causationId, traceparent: span.traceparent }
  try {
    await act(shell, cause, (work) => postRemittance(work, shell.tracing, id))
    span.end()
  } catch (error) {
    span.end({ failed: 'not posted' })
    if (isFault(error)) throw error
    await noteFailure(shell, cause, id, error)
  }
  return true
})

async function noteFailure(
  shell: Shell,
  cause: Parameters<typeof act>[1],
  id: string,
  error: unknown,
): Promise<void> {
  const { service } = shell
  shell.log.error('a remittance could not be posted', {
    service,
    process: 'post-remittances',
    messageId: id,
    error,
  })
  const tries = await act(shell, cause, (work) => countTry(work, id))
  if (tries < triesMax) return
  await act(shell, cause, async (work) => {
    const row = await lockWaiting(work, id)
    const aside = { kind: 'quarantine', because: 'remittance/not-posted' } as const
    // Should even telling of it fail, the next try sets it aside without a word: the rest has to go on.
    if (row) await setAside(work, row, aside, { tells: tries === triesMax })
  })
}
