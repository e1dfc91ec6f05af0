/** What names a person travels from the visit to the money, by 270, 837P, 277CA and 835, and is nowhere in the clear. */
import { eventCatalog } from '@tally/contracts'
import { inProcessBroker, schemaOf, virtualClock } from '@tally/platform'
import { marksIn, operatorKey, sampleEncounter } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

const broker = inProcessBroker()
const topics = [...new Set(eventCatalog.map(({ event }) => event.topic.name))]
const onTopics: string[] = []
let system: WholeSystem
let marks: ReadonlyMap<string, string>

const [paid, denied, rejected] = ['1EG4TE5MK73', '1EG4TE5XF16', '1EG4TE5XQ46']
const person = {
  ...{ externalId: 'CANARY CHART', birthDate: '1951-07-13', sex: 'F' },
  name: { last: 'CANARYLAST', first: 'CANARYFIRST', middle: null, suffix: null },
  address: { line1: '77 CANARY LANE', line2: null, city: 'CANARYTON', state: 'OR', zip: '97201' },
}

function visitOf(externalId: string, memberId: string) {
  const sample = sampleEncounter({ externalId, claimNote: 'CANARYNOTE' })
  const [coverage, ...others] = sample.coverages
  const patient = { ...sample.patient, ...person, externalId: `${person.externalId} ${externalId}` }
  return { ...sample, patient, coverages: [{ ...coverage, memberId }, ...others] }
}

async function post(externalId: string, memberId: string): Promise<void> {
  const headers = { 'idempotency-key': externalId }
  const body = visitOf(externalId, memberId)
  const { status, text } = await system.tally.call('POST', '/v1/encounters', { body, headers })
  expect(status, text).toBe(201)
}

beforeAll(async () => {
  system = await startWholeSystem({
    clock: virtualClock('2026-03-02T18:00:00.000Z'),
    ...{ broker, traces: 'all' },
  })
  await broker.subscribe({
    ...{ group: 'tap', topics, concurrency: 1 },
    async onBatch({ messages }) {
      for (const { key, value, headers } of messages)
        onTopics.push(`${key} ${Buffer.from(value).toString()} ${JSON.stringify(headers)}`)
      return { kind: 'handled' }
    },
  })
  await post('CANARY PAID', paid)
  await system.until('CANARY PAID', ['claim.settled'])
  await post('CANARY DENIED', denied)
  await system.until('CANARY DENIED', ['denial.opened', 'payment.posted'])
  await post('CANARY REJECTED', rejected)
  await system.until('CANARY REJECTED', ['denial.opened'])
  await system.tally.settled()
  const payerNumbers = [...system.world.state.claims.values()].map(({ payerClaimNumber }) => payerClaimNumber)
  expect(payerNumbers).toHaveLength(3)
  marks = new Map([
    ...[paid, denied, rejected].map((id): [string, string] => [`member id ${id}`, id]),
    ...payerNumbers.map((number): [string, string] => [`the payer’s number ${number}`, number]),
    ...[
      'CANARYLAST',
      'CANARYFIRST',
      'CANARY LANE',
      'CANARYTON',
      'CANARY CHART',
      'CANARYNOTE',
      '1951-07-13',
    ].map((mark): [string, string] => [mark, mark]),
    ...[
      ['CANARY PAID', 'the EMR’s id of the visit'],
      ['19510713', 'the birth date as X12 writes it'],
    ].map(([mark = '', what = '']): [string, string] => [what, mark]),
  ])
})
afterAll(() => system.stop())

describe('what names a person', () => {
  it.each<[sink: string, read: () => Promise<string>, control: string]>([
    ['topics', async () => onTopics.join('\n'), 'remittance.posted.v1'],
    ['logs', async () => system.tally.logLines.join('\n'), '/v1/webhooks/:partnerId'],
    [
      'spans',
      async () =>
        JSON.stringify(
          system.tally.spans
            .getFinishedSpans()
            .map(({ name, attributes, events, links }) => ({ name, attributes, events, links })),
        ),
      'post claim',
    ],
    [
      'metrics',
      async () => (await system.tally.call('GET', '/metrics', { key: operatorKey })).text,
      'join-charges',
    ],
    ['columns of every table', everyRow, 'claim.settled.v1'],
    ['the table of spans, once its last second is written', everySpan, 'post claim'],
    [
      'explanations, denials and ledger of the biller’s routes',
      async () => {
        const routes = [
          '/v1/denials',
          '/v1/ledger/postings',
          '/v1/ledger/accounts',
          '/v1/variances',
          '/v1/kpis',
        ]
        const answers = await Promise.all(routes.map((route) => system.tally.call('GET', route)))
        return answers.map(({ text }) => text).join('\n')
      },
      'medical_necessity',
    ],
  ])('is in no %s, in plain, base64, hex or URL form', async (_, read, control) => {
    const text = await read()
    expect(text).toContain(control)
    expect(marksIn(text, marks)).toEqual([])
  })

  it('is in the bytes that went out and came back, for those who may see them', async () => {
    const { json } = await system.tally.call('GET', '/v1/claims')
    const sent = await Promise.all(
      json.items.map(({ id }: { id: string }) => system.tally.call('GET', `/v1/claims/${id}/837`)),
    )
    expect(sent).toHaveLength(3)
    for (const { text } of sent) expect(text).toContain('NM1*IL*1*CANARYLAST*CANARYFIRST')
  })
})

/** Asked for until it holds what was handled last. */
async function everySpan(): Promise<string> {
  const read = async () => {
    const rows = await system.tally.sql<{ row: string }>(
      'select to_json(s)::text as row from platform.span s',
    )
    return rows.map(({ row }) => row).join('\n')
  }
  await expect.poll(read).toContain('record-fact claim.rejected.v1')
  return read()
}

async function everyRow(): Promise<string> {
  const schemas = ['platform', ...system.tally.host.services.map(({ service }) => schemaOf(service.name))]
  const tables = await system.tally.sql<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any($1)",
    [schemas],
  )
  expect(tables.length).toBeGreaterThan(80)
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await system.tally.sql<{ row: unknown }>(`select to_json(t)::text as row from ${name} t`)
      return rows.map(({ row }) => `${name} ${row}`).join('\n')
    }),
  )
  return texts.join('\n')
}
