/** era-posting as a process that dies in the midst of its work, on databases that begin alike. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { allServices } from '@tally/embedded/all-services'
import { type Broker, inProcessBroker, virtualClock } from '@tally/platform'
import {
  demoKey,
  operatorKey,
  speaker,
  startTestHost,
  type TemporaryDatabase,
  temporaryDatabase,
  testKeyManagement,
} from '@tally/testkit'
import pg from 'pg'
import type { Answered, Transaction } from '../audit/sample-835.ts'
import { answer, hear, takenBack, until } from '../audit/sample-happenings.ts'
import { charged, submitted, type Visit } from '../audit/sample-visits.ts'

const visits = Array.from({ length: 24 }, (_, index): Visit => {
  return { id: String(200 + index), charges: [9_000 + index * 7, 6_000] }
})

const paid = (visit: Visit): Answered => {
  const [one = 0] = visit.charges
  const words = `CO 45 2000, PR 2 ${one - 7_000}`
  const lines = [
    [5_000, words] as const,
    visit.id.endsWith('3') ? ([0, 'CO 197 6000'] as const) : ([6_000] as const),
  ]
  return answer(visit, lines, { payerNumber: `ICN${visit.id}` })
}
const better = (visit: Visit) =>
  answer(
    visit,
    visit.charges.map((charge) => [charge - 1_000, 'CO 45 1000'] as const),
    {
      payerNumber: `ICN${visit.id}C`,
    },
  )

/** Six STs: payments, denials, a claim of nobody’s, recoupments; then some taken back, some of those paid anew. */
export const sixTransactions: readonly Transaction[] = [
  ...[0, 1, 2, 3].map((place): Transaction => {
    const some = visits.slice(place * 6, place * 6 + 6)
    const nobodys = { ...paid({ id: '999', charges: [9_000, 6_000] }), payerNumber: 'ICN999' }
    return {
      trace: `DIES${place}`,
      claims: [...some.map(paid), ...(place === 1 ? [nobodys] : [])],
      levels: [
        ['WO', 'LATER', 1_500],
        ['L6', `INT${place}`, -75],
      ],
    }
  }),
  {
    trace: 'DIES4',
    claims: visits.flatMap((visit, place) => {
      if (place % 4 !== 0) return []
      return place % 8 === 0 ? [takenBack(paid(visit)), better(visit)] : [takenBack(paid(visit))]
    }),
    levels: [['FB', 'DIES4', -200_000]],
  },
  {
    trace: 'DIES5',
    claims: [paid({ id: '998', charges: [9_000, 6_000] })],
    levels: [['WO', 'LATER', -6_000]],
  },
]

/** Where its visits are charged and sent, under keys of its own: a copy of it holds the same tokens. */
export async function databaseWithCharges(broker: Broker = inProcessBroker()): Promise<TemporaryDatabase> {
  const services = [...eraPosting(), speaker]
  const database = await temporaryDatabase(services)
  const tally = await startTestHost({
    services,
    broker,
    database: kept(database),
    clock: virtualClock('2026-11-24T18:00:00Z'),
  })
  await hear(
    tally,
    visits.flatMap((visit) => [charged(visit), submitted(visit)]),
  )
  await tally.stop()
  return database
}

export const eraPosting = () => allServices(testKeyManagement).filter(({ name }) => name === 'era-posting')

/** A test host that stops leaves it. */
export const kept = (database: TemporaryDatabase): TemporaryDatabase => ({
  ...database,
  drop: async () => undefined,
})

export async function copyOf(database: TemporaryDatabase, name: string): Promise<TemporaryDatabase> {
  const url = new URL(database.url)
  const copy = `${database.name}_${name}`
  url.pathname = `/${copy}`
  await asked(process.env.TEST_DATABASE_URL ?? '', `create database ${copy} template ${database.name}`)
  return {
    ...{ name: copy, url: url.toString() },
    drop: async () => {
      await asked(process.env.TEST_DATABASE_URL ?? '', `drop database ${copy} with (force)`)
    },
  }
}

export interface Life {
  readonly address: string
  readonly process: ChildProcess
  /** Resolves with the signal that ended it. */
  readonly end: Promise<string | null>
}

/** `failpoint`: `name:n`; empty for none. */
export async function live(database: TemporaryDatabase, failpoint: string, kafkaBrokers = ''): Promise<Life> {
  const program = fileURLToPath(new URL('posting-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ DATABASE_URL: database.url, KAFKA_BROKERS: kafkaBrokers, TALLY_FAILPOINT: failpoint },
      ...{ TALLY_DEMO_KEY: demoKey, TALLY_OPERATOR_KEY: operatorKey },
    },
  })
  const end = once(child, 'exit').then(([, signal]) => signal)
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  return { address: first.done ? '' : first.value, process: child, end }
}

/** `begin` sees its last life as it starts. */
interface LastLife {
  readonly kafkaBrokers?: string
  readonly begin?: (life: Life) => Promise<void>
}

/** Lives until no ST waits any more, and stops. */
export async function liveOn(
  database: TemporaryDatabase,
  transactions: number,
  { kafkaBrokers = '', begin = async () => undefined }: LastLife = {},
): Promise<void> {
  const life = await live(database, '', kafkaBrokers)
  await begin(life)
  await until(async () => {
    const statuses = await statusesIn(database)
    return statuses.length === transactions && !statuses.includes('received')
  })
  life.process.kill('SIGTERM')
  await life.end
}

export async function statusesIn(database: TemporaryDatabase): Promise<readonly string[]> {
  const rows = await asked<{ status: string }>(
    database.url,
    'select status from era_posting.remittance order by arrival',
  )
  return rows.map(({ status }) => status)
}

/** Debits less credits by account, a remittance named by its trace: ids are of each database's own. */
export async function balancesIn({ url }: TemporaryDatabase): Promise<Record<string, number>> {
  const traces = await asked<{ id: string; trace_number: string }>(
    url,
    'select id, trace_number from era_posting.remittance',
  )
  const rows = await asked<{ account: string; cents: string }>(
    url,
    `select account, sum(cents) as cents
     from (select debit_account as account, amount_cents as cents from era_posting.posting
           union all select credit_account, -amount_cents from era_posting.posting) as side
     group by account order by account`,
  )
  const named = (account: string) =>
    traces.reduce((text, { id, trace_number }) => text.replaceAll(id, trace_number), account)
  return Object.fromEntries(rows.map(({ account, cents }) => [named(account), Number(cents)]))
}

export async function asked<Row>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
