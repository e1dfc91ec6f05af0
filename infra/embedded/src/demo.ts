/**
 * `npm run demo`, beside a running `npm start`: three visits are posted and followed to the cent. One is clean, one
 * comes back before adjudication, one has a line denied. It talks to Tally as an EMR and a biller would, by HTTP.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cents, inDollars } from '@tally/kernel'
import { environment } from '@tally/platform'
import { z } from 'zod'
import { type DemoFile, readDemoFile } from './demo-file.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const patienceMs = 60_000

interface DemoVisit {
  readonly says: string
  /** Magic member ids of infra/simulator/README.md. */
  readonly memberId: string
  /** The timeline is whole with one of them. */
  readonly endsWith: readonly string[]
}

const visits: readonly DemoVisit[] = [
  { says: 'a clean Medicare visit', memberId: '1EG4TE5MK73', endsWith: ['claim.settled'] },
  { says: 'one that the payer rejects by 277CA', memberId: '1EG4TE5XQ46', endsWith: ['denial.opened'] },
  { says: 'one with a denied line', memberId: '1EG4TE5XF16', endsWith: ['denial.opened'] },
]

const sampleShape = z.looseObject({ patient: z.looseObject({}), coverages: z.array(z.looseObject({})) })
const timeline = z.object({
  items: z.array(
    z.object({
      at: z.string(),
      service: z.string(),
      event: z.string(),
      says: z.string(),
      cents: z.int().nullable(),
    }),
  ),
})
const accounts = z.object({
  items: z.array(z.object({ account: z.string(), balanceCents: z.int() })),
  nextCursor: z.string().nullable(),
})
const posted = z.object({ id: z.string(), treatmentDayId: z.string(), status: z.string() })
const claims = z.object({ items: z.array(z.object({ id: z.string(), claimNumber: z.string().nullable() })) })

await main()

async function main(): Promise<void> {
  const file = readDemoFile(environment(root).dataFolder)
  if (!file?.keys.demo || !(await answers(file))) {
    return end('No Tally with the demo practice runs here: start one with `npm start`, then run this again.')
  }
  const ask = asker(file.ports.http ?? '', file.keys.demo)
  const sample = JSON.parse(readFileSync(join(root, 'docs', 'encounter.json'), 'utf8'))
  const run = randomBytes(4).toString('hex')
  for (const [place, visit] of visits.entries()) {
    const externalId = `DEMO-${run}-${place + 1}`
    const traceId = randomBytes(16).toString('hex')
    line(`\n${place + 1}. ${visit.says} (${externalId}, trace ${traceId})`)
    const answer = await ask('POST', '/v1/encounters', {
      body: visitOf(sample, externalId, visit.memberId),
      headers: {
        'idempotency-key': externalId,
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      },
    })
    const { treatmentDayId } = posted.parse(answer)
    const whole = await follow(ask, externalId, visit)
    await showMoney(ask, treatmentDayId)
    line(`   where its time went: ${pageCommand(file, traceId, externalId)}`)
    if (!whole) return end('This visit did not get so far within a minute: `npm start` shows why in its log.')
  }
  await showLedger(ask)
}

/** The page of the visit's waterfall; it is whole a second after the visit. */
function pageCommand({ keys, ports }: DemoFile, traceId: string, externalId: string): string {
  const headers = `-H 'authorization: Bearer ${keys.demo ?? ''}' -H 'accept: text/html'`
  return `curl -s ${headers} -o ${externalId}.html ${ports.http}/v1/traces/${traceId}`
}

type Ask = (method: string, path: string, more?: { body?: object; headers?: object }) => Promise<unknown>

function asker(address: string, key: string): Ask {
  return async (method, path, { body, headers = {} } = {}) => {
    const answer = await fetch(new URL(path, address), {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    })
    if (answer.ok) return answer.json()
    throw new Error(`${method} ${path} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`)
  }
}

async function answers({ ports }: DemoFile): Promise<boolean> {
  try {
    const live = await fetch(new URL('/health/live', ports.http), { signal: AbortSignal.timeout(2_000) })
    await live.arrayBuffer()
    return live.ok
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}

/** A visit of a patient of its own, so that the demo can run twice. */
function visitOf(sample: z.infer<typeof sampleShape>, externalId: string, memberId: string): object {
  const { patient, coverages } = sampleShape.parse(sample)
  const [first, ...others] = coverages
  return {
    ...sample,
    externalId,
    patient: { ...patient, externalId: `PATIENT-${externalId}` },
    coverages: [{ ...first, memberId }, ...others],
  }
}

/** Prints what is new on the timeline as it comes; true when it is whole. */
async function follow(ask: Ask, externalId: string, { endsWith }: DemoVisit): Promise<boolean> {
  const began = performance.now()
  let shown = 0
  while (performance.now() - began < patienceMs) {
    const { items } = timeline.parse(await ask('GET', `/v1/encounters/${externalId}/timeline`))
    for (const { service, says } of items.slice(shown)) {
      const seconds = ((performance.now() - began) / 1_000).toFixed(1)
      line(`   ${seconds.padStart(5)} s  ${service.padEnd(18)} ${says}`)
    }
    shown = Math.max(shown, items.length)
    if (items.some(({ event }) => endsWith.includes(event))) return true
    await sleep(100)
  }
  return false
}

/** Where the visit's money is now, account by account; what is charged less all of it is nothing. */
async function showMoney(ask: Ask, treatmentDayId: string): Promise<void> {
  const { items } = claims.parse(await ask('GET', `/v1/claims?treatmentDayId=${treatmentDayId}`))
  for (const { id } of items) {
    const ledger = z
      .object({ openCents: z.int(), patientCents: z.int() })
      .safeParse(await ask('GET', `/v1/ledger/claims/${id}`).catch(() => null))
    if (!ledger.success) continue
    const { openCents, patientCents } = ledger.data
    line(`   left: ${dollars(openCents)} at the payer, ${dollars(patientCents)} with the patient`)
  }
}

/** Every debit has its credit, and no remittance is left half posted. */
async function showLedger(ask: Ask): Promise<void> {
  let total = 0
  let clearing = 0
  for (let cursor = ''; ; ) {
    const page = accounts.parse(
      await ask('GET', `/v1/ledger/accounts?limit=200&cursor=${encodeURIComponent(cursor)}`),
    )
    for (const { account, balanceCents } of page.items) {
      total += balanceCents
      if (account.startsWith('clearing:')) clearing += Math.abs(balanceCents)
    }
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  line(`\nLedger: all accounts together ${dollars(total)}, left in clearing ${dollars(clearing)}.`)
  if (total !== 0 || clearing !== 0) end('The ledger does not come out at zero.')
}

function dollars(amount: number): string {
  return inDollars(cents(amount))
}

function line(text: string): void {
  process.stdout.write(`${text}\n`)
}

function end(says: string): void {
  process.stderr.write(`${says}\n`)
  process.exitCode = 1
}
