/**
 * The text an ST is compared by. Its digests are kept, so this text itself is promised: another one would not find
 * what was kept before.
 */
import { describe, expect, test } from 'vitest'
import { readSegments } from '../reader/read-segments.ts'
import { ContentKey, canonicalContent } from './canonical-content.ts'
import { fileOf, usual, workedRemittance } from './sample-remittance.ts'

const segmentsOf = (body: string, disguise = usual) => readSegments(fileOf(body, disguise)).segments
const contentOf = (body: string, disguise = usual) => canonicalContent(segmentsOf(body, disguise))

/** With signs that can be read: `|` between elements, `+` between components. */
const readable = (content: string) => content.replaceAll('\u001f', '|').replaceAll('\u001e', '+')

describe('the content is a line a segment', () => {
  test.each([
    ['tag and elements', 'TRN*1*T1', 'TRN|1|T1\n'],
    ['several', 'LX*1\nCLP*P*1*5*0', 'LX|1\nCLP|P|1|5|0\n'],
    ['none of the envelope', 'ST*835*1\nLX*1\nSE*3*1', 'LX|1\n'],
    ['without any white space', 'N1*PR*EXAMPLE  HEALTH\tPLAN', 'N1|PR|EXAMPLEHEALTHPLAN\n'],
    ['without what is empty at its end', 'REF*EA*MRN1**', 'REF|EA|MRN1\n'],
    ['with what is empty before', 'REF**MRN1', 'REF||MRN1\n'],
    ['a procedure as components', 'SVC*HC:97110:GP*100*64', 'SVC|HC+97110+GP|100|64\n'],
    ['the procedure as submitted too', 'SVC*HC:97110*1*1***HC:97140:GP', 'SVC|HC+97110|1|1|||HC+97140+GP\n'],
    ['components without an empty end', 'SVC*HC:97110::*1*1', 'SVC|HC+97110|1|1\n'],
    ['components without white space', 'SVC*HC: 97110 :GP*1*1', 'SVC|HC+97110+GP|1|1\n'],
    ['a composite that came with a foreign separator', 'SVC*HC>97110>GP*1*1', 'SVC|HC+97110+GP|1|1\n'],
    ['the first repetition of a composite', 'SVC*HC:97110^HC:97140*1*1', 'SVC|HC+97110|1|1\n'],
    [
      'the reasons of a PLB as components',
      'PLB*1*20261231*L6:A*1*WO:B*2*CS:C*3*72:D*4*IR:E*5*J1:F*6',
      'PLB|1|20261231|L6+A|1|WO+B|2|CS+C|3|72+D|4|IR+E|5|J1+F|6\n',
    ],
    ['another element of an SVC as it stands', 'SVC*HC:97110*1*1*A:B', 'SVC|HC+97110|1|1|A:B\n'],
    ['another segment as it stands', 'REF*EA*A:B', 'REF|EA|A:B\n'],
  ])('%s', (_, body, expected) => {
    expect(readable(contentOf(body))).toBe(expected)
  })

  test('a sign of repetition is a letter where the version has none', () => {
    const old = { ...usual, repetition: 'U' }
    expect(readable(contentOf('SVC*HC:97110^1:GP*1*1', old))).toBe('SVC|HC+97110^1+GP|1|1\n')
  })
})

