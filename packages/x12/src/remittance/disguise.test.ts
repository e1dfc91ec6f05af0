import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSegments } from '../reader/read-segments.ts'
import { canonicalContent } from './canonical-content.ts'
import { readRemittances } from './read-remittances.ts'
import { type Disguise, fileOf, usual, workedRemittance } from './sample-remittance.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Four different signs that stand nowhere in the sample. */
const disguises: fc.Arbitrary<Disguise> = fc
  .record({
    signs: fc.shuffledSubarray([...'*|:>^~{}!<`\\@#%;', '\u001d', '\u001c', '\u001f', '\n', '\r'], {
      minLength: 4,
      maxLength: 4,
    }),
    before: fc.constantFrom('', ' ', '\t', '      '),
    after: fc.constantFrom('', '\n', '\r\n', '\n\n'),
    interchange: fc.integer({ min: 1, max: 999_999_999 }).map((number) => String(number).padStart(9, '0')),
  })
  .map(({ signs: [terminator = '~', element = '*', component = ':', repetition = '^'], ...rest }) => ({
    terminator,
    element,
    component,
    repetition,
    ...rest,
  }))
  // A line break separates nothing but segments.
  .filter(({ element, component, repetition }) => !/[\r\n]/.test(element + component + repetition))

describe('the same remittance in any disguise', () => {
  test('is the same object with the same digest', () => {
    const plain = readRemittances(fileOf(workedRemittance), { sha256 })
    fc.assert(
      fc.property(disguises, fc.constantFrom('', '\ufeff', '\r\n '), (disguise, lead) => {
        const text = lead + fileOf(workedRemittance, disguise)
        expect(readRemittances(text, { sha256 })).toEqual(plain)
        expect(readRemittances(new TextEncoder().encode(text), { sha256 })).toEqual(plain)
      }),
      { numRuns: 300 },
    )
  })

  const contentOf = (text: string) => canonicalContent(readSegments(text).segments)

  test.each([
    ['without an envelope', workedRemittance.trim().replaceAll('\n', '~')],
    ['under another ST02', fileOf(workedRemittance.replaceAll('*0001', '*7001'))],
    ['with ST03', fileOf(workedRemittance.replace('ST*835*0001', 'ST*835*0001*005010X221A1'))],
    [
      'with zeros behind its amounts',
      fileOf(workedRemittance.replace('*172.55', '*172.550').replace('*250*160*', '*250.00*160.0*')),
    ],
    [
      'with empty elements at the end',
      fileOf(workedRemittance.replace('LX*1', 'LX*1**').replace('97110:GP', '97110:GP::')),
    ],
    ['broken at 80 columns', fileOf(workedRemittance).replaceAll('\n', '').replace(/.{80}/g, '$&\n')],
  ])('%s has the same content', (_, text) => {
    expect(contentOf(text)).toBe(contentOf(fileOf(workedRemittance)))
  })

  test('a procedure as submitted is a composite too', () => {
    const [colons, angles] = [usual, { ...usual, component: '>' }].map((disguise) =>
      contentOf(fileOf(workedRemittance.replace('60*50**1', '60*50**1*HC:97112:GP*2'), disguise)),
    )
    expect(angles).toBe(colons)
  })

  test('a reference with zeros at its end is another than one without', () => {
    const [withZero, without] = ['2026.10', '2026.1'].map((trace) =>
      contentOf(fileOf(workedRemittance.replace('EFT20261120001', trace))),
    )
    expect(withZero).not.toBe(without)
  })

  test.each([
    ['an amount', '*172.55', '*172.56'],
    ['an amount moved', '250*160*40', '250**160*40'],
    ['a name', 'SAMPLE*ALMA', 'SAMPLE*ALMAS'],
    ['a reason', 'CAS*CO*197', 'CAS*CO*19'],
    ['a modifier', '97110:GP*', '97110:GO*'],
    ['a segment', 'LQ*HE*N54\n', ''],
    ['an element boundary', 'TRN*1*EFT20261120001', 'TRN*1E*FT20261120001'],
    ['a component boundary', 'L6:202611200000003', 'L62:02611200000003'],
    ['a whole amount with zeros', '*250*160*', '*25*160*'],
  ])('%s makes other content', (_, from, to) => {
    expect(workedRemittance).toContain(from)
    expect(contentOf(fileOf(workedRemittance.replace(from, to), usual))).not.toBe(
      contentOf(fileOf(workedRemittance)),
    )
  })
})
