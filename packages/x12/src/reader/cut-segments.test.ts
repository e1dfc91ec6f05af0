/** However a file is handed in, in one part or in many, as bytes or as text, its segments are the same. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits, SegmentCutter } from './cut-segments.ts'
import { collectFindings } from './finding.ts'
import { readSegments } from './read-segments.ts'

const isa =
  'ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261121*1200*^*00501*000000001*0*P*:~'

function cutAt(file: Uint8Array | string, places: readonly number[]) {
  const { findings, report } = collectFindings()
  const cutter = new SegmentCutter(report)
  const ends = [...new Set(places.map((at) => at % file.length))].sort((a, b) => a - b)
  const parts = [0, ...ends].map((start, index) => file.slice(start, ends[index] ?? file.length))
  const segments = parts.flatMap((part, index) => cutter.cut(part, index === parts.length - 1))
  return { segments, findings }
}

const bytesOf = (text: string) => new TextEncoder().encode(text)
const places = fc.array(fc.nat(), { maxLength: 12 })

describe('parts', () => {
  const many = `${isa}GS*HP*S*R*20261121*1200*1*X*005010X221A1~${'NM1*QC*1*DOE*JÄNE****MI*W1~\r\n'.repeat(2_300)}`
  const files: [string, string][] = [
    ['a long file with letters of two bytes', many],
    [
      'a mark, a heading and breaks',
      `\ufeff  Mailbox 7\n${isa.replaceAll('~', '\n~')}ST*835*1\n~\n\n~SE*2*1~`,
    ],
    ['no envelope', `ST|835|1\u001d${'CLP|1|1|10|10\u001d'.repeat(1_000)}SE|1002|1\u001d`],
    ['a segment that is too long', `${isa}MSG*${'x'.repeat(90_000)}~SE*2*1~`],
    ['an end that is cut', `${isa}MSG*${'é'.repeat(700)}`],
    [
      'two interchanges, the second with other separators',
      `${isa}IEA*0*1~${isa.replaceAll('*', '|').replaceAll('~', '\r')}IEA|0|1\r`,
    ],
    ['an ISA that is cut', isa.slice(0, 60)],
    ['nothing', ''],
    ['no X12', 'Dear biller, please find enclosed nothing.'],
  ]

  test.each(files)('%s', (_, text) => {
    const bytes = bytesOf(text)
    const whole = readSegments(bytes)
    fc.assert(
      fc.property(places, (at) => {
        expect(cutAt(bytes, at)).toEqual(whole)
        // Between the halves of a surrogate pair no text is cut, and none stands here.
        expect(cutAt(text, at)).toEqual(readSegments(text))
      }),
      { numRuns: text.length > 10_000 ? 5 : 25 },
    )
  })

  test('one byte at a time', () => {
    const bytes = bytesOf(`${isa}GS*HP*S*R*1*1*1*X*005010X221A1~ST*835*1~N1*PR*ÄRZTE~SE*3*1~`)
    const every = Array.from(bytes, (_, at) => at)
    expect(cutAt(bytes, every)).toEqual(readSegments(bytes))
  })

  test('bytes and text say the same, offsets in bytes', () => {
    for (const [, text] of files) expect(readSegments(bytesOf(text))).toEqual(readSegments(text))
  })

  test('an offset is where the segment stands', () => {
    const bytes = bytesOf(many)
    for (const { offset, tag } of readSegments(bytes).segments.slice(0, 1_000))
      expect(new TextDecoder().decode(bytes.subarray(offset, offset + tag.length))).toBe(tag)
  })

  test('a segment of Latin-1 among others of UTF-8 is read by itself', () => {
    const latin1 = Uint8Array.from('N1*PE*M\xdcLLER~', (char) => char.charCodeAt(0))
    const { segments } = readSegments(new Uint8Array([...bytesOf(`${isa}N1*PR*ÄRZTE~`), ...latin1]))
    expect(segments.slice(1).map(({ elements }) => elements[2])).toEqual(['ÄRZTE', 'MÜLLER'])
  })

  test('of what is too long no more than its head is kept', () => {
    const { segments } = cutAt(bytesOf(`${isa}MSG*${'x'.repeat(200_000)}~`), [70_000, 140_000])
    expect(segments[1]?.elements.join('*')).toHaveLength(limits.segmentLength)
  })
})

const corpus = new URL('../../../../../shared/corpus/', import.meta.url)
const samples = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(edi|txt|x12)$/.test(name))
  : []

describe.skipIf(samples.length === 0)('every sample of ../shared/corpus in parts', () => {
  test.each(samples)('%s', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, corpus)))
    const whole = readSegments(bytes)
    for (const at of [[1], [100, 200, 300], [106], [bytes.length >> 1], [bytes.length - 1]])
      expect(cutAt(bytes, at)).toEqual(whole)
  })
})
