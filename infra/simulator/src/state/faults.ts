/**
 * What the outside does wrong on purpose. Each fault has a rate and a seed; whether it strikes is a function
 * of seed and number alone: the n-th request since the faults were set, or the n-th file.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'

const fault = z.strictObject({
  rate: z.number().min(0).max(1),
  seed: z.union([z.int(), z.string()]).default(1),
})
const slowing = fault.extend({ ms: z.int().min(0).max(3_600_000).default(1_000) })

export const faultsShape = z.strictObject({
  /** Taken and journaled, but the caller never hears it. */
  answerLostAfterAccept: fault.optional(),
  /** 503, nothing taken. */
  refuse: fault.optional(),
  /** Answers `ms` late. */
  delayMs: slowing.optional(),
  /** Each webhook twice, under the same id. */
  duplicateWebhook: fault.optional(),
  /** Held back `ms`, so that later ones overtake. */
  reorderWebhooks: slowing.optional(),
  /** Never delivered; only `GET /files` knows. */
  dropWebhook: fault.optional(),
  /** Nothing taken, nothing answered. */
  hang: fault.optional(),
  /** The idempotency key is not looked at and not remembered. */
  ignoreKeys: fault.optional(),
})
export type Faults = z.output<typeof faultsShape>
export type FaultName = keyof Faults

/** True when the fault strikes the n-th time (from 1). */
export function strikes(faults: Faults, name: FaultName, n: number): boolean {
  const set = faults[name]
  if (!set || set.rate === 0) return false
  const digest = createHash('sha256').update(`${name} ${set.seed} ${n}`).digest()
  return digest.readUInt32BE(0) < set.rate * 2 ** 32
}
