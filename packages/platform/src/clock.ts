/** Time, handed in. A service never asks the machine; a test moves a clock of its own. */

export interface Clock {
  /** Milliseconds since 1970. */
  millis(): number
  /** The same moment, RFC 3339 in UTC. */
  now(): string
}

export const systemClock: Clock = { millis: () => Date.now(), now: () => new Date().toISOString() }

/** A clock that stands until it is moved, for tests and simulated years. */
export function virtualClock(
  start: string,
): Clock & { moveTo(instant: string): void; advance(millis: number): void } {
  let at = Date.parse(start)
  return {
    millis: () => at,
    now: () => new Date(at).toISOString(),
    moveTo: (instant) => {
      at = Date.parse(instant)
    },
    advance: (millis) => {
      at += millis
    },
  }
}

/** Milliseconds since 1970 as an RFC 3339 instant in UTC. */
export function instantOf(millis: number): string {
  return new Date(millis).toISOString()
}
