/**
 * Defects: what can only be wrong because we are. A failed assertion crashes the request or parks the
 * message.
 */

export class Defect extends Error {
  override readonly name = 'Defect'
}

/**
 * Throws a `Defect` unless `condition` holds. `says` names ids, codes and numbers only: it may reach a log.
 */
export function assert(condition: unknown, says: string): asserts condition {
  if (!condition) throw new Defect(says)
}

/** Closes a `switch` over a union: the compiler refuses a missing case, the run refuses an impossible one. */
export function unreachable(value: never, says: string): never {
  throw new Defect(`${says}: ${typeof value === 'string' ? value : typeof value}`)
}
