/** Wakes a loop that waits; a ring while nobody waits is kept. One loop has one. */

export interface Doorbell {
  ring(): void
  /** True when it was rung, false when `ms` passed. */
  wait(ms: number): Promise<boolean>
  /** Waits `ms` out, whoever rings: for what must not be hurried. A ring meanwhile is kept for the next `wait`. */
  pause(ms: number): Promise<void>
  /** The same until `performance.now()` says `at`; what has rung by then is one ring with those before. */
  pauseUntil(at: number): Promise<void>
  /** Ends what waits now, and every wait after it: the loop is to stop. */
  close(): void
}

export function doorbell(): Doorbell {
  let rung = false
  let closed = false
  let endWait: (() => void) | undefined
  let endPause: (() => void) | undefined

  const waited = (ms: number, ends: (end: () => void) => void) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      ends(() => {
        clearTimeout(timer)
        resolve()
      })
    })

  const pause = async (ms: number) => {
    if (closed) return
    await waited(ms, (end) => {
      endPause = end
    })
    endPause = undefined
  }

  return {
    ring() {
      rung = true
      endWait?.()
    },
    async wait(ms) {
      if (!rung && !closed) {
        await waited(ms, (end) => {
          endWait = end
        })
      }
      endWait = undefined
      const wasRung = rung
      rung = false
      return wasRung
    },
    pause,
    async pauseUntil(at) {
      const ms = at - performance.now()
      if (ms > 0) await pause(ms)
      rung = false
    },
    close() {
      closed = true
      endWait?.()
      endPause?.()
    },
  }
}
