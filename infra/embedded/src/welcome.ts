/** What a newcomer sees when everything runs: what is where, the demo's key, what to try. */
import { join, relative } from 'node:path'
import { demoPractice, type RunningHost } from '@tally/platform'
import type { DemoFile } from './demo-file.ts'
import type { EmbeddedClearinghouse } from './embedded-clearinghouse.ts'
import type { Servers } from './start-servers.ts'

export interface Welcome {
  readonly running: RunningHost
  readonly servers: Servers
  readonly outside: EmbeddedClearinghouse | null
  readonly keys: DemoFile['keys']
  readonly data: string
  readonly seconds: string
}

export function welcome({ running, servers, outside, keys, data, seconds }: Welcome): string {
  const { address } = running
  const rows = [
    ['broker', servers.brokerSays],
    ['database', servers.databaseSays],
    ['services', running.services.map(({ service }) => service.name).join(', ')],
    ['outside', outside ? `a simulated clearinghouse with payers, ${outside.address}` : 'none set up'],
    ['API', `${address}/docs`],
    [
      'demo key',
      keys.demo ? `${keys.demo} (practice ${demoPractice.id}, role owner)` : 'none: set TALLY_DEMO_KEY',
    ],
    ['operator', `its key is in ${relative(process.cwd(), join(data, 'demo.json'))}`],
  ]
  const bearer = `-H 'authorization: Bearer ${keys.demo ?? '<key>'}'`
  return [
    '',
    `Tally is ready at ${address} after ${seconds} s. Ctrl-C stops it.`,
    ...rows.map(([name = '', value]) => `  ${name.padEnd(9)} ${value}`),
    'Try:',
    `  curl -s ${bearer} -H 'idempotency-key: first' -H 'content-type: application/json' \\`,
    `    -d @docs/encounter.json ${address}/v1/encounters`,
    `  curl -s ${bearer} ${address}/v1/encounters/VISIT-2026-000123/timeline`,
    '  npm run demo',
    'Where a visit’s time went, as a page (its traceId is on the timeline):',
    `  curl -s ${bearer} -H 'accept: text/html' -o visit.html ${address}/v1/traces/<traceId>`,
    '',
    '',
  ].join('\n')
}
