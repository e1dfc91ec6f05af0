/** How long to wait after a failure: 200 ms, then twice as long each time, at most 5 s; from the start once it goes well. */

export interface GrowingWait {
  /** Counts a failure; answers how many milliseconds to wait after it. */
  failed(): number
  /** In a row. */
  failures(): number
  wentWell(): void
}

const waitMsMax = 5_000

export function growingWait(): GrowingWait {
  let failures = 0
  return {
    failed() {
      failures += 1
      return Math.min(waitMsMax, 100 * 2 ** failures)
    },
    failures: () => failures,
    wentWell() {
      failures = 0
    },
  }
}
