import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readRemittances } from '@tally/x12'
import { describe, expect, it } from 'vitest'
import { contentOfPiece, cutTransactions } from './cut-transactions.ts'
import { sample835 } from './sample-remittance.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
/** Each ST of a text, as a text of its own. */
const piecesOf = (text: string) => {
  const file = Buffer.from(text)
  return cutTransactions(file).map((piece) => Buffer.from(contentOfPiece(file, piece)).toString())
}
const corpus = new URL('../../../../../shared/corpus/835/', import.meta.url)

const samples = existsSync(corpus) ? readdirSync(corpus) : []

describe.skipIf(samples.length === 0)('a file cut into its STs', () => {
  it.each(samples.filter((name) => name.endsWith('.edi')))(
    '%s: each piece says what the file said of it, whole or cut alike',
    (name) => {
      const text = readFileSync(new URL(name, corpus), 'utf8')
      const { transactions } = readRemittances(text, { sha256 })
      const pieces = piecesOf(text).map((piece) => readRemittances(piece, { sha256 }).transactions)
      const facts = (of: typeof transactions) =>
        of.map(({ digest, complete, totals, proof }) => ({
          digest,
          complete,
          totals,
          out: proof.differenceCents,
        }))
      expect(pieces.map(facts)).toEqual(transactions.map((each) => facts([each])))
    },
  )
})

describe('a piece', () => {
  const two = sample835({ trace: 'EFT1', claims: [claim('A')] }, { trace: 'EFT2', claims: [claim('B')] })

  it('holds its own ST and nothing of another', () => {
    const [first, second, ...more] = piecesOf(two)
    expect(more).toEqual([])
    expect([first?.includes('CLP*A*'), first?.includes('CLP*B*'), first?.includes('EFT2')]).toEqual([
      true,
      false,
      false,
    ])
    expect([second?.includes('CLP*B*'), second?.includes('CLP*A*'), second?.includes('EFT1')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('of a file that was cut stays cut, at whatever byte', () => {
    const whole = readRemittances(two, { sha256 }).transactions.map(({ digest }) => digest)
    for (let at = 110; at < two.length; at += 7) {
      const complete = piecesOf(two.slice(0, at)).flatMap((piece) =>
        readRemittances(piece, { sha256 }).transactions.filter((each) => each.complete),
      )
      const inFile = readRemittances(two.slice(0, at), { sha256 }).transactions.filter(
        (each) => each.complete,
      )
      expect(complete.map(({ digest }) => digest)).toEqual(inFile.map(({ digest }) => digest))
      expect(whole).toEqual(expect.arrayContaining(complete.map(({ digest }) => digest)))
    }
  })

  it('is none of a text that is no X12', () => {
    expect(['', '   ', 'ISA', 'hello', '{"a": 1}'].map((text) => piecesOf(text))).toEqual([
      [],
      [],
      [],
      [],
      [],
    ])
  })
})

function claim(number: string) {
  return { number, charge: 10000, paid: 8000, adjustments: [['CO', '45', 2000]] as const }
}
