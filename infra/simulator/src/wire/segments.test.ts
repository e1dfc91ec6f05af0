import { describe, expect, it } from 'vitest'
import { sampleFile } from '../sample-claims.ts'
import { envelopeOf, trailerFault } from './envelope.ts'
import { splitInterchange } from './segments.ts'

const plain = sampleFile().replaceAll('\n', '')

function segmentsOf(text: string): string[] {
  const read = splitInterchange(text)
  if (typeof read === 'string') throw new Error(read)
  return read.segments.map((segment) => segment.join('|'))
}

describe('the segment split', () => {
  const asWritten = segmentsOf(plain)

  it.each([
    ['a line for each segment', plain.replaceAll('~', '~\r\n')],
    ['a byte order mark and leading space', `\uFEFF  \n${plain}`],
    ['indented', plain.replaceAll('~', '~\n    ')],
    ['a line end before the terminator', plain.replaceAll('~', '\n~')],
    ['line feed as terminator', plain.replaceAll('~', '\n')],
    ['carriage return as terminator', plain.replaceAll('~', '\r')],
  ])('%s reads the same', (_, text) => {
    expect(segmentsOf(text)).toEqual(asWritten)
  })

  it('takes every separator from the ISA', () => {
    const other = plain.replaceAll('*', '|').replaceAll('^', '{').replaceAll(':', '>').replaceAll('~', '!')
    const read = splitInterchange(other)
    expect(read).toMatchObject({ separators: { component: '>', repetition: '{' } })
    expect(segmentsOf(other)).toEqual(
      asWritten.map((segment) => segment.replaceAll('^', '{').replaceAll(':', '>')),
    )
  })

  it('a 4010 U repeats nothing', () => {
    expect(splitInterchange(plain.replace('*^*', '*U*'))).toMatchObject({ separators: { repetition: null } })
  })

  it.each([
    ['nothing', '', 'does not begin with ISA'],
    ['prose', 'hello', 'does not begin with ISA'],
    ['an ISA cut short', plain.slice(0, 60), 'cut short'],
    ['an interchange cut off', plain.slice(0, 700), 'does not end with IEA'],
    ['two interchanges', plain + plain, 'one at a time'],
  ])('%s is refused with a sentence', (_, text, says) => {
    expect(splitInterchange(text)).toContain(says)
  })
})

describe('the envelope', () => {
  it.each([
    ['as it should be', plain, null],
    ['trailer of another number', plain.replace('IEA*1*000000101', 'IEA*1*000000102'), '001'],
    ['number of eight digits', plain.replaceAll('*000000101', '*00000101'), '018'],
    ['groups miscounted', plain.replace('IEA*1*', 'IEA*2*'), '021'],
  ])('%s', (_, text, note) => {
    const read = splitInterchange(text)
    expect(typeof read === 'string' ? read : envelopeOf(read).note).toBe(note)
  })

  it.each([
    ['as it should be', plain, null],
    ['no SE', plain.replace(/SE\*\d+\*0001~/, ''), '2'],
    ['SE of another number', plain.replace(/SE\*(\d+)\*0001/, 'SE*$1*0002'), '3'],
    ['SE miscounted', plain.replace(/~SE\*\d+/, '~SE*7'), '4'],
  ])('a transaction: %s', (_, text, fault) => {
    const read = splitInterchange(text)
    if (typeof read === 'string') throw new Error(read)
    const transaction = envelopeOf(read).groups[0]?.transactions[0]
    expect(transaction && trailerFault(transaction)).toBe(fault)
  })
})
