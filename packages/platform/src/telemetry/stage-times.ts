/** How long visits take to each stage of their way to cash, counted when the transaction that learnt of it is committed. */
import type { Work } from '../messaging/work.ts'
import type { Meters } from './meters.ts'

export interface StageTime {
  readonly stage: string
  readonly seconds: number
}

/** `reachedAt` and `begunAt` are instants of two machines: one that went backwards is no time at all. */
export function reached(work: Work, stage: string, begunAt: string, reachedAt: string): void {
  const seconds = Math.max(0, (Date.parse(reachedAt) - Date.parse(begunAt)) / 1_000)
  work.held.stages.push({ stage, seconds })
}

export function observeStages(meters: Meters, service: string, stages: readonly StageTime[]): void {
  for (const { stage, seconds } of stages) meters.stageSeconds.observe({ service, stage }, seconds)
}
