/**
 * `node infra/simulator/src/main.ts [--port 4001] [--folder .tally/simulator] [--callback http://127.0.0.1:4000]
 * [--secret whsec_…]`; each also as TALLY_SIMULATOR_PORT and so on. `--secret-file` names a file with the secret, `--host 0.0.0.0`
 * lets other machines in. Its parent's end is its own when it was forked.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startSimulator } from './start-simulator.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const option = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    ...{ port: option, host: option, folder: option, callback: option },
    ...{ secret: option, 'secret-file': option },
  },
})
const given = (name: keyof typeof values) =>
  values[name] ?? process.env[`TALLY_SIMULATOR_${name.replace('-', '_').toUpperCase()}`]

const tallyPort = Number(process.env.TALLY_PORT ?? 4_000)
const port = Number(given('port') ?? tallyPort + 1)
const secretFile = given('secret-file')
const secret = secretFile === undefined ? given('secret') : readFileSync(secretFile, 'utf8').trimEnd()
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  end('The port must be a number from 0 to 65535: set TALLY_SIMULATOR_PORT or --port.')
} else if (secret === undefined || !/^whsec_[A-Za-z0-9+/]+=*$/.test(secret)) {
  end(
    'The webhook secret is missing: set TALLY_SIMULATOR_SECRET or --secret to whsec_ and base64, as Tally has it.',
  )
} else {
  await run(port, secret)
}

async function run(onPort: number, webhookSecret: string): Promise<void> {
  const folder = given('folder') ?? join(process.env.TALLY_DATA ?? join(root, '.tally'), 'simulator')
  const callback = given('callback') ?? `http://127.0.0.1:${tallyPort}`
  const at = { host: given('host') ?? '127.0.0.1', port: onPort }
  const running = await startSimulator({ ...at, folder, callback, secret: webhookSecret })
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await running.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
  process.on('disconnect', () => void stop())
  process.stdout.write(`The simulated outside answers on ${running.address} and remembers in ${folder}.\n`)
  process.send?.({ address: running.address })
}

function end(says: string): void {
  process.stderr.write(`${says}\n`)
  process.exitCode = 1
}
