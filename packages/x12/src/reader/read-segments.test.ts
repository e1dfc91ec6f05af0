import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from './cut-segments.ts'
import { readSegments } from './read-segments.ts'
import { separatorsWithoutIsa } from './separators.ts'

const padded =
  'ISA*00*          *00*          *ZZ*EXPAYER        *ZZ*EXCLINIC       *261120*0815*^*00501*000000211*0*T*:'
const frame = (after: string) =>
  `${padded}~GS*HP*A*B*20261120*0815*1*X*005010X221A1~${after}GE*1*1~IEA*1*000000211~`
const tagsOf = (input: string | Uint8Array) => readSegments(input).segments.map(({ tag }) => tag)
const rulesOf = (input: string | Uint8Array) =>
  readSegments(input).findings.map(({ severity, rule }) => `${severity} ${rule}`)

describe('separators come from the ISA', () => {
  const withSigns = (element: string, component: string, repetition: string, end: string) => {
    const isa = padded.replace('^', '\u0002').replace(':', component).replaceAll('*', element)
    const segments = [
      isa.replace('\u0002', repetition),
      `GS${element}HP`,
      `IEA${element}0${element}000000211`,
    ]
    return segments.map((segment) => `${segment}${end}`).join('')
  }

  test.each([
    ['the usual', '*', ':', '^', '~'],
    ['pipes, terminator line feed', '|', '>', '{', '\n'],
    ['terminator carriage return, tilde repeats', '|', '^', '~', '\r'],
    ['carriage return and line feed', '*', ':', '^', '\r\n'],
    ['group separator sign', '*', '<', '^', '\u001d'],
    ['unit and record signs', '\u001d', '\u001f', '\u001e', '\u001c'],
  ])('%s', (_, element, component, repetition, end) => {
    const { segments, findings } = readSegments(withSigns(element, component, repetition, end))
    expect(segments.map(({ tag }) => tag)).toEqual(['ISA', 'GS', 'IEA'])
    expect(segments[0]?.separators).toEqual({ element, component, repetition, terminator: end.charAt(0) })
    expect(segments[1]?.elements).toEqual(['GS', 'HP'])
    expect(findings).toEqual([])
  })

  test.each(['U', 'A', '0', ' '])('%j in ISA11 means that nothing repeats', (sign) => {
    const { segments } = readSegments(`${padded.replace('^', sign)}~`)
    expect(segments[0]?.separators.repetition).toBeNull()
  })

  test('an ISA of another length is read by its sixteen separators, and said', () => {
    const short = 'ISA*00**00**ZZ*A*ZZ*B*261120*0815*^*00501*1*0*T*:~GS*HP~'
    expect(tagsOf(short)).toEqual(['ISA', 'GS'])
    expect(rulesOf(short)).toEqual(['info envelope/isa-length'])
  })

  test('a line break before the terminator is no terminator', () => {
    const text = `${padded}\n~GS*HP*A\n~IEA*1*000000211\n~`
    const { segments } = readSegments(text)
    expect(segments.map(({ elements }) => elements.at(-1))).toEqual([':', 'A', '000000211'])
    expect(segments[0]?.separators.terminator).toBe('~')
  })

  test('each interchange has its own', () => {
    const second = padded.replaceAll('*', '|').replace(':', '>')
    const { segments } = readSegments(`${padded}~IEA*0*1~\n${second}\nIEA|0|1\n`)
    expect(segments.map(({ elements }) => elements.length)).toEqual([17, 3, 17, 3])
    expect(segments[3]?.separators).toMatchObject({ element: '|', component: '>', terminator: '\n' })
  })

  test.each([
    ['cut', padded.slice(0, 80)],
    ['cut before its terminator', padded],
    ['with too few elements', `ISA*00*00~${'x'.repeat(500)}`],
  ])('an ISA %s is an error and nothing is read', (_, text) => {
    expect(tagsOf(text)).toEqual([])
    expect(rulesOf(text)).toEqual(['error envelope/isa'])
  })
})

