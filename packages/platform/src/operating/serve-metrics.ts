/** `/metrics`: what Prometheus asks each process, and what dashboards and alerts of infra/compose are made of. */
import type pg from 'pg'
import { z } from 'zod'
import { inTransaction } from '../database/transaction.ts'
import { answer, type HttpFeature, operatorRoute } from '../http/route.ts'
import type { SelfCheck, Waiting } from '../service.ts'
import type { Meters } from '../telemetry/meters.ts'
import { type RunningService, type ServiceState, stateOf } from './running-service.ts'

export function metricsOf(services: readonly RunningService[], meters: Meters): HttpFeature {
  return operatorRoute({
    method: 'GET',
    path: '/metrics',
    summary: 'Prometheus metrics.',
    // A proxy before several processes finds the one that is meant by `?service=`.
    query: z.looseObject({}),
    answers: { 200: z.string() },
    async handle() {
      await measure(services, meters)
      return answer(200, await meters.registry.metrics(), { contentType: meters.registry.contentType })
    },
  })
}

async function measure(services: readonly RunningService[], meters: Meters): Promise<void> {
  const [states, waiting] = await Promise.all([
    Promise.all(services.map(stateOf)),
    Promise.all(services.map(waitingIn)),
  ])
  measureStates(meters, states)
  for (const [index, { service, shell }] of services.entries()) {
    const now = shell.clock.millis()
    measureWaiting(meters, service.name, waiting[index] ?? [], now)
    measureCheck(meters, service.name, states[index]?.selfCheck ?? null, now)
    measurePool(meters, service.name, 'api', shell.api)
    measurePool(meters, service.name, 'worker', shell.worker)
  }
}

async function waitingIn({ service, shell }: RunningService): Promise<readonly Waiting[]> {
  return service.waiting ? inTransaction(shell.worker, null, service.waiting) : []
}

/** A lag that is not known is absent, not the last one known. */
function measureStates(meters: Meters, states: readonly ServiceState[]): void {
  meters.lagRecords.reset()
  meters.lagSeconds.reset()
  for (const { service, outboxRows, outboxSeconds, parked, lag } of states) {
    meters.outboxRows.set({ service }, outboxRows)
    meters.outboxSeconds.set({ service }, outboxSeconds)
    meters.parked.set({ service }, parked)
    for (const { topic, partition, records, seconds } of lag ?? []) {
      meters.lagRecords.set({ service, topic, partition: String(partition) }, records)
      if (seconds !== null) meters.lagSeconds.set({ service, topic, partition: String(partition) }, seconds)
    }
  }
}

function measureWaiting(meters: Meters, service: string, waiting: readonly Waiting[], now: number): void {
  for (const { what, count, oldest } of waiting) {
    meters.waitingItems.set({ service, what }, count)
    meters.waitingSeconds.set({ service, what }, oldest === null ? 0 : secondsSince(oldest, now))
  }
}

function measureCheck(meters: Meters, service: string, found: SelfCheck | null, now: number): void {
  if (found === null) return
  const labels = { service, check: found.name }
  meters.checkHolds.set(labels, found.holds ? 1 : 0)
  if (found.at !== null) meters.checkSeconds.set(labels, secondsSince(found.at, now))
}

function measurePool(meters: Meters, service: string, name: string, pool: pg.Pool): void {
  const { totalCount, idleCount, waitingCount } = pool
  const counts = { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
  for (const [state, count] of Object.entries(counts))
    meters.connections.set({ service, pool: name, state }, count)
}

function secondsSince(instant: string, now: number): number {
  return Math.max(0, (now - Date.parse(instant)) / 1_000)
}
