/** Handing remittances in, and looking at what became of them. */
import type { TestHost } from '@tally/testkit'
import { expect } from 'vitest'
import { type SampleRemittance, sample835 } from '../domain/sample-remittance.ts'
import { dayId } from './sample-visit.ts'

/** By hand, as a biller does. */
export function handIn(tally: TestHost, text: string, key?: string) {
  const headers = { 'content-type': 'application/edi-x12' }
  return tally.call('POST', '/v1/remittances', { body: text, headers, ...(key === undefined ? {} : { key }) })
}

/** Hands it in and waits until it is posted or set aside. */
export async function post(tally: TestHost, remittance: SampleRemittance) {
  const { json } = await handIn(tally, sample835(remittance))
  return became(tally, json.transactions[0].remittanceId)
}

/** What the remittance is once it waits no more. */
export async function became(tally: TestHost, id: string) {
  const shown = async () => (await tally.call('GET', `/v1/remittances/${id}`)).json
  await expect.poll(async () => (await shown()).status, { timeout: 20_000 }).not.toBe('received')
  return shown()
}

/** Debits less credits of accounts that hold something; `starts` picks some. */
export async function balances(tally: TestHost, starts = ''): Promise<Record<string, number>> {
  const rows = await tally.sql<{ account: string; cents: string }>(
    `select account, sum(cents) as cents
     from (select debit_account as account, amount_cents as cents from era_posting.posting
           union all select credit_account, -amount_cents from era_posting.posting) as side
     where starts_with(account, $1) group by account having sum(cents) <> 0 order by account`,
    [starts],
  )
  return Object.fromEntries(rows.map(({ account, cents }) => [account, Number(cents)]))
}

export async function postingCount(tally: TestHost): Promise<number> {
  const [row] = await tally.sql<{ count: string }>('select count(*) from era_posting.posting')
  return Number(row?.count)
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads events as their readers do, by field.
type Told = any

/** What was said of a visit's money, in order. */
export async function told(tally: TestHost, visit: string): Promise<Told[]> {
  const rows = await tally.sql<{ body: string }>(
    `select body from era_posting.outbox
     where body::jsonb ->> 'correlationid' = $1 and topic = 'era-posting.payments' order by id`,
    [dayId(visit)],
  )
  return rows.map(({ body }) => JSON.parse(body))
}

/** What was said of a remittance. */
export async function toldOf(tally: TestHost, remittanceId: string): Promise<Told[]> {
  const rows = await tally.sql<{ body: string }>(
    'select body from era_posting.outbox where key = $1 order by id',
    [remittanceId],
  )
  return rows.map(({ body }) => JSON.parse(body))
}
