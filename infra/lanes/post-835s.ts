/**
 * The measured half of `npm run bench -- posting`, a process of its own: era-posting alone on the database of the first
 * argument. Charges and claims are said to it first; then for each number among the arguments an 835 of so many claims,
 * at most 10,000 an ST, comes in over HTTP, and the time runs from its first byte to its last ST posted. Prints one
 * line of JSON for each.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { allServices } from '@tally/embedded/all-services'
import { act, commit, host, inProcessBroker, jsonLog, startTracing } from '@tally/platform'
import { speaker, testKeyManagement, testSecret } from '@tally/testkit'
import pg from 'pg'
import { type Answered, text835 } from './audit/sample-835.ts'
import { answer } from './audit/sample-happenings.ts'
import { charged, submitted, type Visit } from './audit/sample-visits.ts'

/** What a file of one size took. */
export interface PostedFile {
  readonly claims: number
  readonly bytes: number
  /** First byte to the 202, and to the last ST posted. */
  readonly takenInMs: number
  readonly postedMs: number
  /** CPU of this process meanwhile. */
  readonly busyMs: number
  /** Highest resident memory meanwhile, in MB. */
  readonly peakMb: number
}

const [databaseUrl = '', ...sizes] = process.argv.slice(2)
const claimsInTransactionMax = 10_000
const saidAtOnce = 500
const key = 'key-of-the-bench'

const eraPosting = allServices(testKeyManagement).find(({ name }) => name === 'era-posting')
if (!eraPosting) throw new Error('era-posting is one of the services')
const running = await host([eraPosting, speaker], {
  ...{ databaseUrl, secret: testSecret, keyManagement: testKeyManagement, broker: inProcessBroker() },
  firstKeys: { operator: 'operator-key-of-the-bench', demo: key },
  listen: { host: '127.0.0.1', port: 0 },
  log: jsonLog('error', (line) => process.stderr.write(line)),
  tracing: startTracing({ otlp: false }),
})
const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
let next = 100_000
for (const size of sizes) console.log(JSON.stringify(await postedFile(Number(size))))
await pool.end()
await running.stop()

async function postedFile(claims: number): Promise<PostedFile> {
  const visits = Array.from({ length: claims }, (_, index): Visit => {
    const charge = 8_000 + (index % 97) * 11
    return { id: String(next + index), charges: [charge, charge - 1_500, charge - 3_000] }
  })
  next += claims
  await sayAll(visits)
  // As bytes already: what the sender holds is not ours.
  const body = Buffer.from(textOf(visits))
  visits.length = 0
  forgetPeak()
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const response = await fetch(`${running.address}/v1/remittances`, {
    ...{ method: 'POST', body },
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/edi-x12' },
  })
  if (response.status !== 202) throw new Error(`answered ${response.status}: ${await response.text()}`)
  const takenInMs = performance.now() - began
  await response.arrayBuffer()
  await nothingWaits()
  const postedMs = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  await noneUnmatched()
  return {
    ...{ claims, bytes: body.length, takenInMs: Math.round(takenInMs), postedMs: Math.round(postedMs) },
    ...{ busyMs: Math.round((user + system) / 1000), peakMb: peakMb() },
  }
}

async function sayAll(visits: readonly Visit[]): Promise<void> {
  const said = running.services.find(({ service }) => service.name === speaker.name)
  if (!said) throw new Error('the speaker runs')
  for (let at = 0; at < visits.length; at += saidAtOnce) {
    const some = visits.slice(at, at + saidAtOnce)
    await act(said.shell, { practiceId: 'prc_demo', causationId: 'bench' }, (work) =>
      commit(
        work,
        async () => undefined,
        some.flatMap((visit) => [charged(visit), submitted(visit)]),
      ),
    )
    await running.settled()
  }
}

function textOf(visits: readonly Visit[]): string {
  const claims = visits.map((visit): Answered => {
    const [one = 0, two = 0, three = 0] = visit.charges
    const paid = answer(visit, [
      [one - 3_000, 'CO 45 2000, PR 2 1000'],
      [two - 3_000, 'CO 45 2000, PR 1 1000'],
      [three - 2_050, 'CO 45 2000, CO 253 50'],
    ])
    return { ...paid, payerNumber: `ICN${visit.id}`, patient: 2_000 }
  })
  const transactions = Array.from(
    { length: Math.ceil(claims.length / claimsInTransactionMax) },
    (_, index) => ({
      trace: `BENCH${next}X${index}`,
      claims: claims.slice(index * claimsInTransactionMax, (index + 1) * claimsInTransactionMax),
    }),
  )
  return text835(...transactions)
}

async function nothingWaits(): Promise<void> {
  while (
    (await count("select count(*)::int as count from era_posting.remittance where status = 'received'")) > 0
  ) {
    await sleep(20)
  }
}

async function noneUnmatched(): Promise<void> {
  const found = await count(
    `select count(*)::int as count from era_posting.remittance where status <> 'posted' or unmatched_cents <> 0`,
  )
  if (found > 0) throw new Error(`${found} remittances of the bench were not posted whole`)
}

async function count(text: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(text)
  return rows[0]?.count ?? 0
}

/** Of this process: the kernel starts the highest mark anew (clear_refs, 5). */
function forgetPeak(): void {
  globalThis.gc?.()
  writeFileSync('/proc/self/clear_refs', '5')
}

function peakMb(): number {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}
