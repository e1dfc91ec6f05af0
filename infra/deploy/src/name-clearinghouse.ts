/**
 * `node infra/deploy/src/name-clearinghouse.ts --tally http://caddy:8080 --clearinghouse http://simulator:4001 --secret-file …`:
 * tells Tally where the simulated clearinghouse is and what it signs with, by the operator's key and the same route by which
 * an operator names a real one.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { environment } from '@tally/platform'

const option = { type: 'string' } as const
const { values } = parseArgs({ options: { tally: option, clearinghouse: option, 'secret-file': option } })
const { tally, clearinghouse, 'secret-file': secretFile } = values
const { operatorKey } = environment(process.cwd())

if (!tally || !clearinghouse || !secretFile || !operatorKey)
  end(
    'Give --tally, --clearinghouse and --secret-file, and set TALLY_OPERATOR_KEY or TALLY_OPERATOR_KEY_FILE.',
  )
else await nameIt(tally, clearinghouse, readFileSync(secretFile, 'utf8').trimEnd(), operatorKey)

async function nameIt(at: string, address: string, secret: string, key: string): Promise<void> {
  const answer = await fetch(new URL('/v1/partners/clearinghouse', at), {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ adapter: 'http', address, usage: 'T', secrets: [secret] },
      ...{ senderId: 'TALLY', receiverId: 'CLEARHOUSE', receiverName: 'SIMULATED CLEARINGHOUSE' },
      // Lost webhooks are found within seconds here; a real partner's list is asked for every five minutes.
      ...{ pollSeconds: 5, toleranceSeconds: 300 },
    }),
    signal: AbortSignal.timeout(30_000),
  })
  const text = await answer.text()
  if (answer.ok) process.stdout.write(`The clearinghouse is at ${address}.\n`)
  else end(`Tally answered ${answer.status}: ${text.slice(0, 500)}`)
}

function end(says: string): void {
  process.stderr.write(`${says}\n`)
  process.exitCode = 1
}
