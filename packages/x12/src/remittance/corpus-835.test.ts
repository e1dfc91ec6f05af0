import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type Cents, inDollars } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { equalitiesOf } from './prove.ts'
import { readRemittances } from './read-remittances.ts'
import type { Remittance } from './remittance.ts'

const corpus = new URL('../../../../../shared/corpus/', import.meta.url)
const facts = new URL('facts-835.csv', corpus)
const there = existsSync(facts)
const rows = there ? readFileSync(facts, 'utf8').trim().split('\n').slice(2) : []
const files = there ? readdirSync(new URL('835/', corpus)) : []
const read = (file: string) => readRemittances(readFileSync(new URL(`835/${file}`, corpus)))

/** As the file of facts writes it, without its last column, the note. */
function rowOf(
  file: string,
  { ordinal, controlNumber, method, paymentCents, totals, proof }: Remittance,
): string {
  const { balanced, differenceCents, claimsOutOfBalance, linesOutOfBalance } = proof
  const { claims, lines, reversals, zeroPaid, denied, zeroPaidLines } = totals
  const statuses = Object.entries(totals.byStatus).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    file,
    ordinal,
    controlNumber,
    method,
    dollars(paymentCents),
    claims,
    lines,
    statuses.map(([status, count]) => `${status}:${count}`).join(' '),
    ...[totals.chargeCents, totals.paidCents, totals.patientCents, totals.providerAdjustmentCents].map(
      dollars,
    ),
    balanced ? 'yes' : 'no',
    dollars(differenceCents),
    claimsOutOfBalance.length,
    linesOutOfBalance.length,
    reversals,
    zeroPaid,
    denied,
    zeroPaidLines,
  ].join(',')
}

function dollars(amount: Cents | null): string {
  return amount === null ? '' : inDollars(amount).replaceAll(/[$,]/g, '')
}

/** What is not simply posted, and why. */
const notPosted: Readonly<Record<string, string>> = {
  'pyx12-835id.edi 1': 'quarantine', // 4010; BPR02 is not what its claims and PLB come to
  'tally-cut-in-the-middle.edi 1': 'quarantine',
  'tally-denials-without-payment.edi 1': 'notification-only',
  'tally-one-line-out.edi 1': 'post-in-part',
  'tally-out-by-one-cent.edi 1': 'quarantine',
  'tally-same-remittance-twice.edi 2': 'duplicate',
}

describe.skipIf(!there)('every 835 of ../shared/corpus', () => {
  test('has its facts: all 26 rows are equal, the cut file’s too', () => {
    const transactions = files.flatMap((file) => read(file).transactions.map((one) => rowOf(file, one)))
    // The third CLP of the cut file counts as a claim without a status; its amounts are in no sum.
    expect(transactions).toEqual(rows.map((row) => row.split(',').slice(0, 20).join(',')))
    expect(transactions).toHaveLength(26)
  })

  test.each(files)('%s has its verdict', (file) => {
    for (const one of read(file).transactions) {
      const { ordinal, verdict } = one
      expect(verdict).toBe(notPosted[`${file} ${ordinal}`] ?? 'post')
      expect(equalitiesOf(one).filter(({ holds }) => !holds).length > 0).toBe(
        ['quarantine', 'post-in-part'].includes(verdict),
      )
    }
  })

  test('the same remittance in six forms differs by its trace alone', () => {
    const disguises = [
      'tally-bom-crlf-indented.edi',
      'tally-carriage-return-terminated.edi',
      'tally-newline-terminated.edi',
      'tally-same-remittance-twice.edi',
      'tally-without-envelope.edi',
      'tally-out-by-one-cent.edi',
    ]
    const claims = disguises.map((file) => read(file).transactions[0]?.claims.map(unplaced))
    for (const one of claims) expect(one).toEqual(claims[0])
  })

  test('a composite with a foreign separator gives its procedure all the same', () => {
    const { transactions, findings } = read('linuxforhealth-cob-contractual-adjustment.edi')
    expect(transactions[0]?.claims[0]?.lines[0]).toMatchObject({ procedureCode: '55669', modifiers: [] })
    expect(findings.map(({ rule, segment }) => `${rule} ${segment}`)).toEqual([
      'segment/component-separator 21',
    ])
  })
})

/** Without the positions in the file. */
function unplaced(claim: Remittance['claims'][number]) {
  return { ...claim, segment: 0, lines: claim.lines.map((line) => ({ ...line, segment: 0 })) }
}
