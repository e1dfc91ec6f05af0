/**
 * The outside of the embedded run: infra/simulator as a process of its own, on the port after Tally's, with its
 * memory under `.tally/simulator`; and the partner `clearinghouse` that leads to it.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { installation, inTransaction, type Partner, type RunningHost, savePartner } from '@tally/platform'
import type { Spawned } from './begun-servers.ts'
import { startServerProcess } from './server-process.ts'

export interface EmbeddedClearinghouse {
  readonly address: string
  readonly exited: Promise<string>
}

export interface ClearinghouseWanted {
  readonly data: string
  /** Of Tally; the simulator's is the next one. */
  readonly port: number
  readonly secret: string
  readonly progress: (line: string) => void
  readonly spawned: Spawned
}

const program = fileURLToPath(new URL('../../simulator/src/main.ts', import.meta.url))
const patienceMs = 15_000

export async function startEmbeddedClearinghouse(
  wanted: ClearinghouseWanted,
): Promise<EmbeddedClearinghouse> {
  const { data, secret, progress, spawned } = wanted
  const port = wanted.port + 1
  const address = `http://127.0.0.1:${port}`
  progress('starting the simulated clearinghouse')
  const server = await startServerProcess({
    name: 'The simulated clearinghouse',
    command: process.execPath,
    args: [program, '--port', String(port), '--folder', join(data, 'simulator')],
    // Not among the arguments: those stand in the process table for everyone.
    environment: {
      TALLY_SIMULATOR_SECRET: secret,
      TALLY_SIMULATOR_CALLBACK: `http://127.0.0.1:${wanted.port}`,
    },
    log: join(data, 'simulator.log'),
  })
  const stop = () =>
    server.end([
      ['SIGTERM', 5_000],
      ['SIGKILL', 5_000],
    ])
  spawned(server.pid, stop)
  const ended = server.exited.then((says) => ({ says }))
  for (const giveUp = performance.now() + patienceMs; ; ) {
    if (await answers(address)) return { address, exited: server.exited }
    const gone = await Promise.race([ended, sleep(50)])
    if (gone) throw new Error(`${gone.says} Port ${port} may be taken: set TALLY_PORT to another one.`)
    if (performance.now() > giveUp) {
      await stop()
      throw new Error(
        `The simulated clearinghouse did not answer at ${address}; see ${join(data, 'simulator.log')}.`,
      )
    }
  }
}

/** Tells every service where the clearinghouse is and what it signs with. */
export async function setUpClearinghouse(
  { services }: RunningHost,
  address: string,
  secret: string,
): Promise<void> {
  const keeper = services.find(({ service }) => service.name === 'charge-capture')
  if (!keeper) throw new Error('partners are kept by the process of charge-capture')
  const { shell } = keeper
  const keys = await shell.vault.of(installation)
  const partner: Partner = {
    ...{ id: 'clearinghouse', adapter: 'http', address, usage: 'T', secrets: [secret] },
    ...{ senderId: 'TALLY', receiverId: 'CLEARHOUSE', receiverName: 'SIMULATED CLEARINGHOUSE' },
    // Lost webhooks are found within seconds here; a real partner's list is asked for every five minutes.
    ...{ pollSeconds: 5, toleranceSeconds: 300 },
  }
  await inTransaction(shell.worker, null, (query) => savePartner(query, keys, partner))
}

/** 32 random bytes in the form that Standard Webhooks gives secrets. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

async function answers(address: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/health', address), { signal: AbortSignal.timeout(2_000) })
    await answer.arrayBuffer()
    return answer.ok
  } catch (error) {
    // Not listening yet; a process that died is told apart by its exit.
    if (error instanceof Error) return false
    throw error
  }
}
