/**
 * Posts what was received, each ST in a transaction of its own; a practice's in the order of their arrival, so that
 * a copy finds its original and a reversal what it takes back. One that fails by our fault three times is set
 * aside, and the rest goes on.
 *
 * Nobody waits for another's file: the practices take turns ST by ST, and those whose next one is small do not stand
 * behind a large one (10,000 claims take seconds).
 */
import { act, failpoint, isFault, type JobFeature, job, look, type Shell } from '@tally/platform'
import { countTry, lockWaiting, nextWaiting, type Size, type Waiting } from '../store/remittances.ts'
import { postRemittance, setAside } from './post-remittance.ts'

const triesMax = 3

export const postRemittances = [
  job('post-remittances', 1_000, inTurn('small')),
  job('post-large-remittances', 1_000, inTurn('large')),
]

/** Whose turn was last is remembered here alone: another leader begins anywhere. */
function inTurn(size: Size): JobFeature['run'] {
  let last = ''
  return async (shell) => {
    const query = look(shell)
    const waiting = (await nextWaiting(query, size, last)) ?? (await nextWaiting(query, size, ''))
    if (!waiting) return false
    last = waiting.practice_id
    await postOne(shell, waiting)
    failpoint('between-remittances')
    return true
  }
}

async function postOne(shell: Shell, waiting: Waiting): Promise<void> {
  const { practice_id: practiceId, id, file_id: causationId } = waiting
  const parent = waiting.traceparent ?? undefined
  const span = shell.tracing.start('post remittance', { parent, practice: practiceId })
  const cause = { practiceId, causationId, traceparent: span.traceparent }
  try {
    await act(shell, cause, (work) => postRemittance(work, id))
    span.end()
  } catch (error) {
    span.end({ failed: 'not posted' })
    if (isFault(error)) throw error
    await noteFailure(shell, cause, id, error)
  }
}

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
