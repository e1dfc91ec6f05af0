/**
 * A real era-posting that obeys commands: events through the broker, 835s through the door where billers hand them in, work
 * by hand through its routes. Many sequences go side by side, one command each at a time, so that what they wait for
 * they wait for together; each has a patient and payers of its own.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { allServices } from '@tally/embedded/all-services'
import { inProcessBroker, virtualClock } from '@tally/platform'
import { say, speaker, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { text835 } from '../audit/sample-835.ts'
import { type Call, callsOf } from './call-by-hand.ts'
import type { Command } from './command.ts'
import { LedgerReading, type StoredPosting } from './read-ledger.ts'
import { type Said, saidOf } from './say-visit.ts'
import { copyOf, transactionOf } from './write-remittance.ts'

/** What a command was to the outside: the same may be said again. */
interface Delivery {
  readonly said: readonly Said[]
  readonly file: string | null
  readonly calls: readonly Call[]
}

export interface Told {
  readonly sequence: string
  readonly command: Command
}

export class RealLedger {
  readonly reading = new LedgerReading()
  /** Statements and transactions that crashes ended. */
  cutShort = 0
  readonly #delivered = new Map<string, Delivery[]>()
  readonly #clock = virtualClock('2026-12-01T18:00:00Z')
  #read = '0'
  #tally: TestHost | undefined

  get #host(): TestHost {
    if (!this.#tally) throw new Error('the ledger was not started')
    return this.#tally
  }

