/** Latencies as they are told. */
import { quantile, sorted } from '../large-ledger/open-model.ts'

/** Milliseconds that 50, 95, 99 of 100 do not exceed, and none. NaN where nothing was measured. */
export interface Quantiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export function quantilesOf(values: readonly number[]): Quantiles {
  const all = sorted(values)
  const at = (share: number) => Math.round(quantile(all, share) * 10) / 10
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

export function inWords({ p50, p95, p99, max }: Quantiles): string {
  return `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max} ms`
}
