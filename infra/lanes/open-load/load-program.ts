/**
 * The load, a process of its own: sends at a fixed rate whatever the answers take, and counts each latency from the request's due
 * time, so that a stall is not hidden (no coordinated omission). Settings in JSON as its argument; prints one line of JSON.
 */
import { Agent, request as httpRequest } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { firstVisit, laterVisit, type Request, requestOf } from './visit-mix.ts'

export interface LoadSettings {
  readonly address: string
  /** What is sent: the mix, the first visits of all patients, the later ones over and over, or signed webhooks. */
  readonly kind: 'mix' | 'first-visits' | 'flood' | 'webhooks'
  readonly key: string
  /** `whsec_…` */
  readonly webhookSecret: string
  readonly prefix: string
  readonly patients: number
  /** A second. */
  readonly rate: number
  /** How many are sent. */
  readonly count: number
  /** Place of the first one in the mix: a later load goes on where the earlier one ended. */
  readonly from: number
}

export interface Loaded {
  /** Milliseconds from due time to the last byte of an answer that was 2xx. */
  readonly latencies: readonly number[]
  /** Answers by status; 0: none came. */
  readonly statuses: Readonly<Record<string, number>>
  /** Answers 429 and 503 that do not say when to come again. */
  readonly withoutRetryAfter: number
  readonly tookMs: number
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

// As many as one EMR's edge would open; the operating system's backlog is never what is measured.
const agent = new Agent({ keepAlive: true, maxSockets: 128 })

if (process.argv[2]) {
  const settings: LoadSettings = JSON.parse(process.argv[2])
  process.stdout.write(`${JSON.stringify(await load(settings))}\n`)
  agent.destroy()
}

async function load(settings: LoadSettings): Promise<Loaded> {
  const { address, rate, count } = settings
  const make = maker(settings)
  const latencies: number[] = []
  const statuses: Record<string, number> = {}
  let withoutRetryAfter = 0
  const began = performance.now()
  const sends: Promise<void>[] = []
  for (let place = 0; place < count; place++) {
    const due = began + (place * 1_000) / rate
    const early = due - performance.now()
    if (early > 0) await setTimeout(early)
    sends.push(
      send(address, make(place)).then(({ status, comesAgain }) => {
        if ((status === 429 || status === 503) && !comesAgain) withoutRetryAfter += 1
        statuses[status] = (statuses[status] ?? 0) + 1
        if (status >= 200 && status < 300) latencies.push(performance.now() - due)
      }),
    )
  }
  await Promise.all(sends)
  return { latencies, statuses, withoutRetryAfter, tookMs: performance.now() - began }
}

function maker({
  kind,
  key,
  webhookSecret,
  prefix,
  patients,
  rate,
  from,
}: LoadSettings): (place: number) => Sent {
  if (kind === 'webhooks') {
    const webhook = new Webhook(webhookSecret)
    return (place) => signed(webhook, `${prefix}-${place}`, from + place)
  }
  const request: (place: number) => Request = {
    mix: (place: number) => requestOf(prefix, from + place, { rate, from, patients }),
    flood: (place: number) => laterVisit(prefix, place, patients),
    'first-visits': (place: number) => firstVisit(prefix, place),
  }[kind]
  return (place) => {
    const { method, path, header, body } = request(place)
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      [header[0]]: header[1],
    }
    return { method, path, headers, body }
  }
}

/** A TA1 of an interchange that we never sent, each with another number: stored, read, and of no effect. */
function signed(webhook: Webhook, id: string, place: number): Sent {
  const number = String(900_000_000 + (place % 99_999_999))
  const isa = `ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLY          *260302*1200*^*00501*${number}*0*T*:~`
  const body = `${isa}TA1*${number}*260302*1200*A*000~IEA*0*${number}~`
  const at = new Date()
  const headers = {
    'content-type': 'application/edi-x12',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': webhook.sign(id, at, body),
  }
  return { method: 'POST', path: '/v1/webhooks/clearinghouse', headers, body }
}

/** The status, or 0 where no answer came, and whether it says when to come again. */
function send(
  address: string,
  { method, path, headers, body }: Sent,
): Promise<{ status: number; comesAgain: boolean }> {
  return new Promise((resolve) => {
    const sent = httpRequest(`${address}${path}`, { agent, method, headers }, (answer) => {
      const { statusCode: status = 0, headers } = answer
      const comesAgain = headers['retry-after'] !== undefined
      answer.resume().on('end', () => resolve({ status, comesAgain }))
    })
    sent.on('error', () => resolve({ status: 0, comesAgain: false }))
    sent.end(body)
  })
}
