/**
 * All services and the simulated outside in one process, for tests: on one clock, which moves only when the test
 * says so, or on the machine's. The outside is reached over HTTP and answers by signed webhooks, as everywhere.
 */
import type { AddressInfo } from 'node:net'
import type { Broker, Clock } from '@tally/platform'
import { httpFace, type Send, simulate, testWebhookSecret, type World } from '@tally/simulator'
import {
  type Reply,
  sampleEncounter,
  setUpPartner,
  startTestHost,
  type TemporaryDatabase,
  type TestHost,
  type TestHostSettings,
  testKeyManagement,
  testPartner,
} from '@tally/testkit'
import { vi } from 'vitest'
import { allServices } from './all-services.ts'

export interface WholeSystem {
  readonly tally: TestHost
  readonly world: World
  /**
   * Posts the sample visit with changes; `memberId` decides what the outside does with it. Each is of a patient of
   * its own, unless it is `patientOf` another one.
   */
  visit(
    externalId: string,
    memberId: string,
    changes?: object,
    patientOf?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>
  timeline(externalId: string): Promise<TimelineItem[]>
  /** Works the outside until the visit's timeline holds every one of `events`. */
  until(externalId: string, events: readonly string[]): Promise<void>
  /** Works the outside until `holds` does. */
  see<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T>
  stop(): Promise<void>
}

export interface TimelineItem {
  readonly at: string
  readonly service: string
  readonly event: string
  readonly says: string
  readonly cents: number | null
  readonly traceId: string | null
}

export interface WholeSettings {
  readonly clock: Clock & { advance(millis: number): void }
  readonly broker?: Broker
  readonly database?: TemporaryDatabase
  /** The clock moves only while nothing is under way: what the outside says first is heard first. */
  readonly calm?: boolean
  /** Which traces are kept in the table; none without it. */
  readonly traces?: TestHostSettings['traces']
}

const patience = { timeout: 30_000, interval: 25 }

export async function startWholeSystem({
  clock,
  calm = false,
  ...settings
}: WholeSettings): Promise<WholeSystem> {
  const tally = await startTestHost({
    services: allServices(testKeyManagement, null, true),
    clock,
    ...settings,
  })
  const world = simulate({ clock, send: webhookInto(tally), secret: testWebhookSecret })
  const outside = httpFace(world)
  await outside.listen({ host: '127.0.0.1', port: 0 })
  const { port } = outside.server.address() as AddressInfo
  await setUpPartner(tally, {
    ...testPartner,
    ...{ address: `http://127.0.0.1:${port}`, secrets: [testWebhookSecret], pollSeconds: 5 },
  })
  const see: WholeSystem['see'] = (look, holds) =>
    vi.waitFor(async () => {
      await turn(world, clock, () => (calm ? tally.settled() : Promise.resolve()))
      const seen = await look()
      if (!holds(seen)) throw new Error(`not seen: ${JSON.stringify(seen).slice(0, 2_000)}`)
      return seen
    }, patience)
  const timeline: WholeSystem['timeline'] = async (externalId) => {
    const answer = await tally.call('GET', `/v1/encounters/${externalId}/timeline`)
    return answer.status === 200 ? answer.json.items : []
  }
  return {
    ...{ tally, world, see, timeline },
    async visit(externalId, memberId, changes = {}, patientOf = externalId, headers = {}) {
      const body = withMember(sampleEncounter({ externalId, ...changes }), patientOf, memberId)
      return tally.call('POST', '/v1/encounters', {
        body,
        headers: { 'idempotency-key': externalId, ...headers },
      })
    },
    async until(externalId, events) {
      const named = (items: readonly TimelineItem[]) => items.map(({ event }) => event)
      await see(
        () => timeline(externalId),
        (items) => events.every((event) => named(items).includes(event)),
      )
    },
    async stop() {
      await outside.close()
      await world.close()
      await tally.stop()
    },
  }
}

function withMember(body: ReturnType<typeof sampleEncounter>, patientOf: string, memberId: string) {
  const [coverage, ...others] = body.coverages
  return {
    ...body,
    patient: { ...body.patient, externalId: `PATIENT-OF-${patientOf}` },
    coverages: [{ ...coverage, memberId }, ...others],
  }
}

/** What is due goes out; with nothing due the clock moves to what is, a second at most, so that jobs see time pass. */
async function turn(world: World, clock: WholeSettings['clock'], rest: () => Promise<void>): Promise<void> {
  if (await world.work()) return
  await rest()
  const next = world.nextDueAt()
  const wait = next === null ? 100 : Math.max(0, next - clock.millis())
  clock.advance(Math.min(1_000, wait))
}

function webhookInto(tally: TestHost): Send {
  return async ({ headers, body }) => {
    const answer = await tally.host.app.inject({
      method: 'POST',
      url: '/v1/webhooks/clearinghouse',
      ...{ headers, payload: Buffer.from(body) },
    })
    return answer.statusCode
  }
}
