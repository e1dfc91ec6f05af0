/** Which guide an ST follows: GS08, ST03 where GS08 names none; an 837 without either by its services. */
import { expect, test } from 'vitest'
import { envelopesOf, type Transaction } from './envelope.ts'
import { collectFindings } from './finding.ts'
import { contentOf837, guideOf } from './guide-of.ts'
import { segmentsIn } from './read-segments.ts'

function transactionIn(text: string): Transaction {
  const { report } = collectFindings()
  for (const part of envelopesOf(segmentsIn(text, report), report).parts)
    if (part.kind === 'transaction') return part
  throw new Error('the sample holds no ST')
}
const claims = (gs08: string, st03: string, ...body: string[]) =>
  transactionIn(
    `GS*HC*S*R*20261120*0815*1*X*${gs08}~${[`ST*837*1*${st03}`, ...body].join('~')}~SE*${body.length + 2}*1~GE*1*1~`,
  )

test.each([
  ['005010X222A1', '005010X223A2', '005010X222A1'],
  ['005010X222A1', '', '005010X222A1'],
  ['005010', '005010X223A2', '005010X223A2'],
  ['005010X', '005010X223A2', '005010X223A2'],
  ['005010X2', '005010X223A2', '005010X223A2'],
  ['005010XABC', '005010X223A2', '005010X223A2'],
  ['', '005010X223A2', '005010X223A2'],
  ['005010', '', '005010'],
  ['', '', null],
])('GS08 %j and ST03 %j are %j', (gs08, st03, guide) => {
  expect(guideOf(claims(gs08, st03))).toBe(guide)
})

test('without a GS or an ST by what is there', () => {
  expect(guideOf(transactionIn('ST*837*1*005010X223A2~SE*2*1~'))).toBe('005010X223A2')
  expect(guideOf(transactionIn('ST*837*1~SE*2*1~'))).toBeNull()
  expect(guideOf(transactionIn('BHT*0019*00*1~CLM*1*100~'))).toBeNull()
})

test.each([
  ['005010X222A1', '837P'],
  ['004010X098A1', '837P'],
  ['005010X223A2', '837I'],
  ['004010X096A1', '837I'],
  ['005010X224A2', '837D'],
  ['004010X097A1', '837D'],
])('%s is an %s, whatever its services', (guide, content) => {
  for (const service of ['SV1*HC:97110', 'SV2*0420', 'SV3*AD:D0120'])
    expect(contentOf837(claims(guide, '', service))).toBe(content)
})

test.each([
  [['SV1*HC:97110'], '837P'],
  [['SV2*0420'], '837I'],
  [['CLM*1*100', 'LX*1', 'SV3*AD:D0120'], '837D'],
  [['SV2*0420', 'SV1*HC:97110'], '837I'],
  [['SV1*HC:97110', 'SV2*0420'], '837P'],
  [['CLM*1*100'], '837P'],
])('of an unknown guide %j tell an %s', (body, content) => {
  for (const guide of ['005010X999', '005010', ''])
    expect(contentOf837(claims(guide, '', ...body))).toBe(content)
})
