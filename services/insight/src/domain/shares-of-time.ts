/**
 * To what the time of a trace went. Each moment counts once: for work where anything of ours worked, else for a queue
 * where a message waited in one, else for an outbox, else for what is not ours, such as a payer. So the shares add up
 * to the whole.
 */

export interface Stretch {
  readonly of: 'work' | 'queue' | 'outbox'
  readonly startedUs: number
  readonly durationUs: number
}

export interface Shares {
  readonly workUs: number
  readonly queueUs: number
  readonly outboxUs: number
  readonly elsewhereUs: number
}

export function sharesOf(stretches: readonly Stretch[]): Shares {
  const moments = stretches
    .flatMap(({ of, startedUs, durationUs }) => [
      { of, at: startedUs, change: 1 },
      { of, at: startedUs + durationUs, change: -1 },
    ])
    .sort((a, b) => a.at - b.at)
  const open = { work: 0, queue: 0, outbox: 0 }
  const shares = { workUs: 0, queueUs: 0, outboxUs: 0, elsewhereUs: 0 }
  let last = moments[0]?.at ?? 0
  for (const { of, at, change } of moments) {
    shares[`${open.work ? 'work' : open.queue ? 'queue' : open.outbox ? 'outbox' : 'elsewhere'}Us`] +=
      at - last
    open[of] += change
    last = at
  }
  return shares
}