  async start(): Promise<void> {
    this.#tally = await this.#startHost()
    await this.#host.sql(
      `insert into platform.api_key (id, digest, label, role, practices)
       values ('key_second', sha256(convert_to('key-of-a-second-owner', 'UTF8')), 'second', 'owner', array['prc_demo'])`,
    )
  }

  async stop(): Promise<void> {
    await this.#tally?.stop()
  }

  async #startHost(database?: TestHost['database']): Promise<TestHost> {
    const eraPosting = allServices(testKeyManagement).find(({ name }) => name === 'era-posting')
    if (!eraPosting) throw new Error('there is no era-posting')
    return startTestHost({
      ...{ services: [eraPosting, speaker], clock: this.#clock, requestsPerMinute: 10_000_000 },
      ...{ broker: inProcessBroker(), relay: { pollMs: 20, lingerMs: 1 } },
      ...(database ? { database } : {}),
    })
  }

  /** One command of each sequence; answers of which ones something was refused. */
  async obey(told: readonly Told[]): Promise<ReadonlySet<string>> {
    const deliveries = told.map(({ sequence, command }) => ({
      sequence,
      delivery: this.#deliveryOf(sequence, command),
    }))
    const said = deliveries.flatMap(({ delivery }) => delivery.said)
    const firsts = told.flatMap(({ command }) =>
      'remittance' in command && command.kind !== 'duplicate' ? [command.remittance] : [],
    )
    const files = deliveries.flatMap(({ delivery: { file } }) => file ?? [])
    const crashes = told.some(({ command }) => command.kind === 'crash')
    const refused = new Set<string>()
    const work = [
      said.length > 0 ? again(() => say(this.#host, said)) : null,
      firsts.length > 0 ? this.#handIn(text835(...firsts.map(transactionOf))) : null,
      ...files.map((file) => this.#handIn(file)),
      ...deliveries.map(async ({ sequence, delivery: { calls } }) => {
        for (const [place, call] of calls.entries()) {
          // Whoever agrees finds nothing to agree to where one person was enough.
          if (!(await this.#call(call)) && place === 0) refused.add(sequence)
        }
      }),
    ]
    if (crashes) work.push(this.#crash())
    await Promise.all(work)
    await this.#quiet()
    await this.#readOn()
    return refused
  }

  #deliveryOf(sequence: string, command: Command): Delivery {
    const before = this.#delivered.get(sequence) ?? []
    this.#delivered.set(sequence, before)
    if (command.kind === 'replay') {
      const { said = [], file = null, calls = [] } = before.at(-command.ago) ?? {}
      // What was refused is no command that could be done twice: asked again it may be right.
      return {
        said,
        file,
        calls: calls.filter(({ headers }) => this.#entries.has(headers['idempotency-key'] ?? '')),
      }
    }
    const isCopy = command.kind === 'duplicate'
    const delivery = { said: saidOf(command), file: isCopy ? copyOf(command) : null, calls: callsOf(command) }
    const isFirst = 'remittance' in command && !isCopy
    before.push({
      ...delivery,
      file: isFirst ? text835(transactionOf(command.remittance)) : delivery.file,
      // To take apart and to match once more are new decisions.
      calls: delivery.calls.filter(({ isRepeatable }) => isRepeatable),
    })
    return delivery
  }

  async #handIn(text: string): Promise<void> {
    const headers = { 'content-type': 'application/edi-x12' }
    const { status, text: says } = await again(() =>
      this.#host.call('POST', '/v1/remittances', { body: text, headers }),
    )
    if (status >= 300) throw new Error(`an 835 was answered with ${status}: ${says}`)
  }

  /** False: refused. */
  async #call({ method, path, body, headers, key }: Call): Promise<boolean> {
    const place = path({
      remittanceOf: (trace) => this.#remittanceOf(trace),
      entryOf: (entry) => this.#entries.get(entry),
    })
    if (place === null) return false
    const { status, json } = await again(() =>
      this.#host.call(method, place, { body, headers, ...(key ? { key } : {}) }),
    )
    const named = headers['idempotency-key']
    if (named && status < 300) this.#entries.set(named, json.id)
    return status < 300
  }

  readonly #entries = new Map<string, string>()
  readonly #remittances = new Map<string, string>()

  #remittanceOf(trace: string): string | undefined {
    return this.#remittances.get(trace)
  }

  /** As when the process dies: every connection is cut, what was under way is rolled back, and another host goes on. */
  async #crash(): Promise<void> {
    const cut = `select count(*) filter (where is_under_way) as count
      from (select pg_terminate_backend(pid), state <> 'idle' as is_under_way from pg_stat_activity
            where datname = current_database() and application_name like 'tally era-posting%') as cut`
    for (let times = 0; times < 4; times += 1) {
      await sleep(25)
      const [row] = await this.#host.sql<{ count: string }>(cut)
      this.cutShort += Number(row?.count)
    }
    const dead = this.#host
    this.#tally = await this.#startHost(dead.database)
    await dead.host.stop()
  }

  async #quiet(): Promise<void> {
    this.#clock.advance(1_000)
    const waiting = `select (select count(*) from era_posting.remittance where status = 'received')
      + (select count(*) from era_posting.remittance_claim where look_again_at <= $1 and outcome = 'unmatched') as count`
    const patience = performance.now() + 60_000
    for (;;) {
      await this.#host.settled()
      const [row] = await this.#host.sql<{ count: string }>(waiting, [this.#clock.now()])
      if (Number(row?.count) === 0) return
      if (performance.now() > patience) throw new Error('what was handed in was not posted within a minute')
      await sleep(10)
    }
  }

  async #readOn(): Promise<void> {
    const remittances = await this.#host.sql<{ id: string; trace_number: string; status: string }>(
      'select id, trace_number, status from era_posting.remittance',
    )
    for (const { id, trace_number, status } of remittances) {
      this.reading.traces.set(id, trace_number)
      if (status.startsWith('posted')) this.#remittances.set(trace_number, id)
    }
    const postings = await this.#host.sql<StoredPosting>(
      'select id, debit_account, credit_account, amount_cents from era_posting.posting where id > $1 order by id',
      [this.#read],
    )
    for (const posting of postings) this.reading.add(posting)
    this.#read = postings.at(-1)?.id ?? this.#read
  }

  /** What the views say is broken. */
  broken(): Promise<readonly object[]> {
    return this.#host.sql('select * from era_posting.invariant_broken')
  }
}

/** As callers do while the other side is away. */
async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await ask()
      const { status } = Object(answer)
      if (typeof status !== 'number' || status < 500 || tries > 200) return answer
    } catch (error) {
      if (tries > 200) throw error
    }
    await sleep(25)
  }
}
