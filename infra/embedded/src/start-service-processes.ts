/** The six services as six processes of their own, by the same `main.ts` and settings that a container gives them. */

import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startServerProcess } from './server-process.ts'
import { freePort } from './start-killable-host.ts'

export interface ServiceProcess {
  readonly name: string
  readonly pid: number
  readonly address: string
}

export interface ServiceProcesses {
  readonly processes: readonly ServiceProcess[]
  addressOf(name: string): string
  /** As an operator does it, over HTTP. */
  setUpClearinghouse(address: string, secret: string): Promise<void>
  stop(): Promise<void>
}

const names = [
  'charge-capture',
  'eligibility',
  'claim-submission',
  'era-posting',
  'denial-management',
  'insight',
]
const patienceMs = 60_000

/** Resolves when all of them answer. */
export async function startServiceProcesses(settings: {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly data: string
  readonly operatorKey: string
  readonly demoKey: string
}): Promise<ServiceProcesses> {
  const { databaseUrl, kafkaBrokers, data, operatorKey, demoKey } = settings
  const started: (ServiceProcess & { readonly end: () => Promise<void> })[] = []
  const stop = async () => {
    await Promise.all(started.map(({ end }) => end()))
  }
  try {
    for (const name of names) {
      const port = await freePort()
      const server = await startServerProcess({
        name,
        command: process.execPath,
        args: [fileURLToPath(new URL(`../../../services/${name}/src/main.ts`, import.meta.url))],
        log: join(data, `${name}.log`),
        environment: {
          ...{ DATABASE_URL: databaseUrl, KAFKA_BROKERS: kafkaBrokers, TALLY_DATA: data },
          ...{ TALLY_PORT: String(port), TALLY_OPERATOR_KEY: operatorKey, TALLY_DEMO_KEY: demoKey },
        },
      })
      const end = () =>
        server.end([
          ['SIGTERM', 20_000],
          ['SIGKILL', 5_000],
        ])
      const address = `http://127.0.0.1:${port}`
      started.push({ name, pid: server.pid, address, end })
      await Promise.race([
        live(address),
        server.exited.then((says) => {
          throw new Error(`${says} ${server.output().slice(-2_000)}`)
        }),
      ])
    }
  } catch (error) {
    await stop()
    throw error
  }
  const addressOf = (wanted: string) => {
    const found = started.find(({ name }) => name === wanted)
    if (!found) throw new Error(`there is no service ${wanted}`)
    return found.address
  }
  return {
    ...{ processes: started, addressOf, stop },
    async setUpClearinghouse(address, secret) {
      const answer = await fetch(`${addressOf('charge-capture')}/v1/partners/clearinghouse`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ adapter: 'http', address, usage: 'T', secrets: [secret] },
          ...{ senderId: 'TALLY', receiverId: 'CLEARHOUSE', receiverName: 'SIMULATED CLEARINGHOUSE' },
        }),
      })
      if (answer.status !== 200)
        throw new Error(`the partner was answered ${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
    },
  }
}

async function live(address: string): Promise<void> {
  for (const giveUp = performance.now() + patienceMs; performance.now() < giveUp; ) {
    const status = await fetch(`${address}/health/live`).then(
      (answer) => answer.status,
      () => 0,
    )
    if (status === 200) return
    await setTimeout(100)
  }
  throw new Error(`nothing answered at ${address} within ${patienceMs} ms`)
}
