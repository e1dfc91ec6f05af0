/**
 * Looks each minute (of a large ledger less often) whether every invariant holds and remembers the result. A broken one is no
 * business case: it is logged as an error and named until it is mended.
 */
import { inTransaction, job, look, type Shell } from '@tally/platform'
import { brokenInvariants, isLookDue, rememberLook } from '../store/ledger-check.ts'

const everySeconds = 60

/** A job is woken by every commit too; between two looks it does nothing. */
export const checkLedger = job('check-ledger', everySeconds * 1_000, async (shell: Shell) => {
  const now = shell.clock.now()
  if (!(await isLookDue(look(shell), now, everySeconds))) return false
  const found = await inTransaction(shell.worker, null, async (query) => {
    const broken = await brokenInvariants(query)
    await rememberLook(query, now, broken)
    return broken
  })
  const invariants = [...new Set(found.map(({ invariant }) => invariant))]
  for (const process of invariants) {
    const count = found.filter(({ invariant }) => invariant === process).length
    shell.log.error('an invariant of the ledger is broken: ask ledger_check', {
      service: shell.service,
      process,
      count,
    })
  }
  return false
})