describe('zeros behind a point', () => {
  test.each([
    ['a payment', 'BPR*I*541.00*C', 'BPR*I*541*C'],
    ['a payment of dimes', 'BPR*I*186.50*C', 'BPR*I*186.5*C'],
    ['a claim', 'CLP*P*1*250.00*-160.10*40.0', 'CLP*P*1*250*-160.1*40'],
    ['a line', 'SVC*HC:97110*100.00*64.0', 'SVC*HC:97110*100*64'],
    ['an adjustment', 'CAS*CO*45*20.00', 'CAS*CO*45*20'],
    ['a provider adjustment', 'PLB*1*20261231*L6:A*-2.50', 'PLB*1*20261231*L6:A*-2.5'],
    ['an amount that informs', 'AMT*I*2.50', 'AMT*I*2.5'],
    ['a single zero', 'AMT*I*2.0', 'AMT*I*2'],
    ['nothing as an amount', 'CLP*P*1*0.00*.00', 'CLP*P*1*0*0'],
  ])('of %s say nothing', (_, long, short) => {
    expect(contentOf(long)).toBe(contentOf(short))
  })

  test.each([
    ['a trace', 'TRN*1*2026.10', 'TRN*1*2026.1'],
    ['a claim number with letters', 'CLP*PCN.10*1*0*0', 'CLP*PCN.1*1*0*0'],
    ['a claim number with letters behind', 'CLP*1.5A0*1*1.00*0', 'CLP*1.5A*1*1.00*0'],
    ['a whole amount', 'AMT*I*20', 'AMT*I*2'],
    // The first is a claim without a payment, which nobody may post.
    ['what is left out', 'CLP*P*1*5**0', 'CLP*P*1*5*.00*0'],
  ])('of %s make a difference', (_, one, other) => {
    expect(contentOf(one)).not.toBe(contentOf(other))
  })
})

describe('what two STs are compared by', () => {
  const sixteenKb = 16_384
  const clp = 'CLP*P*1*0*0'

  /** The key, and what was digested on the way: the text of each part behind the digest of those before it. */
  function digesting(body: string) {
    const digested: string[] = []
    const key = new ContentKey((text) => {
      digested.push(text)
      return `<${digested.length}>`
    })
    for (const segment of segmentsOf(body)) key.add(segment)
    return { key: key.end(), digested: digested.map(readable) }
  }

  /** A body whose content is as long as asked for. */
  function bodyOf(length: number): string {
    const full = Array.from({ length: Math.floor(length / 1000) }, () => `REF*EA*${'A'.repeat(992)}`)
    const rest = length - 1000 * full.length
    return [...full, `REF*EA*${'A'.repeat(rest - 8)}`].join('\n')
  }

  test('is the content as it stands, where nothing digests it', () => {
    const key = new ContentKey('content')
    const segments = segmentsOf(`${workedRemittance.trim()}\n${bodyOf(sixteenKb + 1)}\n${clp}`)
    for (const segment of segments) key.add(segment)
    expect(key.end()).toBe(canonicalContent(segments))
  })

  test('or its digest', () => {
    expect(digesting(clp)).toEqual({ key: '<1>', digested: ['CLP|P|1|0|0\n'] })
  })

  test('of nothing it is the digest of nothing', () => {
    expect(digesting('ST*835*1\nSE*2*1')).toEqual({ key: '<1>', digested: [''] })
  })

  test('a part of 16 KB is the last one, one that is longer ends before the next claim', () => {
    expect(canonicalContent(segmentsOf(bodyOf(sixteenKb)))).toHaveLength(sixteenKb)
    expect(digesting(`${bodyOf(sixteenKb)}\n${clp}`).digested).toHaveLength(1)
    const { key, digested } = digesting(`${bodyOf(sixteenKb + 1)}\n${clp}\nCLP*Q*1*0*0`)
    expect(key).toBe('<2>')
    expect(digested[0]).toHaveLength(sixteenKb + 1)
    expect(digested[1]).toBe('<1>CLP|P|1|0|0\nCLP|Q|1|0|0\n')
  })

  test('or before the provider adjustments', () => {
    const { digested } = digesting(`${bodyOf(sixteenKb + 1)}\nPLB*1*20261231*L6*1`)
    expect(digested[1]).toBe('<1>PLB|1|20261231|L6|1\n')
  })

  test('but within no claim', () => {
    expect(digesting(`${clp}\n${bodyOf(3 * sixteenKb)}\nSVC*HC:97110*0*0`).digested).toHaveLength(1)
  })
})
