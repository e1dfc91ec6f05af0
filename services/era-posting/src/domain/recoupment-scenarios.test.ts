import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SampleBooks } from './sample-books.ts'
import { ordersOf } from './sample-orders.ts'
import { numberA, numberB, type Scenario, scenarios } from './sample-recoupments.ts'
import type { SampleRemittance } from './sample-remittance.ts'

const sent = [
  { number: numberA, charge: 10000 },
  { number: numberB, charge: 10000 },
]

/** All balances when the last has come, and how those were judged that were not posted. */
function after(order: readonly SampleRemittance[]) {
  const books = new SampleBooks(sent)
  const judged = order.map((each) => books.arrives(each))
  return { balances: books.balances(), refused: judged.filter((each) => each !== 'posted') }
}

const shown = /^(recoupment|provider-level|interest|unmatched):/

/** Ids hold the trace. */
const named = (account: string) => account.replace(/^unmatched:R-(\w+)-\w+:/, 'unmatched:$1:')

describe('at the provider’s level', () => {
  it('thirty scenarios and more are told apart by name', () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length)
    expect(scenarios.length).toBeGreaterThanOrEqual(30)
  })

  it('the README names each, in this order', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const rows = [...readme.matchAll(/^\| +\d+ +\| (.+?) +\|$/gm)].map(([, name]) => name)
    expect(rows).toEqual(scenarios.map(({ name }) => name))
  })

  it.each(scenarios.map((each) => [each.name, each] as [string, Scenario]))('%s', (_, scenario) => {
    const { remittances, leaves, refuses } = scenario
    const [natural, ...others] = ordersOf(remittances).map(after)
    const left = Object.entries(natural?.balances ?? {}).filter(([account]) => shown.test(account))
    const expected = Object.entries(leaves).filter(([account]) => shown.test(account))
    expect(Object.fromEntries(left.map(([account, cents]) => [named(account), cents]))).toEqual(
      Object.fromEntries(expected),
    )
    for (const other of others) expect(other.balances).toEqual(natural?.balances)
    for (const each of [natural, ...others]) expect(each?.refused).toEqual(refuses ? [refuses] : [])
  })
})
