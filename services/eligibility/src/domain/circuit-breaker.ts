/**
 * While a partner does not answer, nobody waits for it: after five failures in a row, or five of the last twenty when there
 * are ten to judge by, nothing is asked for half a minute; then one question probes (reliability note C7: opens within 10 s
 * when 30 % of calls hang). A call counts as failed once it has hung for eight seconds.
 */
import { compareInstants, plusMilliseconds } from '@tally/kernel'

export interface Circuit {
  /** The last outcomes, oldest first: 1 answered, 0 failed. */
  readonly outcomes: string
  /** Until when nothing is asked; past: the next question probes; null: closed. */
  readonly openUntil: string | null
}

export const closedCircuit: Circuit = { outcomes: '', openUntil: null }

export const hangingMs = 8_000
const openMs = 30_000
const remembered = 20
const inARow = 5
const judgedBy = 10

export function afterOutcome(circuit: Circuit, went: 'well' | 'wrong', now: string): Circuit {
  const outcomes = `${circuit.outcomes}${went === 'well' ? '1' : '0'}`.slice(-remembered)
  // What was on its way when it opened neither closes it nor keeps it open.
  if (isOpen(circuit, now)) return { ...circuit, outcomes }
  const probed = circuit.openUntil !== null
  if (went === 'well') return probed ? closedCircuit : { outcomes, openUntil: null }
  const failed = [...outcomes].filter((each) => each === '0').length
  const opens =
    probed || outcomes.endsWith('0'.repeat(inARow)) || (outcomes.length >= judgedBy && failed >= inARow)
  return { outcomes, openUntil: opens ? plusMilliseconds(now, openMs) : null }
}

export function isOpen({ openUntil }: Circuit, now: string): boolean {
  return openUntil !== null && compareInstants(openUntil, now) > 0
}

/** How many questions may be on their way at once: none while it is open, one to probe, then as many as `most`. */
export function roomFor(circuit: Circuit, most: number, now: string): number {
  if (isOpen(circuit, now)) return 0
  return circuit.openUntil === null ? most : 1
}