/** reliability-security.md E4. */
describe('separators that cannot be told apart', () => {
  const head = padded.slice(0, -1)

  test.each([
    ['the terminator is the element separator', `${head}:*`],
    ['the component separator is the element separator', `${head}*~`],
    ['the component separator is the terminator', `${head}~~`],
    ['the component separator is a letter', `${head}A~`],
    ['the terminator is a digit', `${head}:7`],
    ['the component separator is a space', `${head} ~`],
  ])('%s: an error, and nothing is read', (_, text) => {
    expect(tagsOf(`${text}GS*HP*S*R~`)).toEqual([])
    expect(rulesOf(`${text}GS*HP*S*R~`)).toEqual(['error envelope/separators'])
  })
})

describe('without an ISA', () => {
  test.each([
    ['ST*835*0001~BPR*I*1~', '*', '~', ['ST', 'BPR']],
    ['ST|835|0001\nBPR|I|1\n', '|', '\n', ['ST', 'BPR']],
    ['ST*835*0001*005010X221A1~\r\nBPR*I*1~\r\n', '*', '~', ['ST', 'BPR']],
    ['GS*HP*A-BC*D*20261120~ST*835*1~', '*', '~', ['GS', 'ST']],
    ['BPR*I*1~TRN*1*2~', '*', '~', ['BPR', 'TRN']],
  ])('%j', (text, element, terminator, tags) => {
    const { segments, findings } = readSegments(text)
    expect(segments.map(({ tag }) => tag)).toEqual(tags)
    expect(segments[0]?.separators).toMatchObject({ element, terminator, component: ':' })
    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(['warn envelope/missing'])
  })

  test('a ZIP is no X12', () => {
    expect(rulesOf('PK\u0003\u0004\u0014')).toEqual(['error file/not-x12'])
  })

  test('the component separator shows in the first procedure', () => {
    expect(separatorsWithoutIsa('ST*835*1~SVC*HC>97110*1*1~', 0)?.component).toBe('>')
    expect(separatorsWithoutIsa('ST*837*1~SV1*HC^97110*1~', 0)).toMatchObject({
      component: '^',
      repetition: null,
    })
  })

  test.each([
    ['', 'error file/empty'],
    [' \r\n\t', 'error file/empty'],
    ['hello', 'error file/not-x12'],
    ['{"type":"835"}', 'error file/not-x12'],
    ['%PDF-1.4', 'error file/not-x12'],
  ])('%j is no X12', (text, expected) => {
    expect(tagsOf(text)).toEqual([])
    expect(rulesOf(text)).toEqual([expected])
  })
})

describe('segments', () => {
  test('a byte order mark, indentation and blank lines are no content', () => {
    const text = `\ufeff\n  ${frame('  \r\n   ST*835*1~\r\n\r\n\t LX*1 ~~ ~SE*3*1~')}`
    expect(tagsOf(text)).toEqual(['ISA', 'GS', 'ST', 'LX', 'SE', 'GE', 'IEA'])
    expect(readSegments(text).segments[3]?.elements).toEqual(['LX', '1 '])
    expect(rulesOf(text)).toEqual([])
  })

  test('an unknown segment stays as it is and is counted', () => {
    const { segments, findings } = readSegments(frame('ZZZ*a**b:c~'))
    expect(segments[2]).toMatchObject({
      ordinal: 3,
      tag: 'ZZZ',
      elements: ['ZZZ', 'a', '', 'b:c'],
      whole: true,
    })
    expect(findings).toEqual([])
  })

  test('what has no tag is kept and told without being quoted', () => {
    const { findings } = readSegments(frame('DOE JANE*1~'))
    expect(findings).toEqual([
      {
        offset: 147,
        rule: 'segment/tag',
        severity: 'warn',
        segment: 3,
        tag: '',
        element: null,
        says: 'a segment begins with no tag; it is kept unread',
      },
    ])
  })

  test('a file broken at 80 columns is put together again', () => {
    const broken = frame('ST*835*1~NM1*QC*1*SAMPLE*ALMA~SE*3*1~').replace(/.{80}/g, '$&\r\n')
    expect(readSegments(broken).segments.map(({ elements }) => elements.join('*'))).toContain(
      'NM1*QC*1*SAMPLE*ALMA',
    )
  })

  test('the first position and byte of each is known', () => {
    const bytes = new TextEncoder().encode(`\ufeff${frame('N1*PR*Ärzte€\u{1f600}~\nLX*1~')}`)
    for (const { offset, tag } of readSegments(bytes).segments) {
      expect(new TextDecoder().decode(bytes.subarray(offset, offset + tag.length))).toBe(tag)
    }
    expect(readSegments(bytes).segments.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5, 6])
    expect(readSegments(`\ufeff${frame('N1*PR*Ärzte€\u{1f600}~\nLX*1~')}`).segments).toEqual(
      readSegments(bytes).segments,
    )
  })

  test('bytes that are no UTF-8 are read as Latin-1', () => {
    const bytes = Uint8Array.from(frame('N1*PR*Ärzte~LX*1~'), (character) => character.charCodeAt(0))
    const { segments } = readSegments(bytes)
    expect(segments[2]?.elements[2]).toBe('Ärzte')
    expect(segments.map(({ offset }) => bytes[offset])).toEqual([...'IGNLGI'].map((one) => one.charCodeAt(0)))
  })

  test('a foreign heading is skipped and said', () => {
    const text = `Content-Type: application/edi-x12\n\n${frame('')}`
    expect(tagsOf(text)).toEqual(['ISA', 'GS', 'GE', 'IEA'])
    expect(rulesOf(text)).toEqual(['warn file/heading'])
  })
})

