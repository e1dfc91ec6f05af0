/**
 * The measured half of `npm run bench -- posting`, a process of its own: era-posting alone, and no code of another service.
 * Prints where it listens; then for each line `begin` it forgets what it used, and for each `end` prints what it used since.
 * What it says is taken and forgotten, as by a broker outside the process: the one inside keeps everything.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { eraPosting } from '@tally/era-posting'
import { host, inProcessBroker, jsonLog, localKeyManagement, startTracing } from '@tally/platform'

/** CPU milliseconds of the process, and its highest resident memory in MB. */
export interface Used {
  readonly busyMs: number
  readonly peakMb: number
}

/** As the argument, in JSON. */
export interface AloneSettings {
  readonly databaseUrl: string
  /** In base64, as `masterKey`. */
  readonly secret: string
  readonly masterKey: string
  /** Of the demo practice. */
  readonly apiKey: string
}

const settings: AloneSettings = JSON.parse(process.argv[2] ?? '{}')
const running = await host([eraPosting], {
  databaseUrl: settings.databaseUrl,
  secret: Buffer.from(settings.secret, 'base64'),
  keyManagement: localKeyManagement(Buffer.from(settings.masterKey, 'base64')),
  broker: { ...inProcessBroker(), publish: () => Promise.resolve() },
  firstKeys: { operator: 'operator-key-of-the-bench', demo: settings.apiKey },
  listen: { host: '127.0.0.1', port: 0 },
  log: jsonLog('error', (line) => process.stderr.write(line)),
  tracing: startTracing({ otlp: false }),
})
console.log(running.address)
let before = process.cpuUsage()
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'begin') {
    // The kernel starts the highest mark anew (clear_refs, 5).
    writeFileSync('/proc/self/clear_refs', '5')
    before = process.cpuUsage()
    console.log('begun')
  } else {
    const { user, system } = process.cpuUsage(before)
    const used: Used = { busyMs: Math.round((user + system) / 1000), peakMb: peakMb() }
    console.log(JSON.stringify(used))
  }
}
await running.stop()

function peakMb(): number {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}
