/**
 * Every 835 of ../shared/corpus through HTTP into a practice that has no charges, in the order of its README: what became of
 * each ST, and the cents that wait unmatched. Reviewed against facts-835.csv, which an independent counter made.
 */
import { existsSync, readFileSync } from 'node:fs'
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { readRemittances } from '@tally/x12'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import { balances, became, handIn } from './sample-posting.ts'

const corpus = new URL('../../../../../shared/corpus/', import.meta.url)
const there = existsSync(new URL('facts-835.csv', corpus))
const textOf = (path: string) => readFileSync(new URL(path, corpus))

/** In the order of the README. */
const files = there
  ? [
      ...textOf('README.md')
        .toString()
        .matchAll(/^\| `([^`]+\.edi)` \|/gm),
    ]
      .flatMap(([, name = '']) => name)
      .filter((name) => existsSync(new URL(`835/${name}`, corpus)))
  : []

interface Became {
  readonly status: string
  readonly because: string | null
  readonly unmatchedCents: number
  readonly providerLevelCents: number
}

/** What became of each ST: its status, why, and the cents that wait. */
const expected: Readonly<Record<string, readonly string[]>> = {
  // Their payees have no NPI, and a tax id that is not this practice's.
  'edi-lens-test-0001.edi': ['quarantined payee/unknown 0'],
  'linuxforhealth-cob-contractual-adjustment.edi': ['quarantined payee/unknown 0'],
  'pyx12-835id.edi': ['quarantined payee/unknown 0'],
  'stupidedi-secondary-higher-fee-schedule.edi': ['quarantined payee/unknown 0'],
  'tally-bom-crlf-indented.edi': ['posted 16000'],
  'tally-bundled-reduced-and-split-lines.edi': ['posted 19200'],
  'tally-carriage-return-terminated.edi': ['posted 16000'],
  'tally-claim-numbers-altered.edi': ['posted 19000'],
  'tally-crossover-and-secondary.edi': ['posted 7938'],
  'tally-cut-in-the-middle.edi': ['quarantined remittance/incomplete 0'],
  'tally-denials-without-payment.edi': ['posted 0'],
  'tally-forward-balance-closed.edi': ['posted 11000'],
  // A reversal larger than its payments; the rest is the forward balance's.
  'tally-forward-balance-opened.edi': ['posted -4000'],
  'tally-newline-terminated.edi': ['posted 16000'],
  // The claim that is out waits with its payment, as every other here.
  'tally-one-line-out.edi': ['posted-in-part 26400'],
  'tally-out-by-one-cent.edi': ['quarantined remittance/out-of-balance 0'],
  'tally-payment-denial-reversal.edi': ['posted 17000'],
  'tally-payment-without-claims.edi': ['posted 0'],
  'tally-recoupment-and-interest.edi': ['posted 17000'],
  'tally-same-remittance-twice.edi': ['posted 16000', 'duplicate 0'],
  'tally-two-interchanges-two-separator-sets.edi': ['posted 7500', 'posted 5000'],
  'tally-two-payers-one-file.edi': ['posted 7500', 'posted 5000'],
  'tally-without-envelope.edi': ['posted 16000'],
}

/** Dollars of a row of the facts, in cents. */
interface Facts {
  readonly paid: number
  readonly plb: number
}

function factsOf(file: string): readonly Facts[] {
  const rows = textOf('facts-835.csv').toString().trim().split('\n').slice(2)
  const own = rows.map((row) => row.split(',')).filter(([name]) => name === file)
  const centsOf = (dollars = '') => Math.round(Number(dollars) * 100)
  return own.map((row) => ({ paid: centsOf(row[9]), plb: centsOf(row[11]) }))
}

describe.skipIf(!there)('the corpus in an empty practice', () => {
  let tally: TestHost
  const found = new Map<string, readonly Became[]>()
  beforeAll(async () => {
    tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
    const payees = files.flatMap((file) =>
      readRemittances(textOf(`835/${file}`)).transactions.flatMap(({ payee: { npi } }) => npi ?? []),
    )
    await tally.sql(`update platform.practice set npis = $1 where id = 'prc_demo'`, [[...new Set(payees)]])
  })
  afterAll(() => tally.stop())

  it('becomes what each of its files is', async () => {
    for (const file of files) found.set(file, await handedIn(tally, textOf(`835/${file}`).toString('latin1')))
    const said = [...found].map(([file, all]) => [file, all.map(inWords)])
    expect(Object.fromEntries(said)).toEqual(expected)
  })

  it('waits to the cent for what the independent counter counted', async () => {
    for (const file of files) {
      factsOf(file).forEach(({ paid, plb }, index) => {
        const { status, unmatchedCents, providerLevelCents } = found.get(file)?.[index] ?? {}
        const posted = status === 'posted' || status === 'posted-in-part'
        const money = [unmatchedCents, providerLevelCents]
        expect([file, ...money]).toEqual([file, ...(posted ? [paid, plb] : [0, 0])])
      })
    }
    const all = [...found.values()].flat().reduce((sum, { unmatchedCents }) => sum + unmatchedCents, 0)
    const waiting = Object.values(await balances(tally, 'unmatched:')).reduce((sum, each) => sum - each, 0)
    expect(waiting).toBe(all)
    expect(await balances(tally, 'receivable:')).toEqual({})
    expect(await balances(tally, 'clearing:')).toEqual({})
    expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
  })
})

function inWords({ status, because, unmatchedCents }: Became): string {
  return [status, because, unmatchedCents].filter((part) => part !== null).join(' ')
}

async function handedIn(tally: TestHost, text: string): Promise<readonly Became[]> {
  const { json } = await handIn(tally, text)
  const all: Became[] = []
  for (const { remittanceId } of json.transactions) all.push(await became(tally, remittanceId))
  return all
}