describe('the end of the file', () => {
  test('inside a segment is an error, and that segment is not whole', () => {
    const { segments, findings } = readSegments(frame('').slice(0, -1))
    expect(segments.map(({ whole }) => whole)).toEqual([true, true, true, false])
    expect(findings).toMatchObject([{ rule: 'file/cut', severity: 'error', segment: 4, tag: 'IEA' }])
  })

  test.each([
    ['the number of its ISA', '000000211', true, 'warn file/last-line-break'],
    ['a number that may be cut', '00000021', false, 'error file/cut'],
  ])('after a last line without a break and %s', (_, number, whole, finding) => {
    const text = `${padded}\nIEA*0*${number}`
    expect(readSegments(text).segments.at(-1)?.whole).toBe(whole)
    expect(rulesOf(text)).toEqual([finding])
  })
})

describe('limits', () => {
  test('a segment that is too long is not read, the next one is', () => {
    const { segments, findings } = readSegments(frame(`MSG*${'x'.repeat(limits.segmentLength)}~LX*1~`))
    expect(segments.map(({ tag, whole }) => `${tag} ${whole}`).slice(2, 4)).toEqual(['MSG false', 'LX true'])
    expect(findings).toMatchObject([{ rule: 'segment/too-long', severity: 'error', segment: 3 }])
  })

  test('one with too many elements is not read', () => {
    const { segments, findings } = readSegments(frame(`REF${'*1'.repeat(limits.elements)}~LX*1~`))
    expect(segments.map(({ tag, whole }) => `${tag} ${whole}`).slice(2, 4)).toEqual(['REF false', 'LX true'])
    expect(findings).toMatchObject([{ rule: 'segment/too-many-elements', severity: 'error', segment: 3 }])
  })

  test('a file of nothing but mistakes gives a thousand findings and one that says so', () => {
    const { findings } = readSegments(frame('?~'.repeat(5000)))
    expect(findings).toHaveLength(1001)
    expect(findings.at(-1)).toMatchObject({ rule: 'file/more-findings', severity: 'error' })
  })
})

test('whatever comes is cut without falling over, and every character of it is somewhere', () => {
  const noise = fc.string({ unit: fc.constantFrom(...'ISAGTE*~:^|\n\r 01X\u001d\ufeff{') })
  fc.assert(
    fc.property(noise, fc.boolean(), (text, framed) => {
      const { segments } = readSegments(framed ? frame(text) : text)
      expect(segments.map(({ ordinal }) => ordinal)).toEqual(segments.map((_, index) => index + 1))
    }),
  )
})
