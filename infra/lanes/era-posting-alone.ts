/**
 * The measured half of `npm run bench -- posting`, a process of its own: era-posting alone on the database of its argument,
 * the broker in the process and nothing said to it. Prints where it listens; then for each line `begin` it forgets what it
 * used, and for each `end` prints what it used since.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { allServices } from '@tally/embedded/all-services'
import { host, inProcessBroker, jsonLog, startTracing } from '@tally/platform'
import { testKeyManagement, testSecret } from '@tally/testkit'

/** CPU milliseconds of the process, and its highest resident memory in MB. */
export interface Used {
  readonly busyMs: number
  readonly peakMb: number
}

const [databaseUrl = ''] = process.argv.slice(2)
const running = await host(
  allServices(testKeyManagement).filter(({ name }) => name === 'era-posting'),
  {
    ...{ databaseUrl, secret: testSecret, keyManagement: testKeyManagement, broker: inProcessBroker() },
    listen: { host: '127.0.0.1', port: 0 },
    log: jsonLog('error', (line) => process.stderr.write(line)),
    tracing: startTracing({ otlp: false }),
  },
)
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
