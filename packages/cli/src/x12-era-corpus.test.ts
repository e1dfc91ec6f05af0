/** Every 835 of ../shared/corpus through the command line, compared with what an independent counter made of it. */
import { readFileSync } from 'node:fs'
import { type Cents, inDollars } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { corpusFile, corpusFiles, corpusIsThere } from './sample-corpus.ts'
import { runOf } from './sample-run.ts'

const facts = new URL('../../../../shared/corpus/facts-835.csv', import.meta.url)
const rows = corpusIsThere ? readFileSync(facts, 'utf8').trim().split('\n').slice(2) : []
const files = corpusFiles('835')

const amount = z.int().transform((value) => value as Cents)
const count = z.int().min(0)
/** The fields that command-line.md fixes; an amount of a remittance may be below zero. */
const transaction = z.looseObject({
  ...{ ordinal: count, controlNumber: z.string(), traceNumber: z.string(), method: z.string() },
  ...{ payerId: z.string().nullable(), payeeId: z.string().nullable() },
  ...{ paymentCents: amount.nullable(), chargeCents: amount, paidCents: amount, patientCents: amount },
  ...{ providerAdjustmentCents: amount, claims: count, lines: count, byStatus: z.record(z.string(), count) },
  ...{ reversals: count, zeroPaid: count, denied: count, zeroPaidLines: count },
  proof: z.object({
    balanced: z.boolean(),
    differenceCents: amount.nullable(),
    claimsOutOfBalance: z.array(z.looseObject({ claim: count, differenceCents: amount })),
    linesOutOfBalance: z.array(z.looseObject({ claim: count, line: count, differenceCents: amount })),
  }),
  verdict: z.enum(['post', 'post-in-part', 'quarantine', 'notification-only', 'duplicate']),
  ...{ duplicateOf: count.nullable(), digest: z.string().regex(/^[0-9a-f]{64}$/) },
  claimDetails: z.array(z.looseObject({ lines: z.array(z.looseObject({})) })),
})
const answered = z.object({ transactions: z.array(transaction), findings: z.array(z.looseObject({})) })

async function transactionsIn(file: string) {
  const { printed } = await runOf(['x12', 'era', '--claims'], [corpusFile(file)])
  return answered.parse(JSON.parse(printed)).transactions
}

describe.skipIf(!corpusIsThere)('every 835 of ../shared/corpus', () => {
  test.each(files)('%s has its facts', async (file) => {
    const own = rows.filter((row) => `835/${row.split(',')[0]}` === file)
    expect((await transactionsIn(file)).map((one) => rowOf(file, one))).toEqual(
      own.map((row) => row.split(',').slice(0, 20).join(',')),
    )
    expect(own.length).toBeGreaterThan(0)
  })

  test('there are 26 transactions in 23 files', () => {
    expect([rows.length, files.length]).toEqual([26, 23])
  })

  test.each(files)('%s: with --claims every claim and line is there', async (file) => {
    for (const { claims, lines, claimDetails } of await transactionsIn(file)) {
      // Of the file that is cut within its third CLP that one could not be read; it counts all the same.
      const unread = file === '835/tally-cut-in-the-middle.edi' ? 1 : 0
      expect(claimDetails).toHaveLength(claims - unread)
      expect(claimDetails.flatMap((claim) => claim.lines)).toHaveLength(lines)
    }
  })
})

/** As the file of facts writes it, without its last column, the note. */
function rowOf(file: string, one: z.output<typeof transaction>): string {
  const { balanced, differenceCents, claimsOutOfBalance, linesOutOfBalance } = one.proof
  const statuses = Object.entries(one.byStatus).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...[file.slice('835/'.length), one.ordinal, one.controlNumber, one.method, dollars(one.paymentCents)],
    ...[one.claims, one.lines, statuses.map(([status, times]) => `${status}:${times}`).join(' ')],
    ...[one.chargeCents, one.paidCents, one.patientCents, one.providerAdjustmentCents].map(dollars),
    ...[balanced ? 'yes' : 'no', dollars(differenceCents)],
    ...[claimsOutOfBalance.length, linesOutOfBalance.length],
    ...[one.reversals, one.zeroPaid, one.denied, one.zeroPaidLines],
  ].join(',')
}

function dollars(value: Cents | null): string {
  return value === null ? '' : inDollars(value).replaceAll(/[$,]/g, '')
}
