/** The outside as a process: HTTP on a port, a folder to remember in, webhooks over the network. */
import type { AddressInfo } from 'node:net'
import { type Clock, machineClock } from './clock.ts'
import { httpFace } from './http-face.ts'
import type { Send } from './state/deliver-files.ts'
import { openFolder } from './state/open-storage.ts'
import { outsideWorld, type World } from './state/outside-world.ts'
import { signer } from './state/sign-webhook.ts'

export interface SimulatorOptions {
  /** 0: any free one. */
  readonly port: number
  /** 127.0.0.1 without one. */
  readonly host?: string
  readonly folder: string
  /** Tally's address, like `http://127.0.0.1:4000`; `PUT /settings` may name another. */
  readonly callback: string | null
  /** `whsec_…`, the same that Tally checks with. */
  readonly secret: string
  readonly clock?: Clock
}

export interface RunningSimulator {
  readonly address: string
  readonly world: World
  stop(): Promise<void>
}

const sendPatienceMs = 10_000
/** A timer of Node holds no more; what is due later is looked at again then. */
const longestTimerMs = 60_000

export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { port, host = '127.0.0.1', folder, callback, secret, clock = machineClock } = options
  const stopping = new AbortController()
  const world = outsideWorld({
    ...{ clock, storage: openFolder(folder), sign: signer(secret) },
    send: (settings) => webhookTo(settings.callback ?? callback, stopping.signal),
  })
  const pump = startPump(world, clock)
  const app = httpFace(world, pump.wake)
  try {
    await app.listen({ host, port })
  } catch (cause) {
    await pump.stop()
    await world.close()
    throw cause
  }
  pump.wake()
  const { port: bound } = app.server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${bound}`,
    world,
    async stop() {
      stopping.abort()
      await app.close()
      await pump.stop()
      await world.close()
    },
  }
}

function webhookTo(callback: string | null, stopping: AbortSignal): Send | null {
  if (callback === null) return null
  const address = new URL('/v1/webhooks/clearinghouse', callback)
  return async ({ headers, body }) => {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(sendPatienceMs)])
    const response = await fetch(address, { method: 'POST', headers, body, signal })
    await response.arrayBuffer()
    return response.status
  }
}

interface Pump {
  wake(): void
  stop(): Promise<void>
}

/** Works whenever something is due; a slow receiver holds up its own lane alone. */
function startPump(world: World, clock: Clock): Pump {
  const running = new Set<Promise<unknown>>()
  let timer: NodeJS.Timeout | undefined
  let looking: NodeJS.Timeout | undefined
  let stopped = false
  /** Many wakes of one moment are one look: it walks through everything owed. */
  const wake = () => {
    looking ??= stopped ? undefined : setTimeout(look, 1)
  }
  const look = () => {
    looking = undefined
    clearTimeout(timer)
    const next = world.nextDueAt()
    if (next === null) return
    timer = setTimeout(turn, Math.min(longestTimerMs, Math.max(0, next - clock.millis())))
  }
  const turn = () => {
    const work = world.work().finally(() => {
      running.delete(work)
      wake()
    })
    running.add(work)
    wake()
  }
  return {
    wake,
    async stop() {
      stopped = true
      clearTimeout(timer)
      clearTimeout(looking)
      await Promise.all(running)
    },
  }
}
