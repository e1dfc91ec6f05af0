/** A file in parts is read as the whole one, a claim at a time. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type ClaimInPassing, readRemittances, streamRemittances } from './read-remittances.ts'
import { fileOf, workedRemittance } from './sample-remittance.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

async function streamed(text: string, partLength: number) {
  const bytes = new TextEncoder().encode(text)
  const passed: ClaimInPassing[] = []
  let pauses = 0
  async function* parts() {
    for (let at = 0; at < bytes.length; at += partLength) yield bytes.subarray(at, at + partLength)
  }
  const summaries = await streamRemittances(parts(), {
    sha256,
    onClaim: (one) => passed.push(one),
    pause: async () => {
      pauses += 1
    },
  })
  return { ...summaries, passed, pauses }
}

const worked = fileOf(workedRemittance)
const other = fileOf(workedRemittance.replace('EFT20261120001', 'EFT2'))

describe('a remittance in parts', () => {
  test.each([1, 7, 100, 1_000_000])('of %i bytes is the same as the whole', async (length) => {
    const text = `${worked}\n${other}\n${worked}`
    const whole = readRemittances(text, { sha256 })
    const { transactions, findings, passed } = await streamed(text, length)
    expect(findings).toEqual(whole.findings)
    expect(transactions).toEqual(whole.transactions.map(({ claims, ...summary }) => summary))
    expect(transactions.map(({ verdict }) => verdict)).toEqual(['post', 'post', 'duplicate'])
    expect(passed.map(({ ordinal, claim }) => ({ ordinal, claim }))).toEqual(
      whole.transactions.flatMap(({ ordinal, claims }) => claims.map((claim) => ({ ordinal, claim }))),
    )
  })

  test('hands each claim on with the header of its ST', async () => {
    const { passed } = await streamed(`${worked}\n${other}`, 500)
    expect([...new Set(passed.map(({ header }) => header.traceNumber))]).toEqual(['EFT20261120001', 'EFT2'])
  })

  test('cut behind its claims has handed them on, and takes their verdict back', async () => {
    const { transactions, passed } = await streamed(worked.slice(0, worked.indexOf('PLB*')), 64)
    expect(passed).toHaveLength(4)
    expect(transactions).toMatchObject([{ verdict: 'quarantine', complete: false }])
  })

  test('lets others have their turn after each MB', async () => {
    const { pauses } = await streamed(`${worked}\n`.repeat(1_000), 65_536)
    expect(pauses).toBe(Math.floor((1_000 * (worked.length + 1)) / 1_000_000))
  })

  test.each([
    [999_999, 0],
    [1_000_000, 1],
  ])('of %i bytes gives them %i turns', async (length, expected) => {
    const { pauses, transactions } = await streamed(worked.padEnd(length, '\n'), length)
    expect(pauses).toBe(expected)
    expect(transactions).toMatchObject([{ verdict: 'post' }])
  })

  test('of nothing says so', async () => {
    expect((await streamed('', 10)).findings.map(({ rule }) => rule)).toEqual([
      'file/empty',
      'file/no-remittance',
    ])
  })
})
