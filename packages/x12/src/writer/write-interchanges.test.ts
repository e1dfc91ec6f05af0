import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acceptedAndRejected,
  duplicateNumber,
  partAccepted,
} from '../acknowledgment/sample-acknowledgments.ts'
import {
  generated277ca,
  generated999,
  generatedTa1,
} from '../acknowledgment/sample-generated-acknowledgments.ts'
import { write277ca } from '../acknowledgment/write-277ca.ts'
import { write999 } from '../acknowledgment/write-999.ts'
import { writeTa1 } from '../acknowledgment/write-ta1.ts'
import { inDeliverySegments } from '../benefits/sample-benefits.ts'
import { generatedAnswers } from '../benefits/sample-generated-benefits.ts'
import { write271 } from '../benefits/write-271.ts'
import { readSegments } from '../reader/read-segments.ts'
import type { Segment, Separators } from '../reader/segment.ts'
import { generatedRemittances } from '../remittance/sample-generated-remittance.ts'
import { fileOf, workedRemittance } from '../remittance/sample-remittance.ts'
import { write835 } from '../remittance/write-835.ts'
import { writeInterchanges } from './write-interchanges.ts'

const corpus = new URL('../../../../../shared/corpus/', import.meta.url)
const there = existsSync(corpus)
const files = there
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(
      (path) => /^\w+\/.+\.\w+$/.test(path) && !path.startsWith('licences'),
    )
  : []

const isa = (signs: Partial<Separators> = {}, isa11 = '^') => {
  const { element = '*', component = ':', terminator = '~' } = signs
  const none = ' '.repeat(10)
  const parties = ['ZZ', 'EXPAYER'.padEnd(15), 'ZZ', 'EXCLINIC'.padEnd(15), '261120', '0815']
  const fields = ['ISA', '00', none, '00', none, ...parties, isa11, '00501', '000000201', '0', 'T', component]
  return fields.join(element) + terminator
}

const canonicalOf = (input: string | Uint8Array) => {
  const written = writeInterchanges(readSegments(input).segments)
  if (!written.ok) throw new Error(written.problems.map(({ says }) => says).join(' '))
  return written.text
}

/** Tag, elements and composites, whatever separates them, what is empty at an end left out. */
function contentOf({ tag, elements, separators, whole }: Segment): unknown {
  if (tag === 'ISA')
    return [
      tag,
      ...elements
        .map((text) => text.trim())
        .with(11, '')
        .with(16, ''),
    ]
  const { component, repetition } = separators
  const repeated = (text: string) => (repetition === null ? [text] : text.split(repetition))
  const partsOf = (text: string) => trimmed(repeated(text).map((one) => trimmed(one.split(component))))
  return { tag, whole, split: trimmed(elements.slice(1).map(partsOf)) }
}

function trimmed<Part extends string | unknown[]>(parts: Part[]): Part[] {
  return parts.slice(0, parts.findLastIndex(({ length }) => length > 0) + 1)
}

const contentsOf = (input: string | Uint8Array) => readSegments(input).segments.map(contentOf)

describe('a file is written in one form', () => {
  test.each<[string, string, string]>([
    [
      'other signs',
      `${isa({ element: '|', component: '>', terminator: '\n' }, '{')}\nSVC|HC>97110|5|5{6\nLX|1\n`,
      'SVC*HC:97110*5*5^6~LX*1~',
    ],
    ['white space around segments', `${isa()}\r\n   LX*1~\r\n\r\n`, 'LX*1~'],
    ['an unknown segment', `${isa()}ZZZ*A**B~`, 'ZZZ*A**B~'],
    ['empty elements at the end', `${isa()}CLP*A**1***~`, 'CLP*A**1~'],
    ['empty components at the end', `${isa()}SVC*HC:97110:::*1~`, 'SVC*HC:97110*1~'],
    ['empty components inside', `${isa()}CLM*AA:::WA~`, 'CLM*AA:::WA~'],
    ['a tag alone', `${isa()}HL~LX*1~`, 'HL~LX*1~'],
    ['a segment of nothing', `${isa()}**~LX*1~`, '*~LX*1~'],
    ['spaces at the end of data', `${isa()}MSG*A  ~`, 'MSG*A  ~'],
    ['a cut last segment', `${isa()}LX*1~CLP*A*1`, 'LX*1~CLP*A*1'],
    ['a foreign sign in a composite', `${isa()}SVC*HC>97110*1~`, 'SVC*HC>97110*1~'],
  ])('%s', (_, text, expected) => {
    expect(canonicalOf(text)).toBe(isa() + expected)
  })
})

describe('where data holds a sign of ours', () => {
  const odd = { element: '|', component: '>', terminator: '\n' }
  test.each<[string, string, string]>([
    ['an asterisk', 'MSG|A*B', 'MSG|A*B~'],
    ['a colon', 'MSG|A:B|C>D', 'MSG*A:B*C>D~'],
    ['a tilde', 'MSG|A~B', 'MSG*A~B\u001d'],
    ['a circumflex', 'MSG|A^B|1{2', 'MSG*A^B*1{2~'],
  ])('%s, its interchange gets another sign', (_, segment, expected) => {
    const text = `${isa(odd, '{')}${segment}\n`
    const canonical = canonicalOf(text)
    expect(canonical.slice(106)).toBe(expected)
    expect(contentsOf(canonical)).toEqual(contentsOf(text))
  })

  test('the next interchange has the usual ones again', () => {
    const first = `${isa(odd, '{')}MSG|A*B:C~D^E\n`
    const canonical = canonicalOf(`${first}${isa()}MSG*A~`)
    expect(canonical.slice(106)).toBe(`MSG|A*B:C~D^E\u001d${isa()}MSG*A~`)
    expect(canonicalOf(canonical)).toBe(canonical)
  })

  test.each([
    ['a tag', isa(), 'A:B*1:2~', 'A:B*1>2~'],
    ['an ISA', isa().replace('EXPAYER ', 'EX:PAYER'), 'SVC*HC:97110~', 'SVC*HC>97110~'],
  ])('%s is data too, although it cannot be a composite', (_, header, segment, expected) => {
    const canonical = canonicalOf(header + segment)
    expect(canonical.slice(106)).toBe(expected)
    expect(contentsOf(canonical)).toEqual(contentsOf(header + segment))
  })

  test.each([
    ['U', 'U'],
    ['', ' '],
    ['^^', 'U'],
  ])('ISA11 of %j, which repeats nothing, becomes %j', (isa11, expected) => {
    const text = `${isa({}, isa11)}EB*1**30^PT~`
    expect(canonicalOf(text)).toBe(`${isa({}, expected)}EB*1**30^PT~`)
  })

  test('ISA11 that is the component separator repeats nothing', () => {
    expect(canonicalOf(`${isa({ component: '^' }, '^')}SVC*HC^97110~`)).toBe(`${isa({}, 'U')}SVC*HC:97110~`)
  })

  test('a sign of 4010 that repeats nothing is data', () => {
    const canonical = canonicalOf(`${isa({ component: '>' }, 'U')}MSG*A^B*C>D~`)
    expect(canonical).toBe(`${isa({}, 'U')}MSG*A^B*C:D~`)
  })

  test.each([
    [
      'all that could separate elements',
      `${isa({ element: '!', component: '>' }, '{')}MSG!A*B|C;D~`,
      '/0',
      'x12/delimiter',
    ],
    ['a segment too long to read', `${isa()}LX*1~MSG*${'A'.repeat(10_001)}~LX*1~`, '/2', 'x12/unwritable'],
    ['a cut segment too long to read', `${isa()}MSG*${'A'.repeat(10_001)}`, '/1', 'x12/unwritable'],
  ])('%s is refused', (_, text, pointer, rule) => {
    const written = writeInterchanges(readSegments(text).segments)
    expect(written).toMatchObject({ ok: false, problems: [{ pointer, rule }] })
  })

  test('segments without their ISA are refused where a reader could not tell their signs', () => {
    const { segments } = readSegments(`${isa(odd, '{')}ST|835|1\nMSG|A:B\n`)
    expect(writeInterchanges(segments)).toMatchObject({ ok: true })
    expect(writeInterchanges(segments.slice(1))).toMatchObject({
      ok: false,
      problems: [{ pointer: '/0', rule: 'x12/delimiter' }],
    })
  })

  test('and written where it can', () => {
    const { segments } = readSegments(`${isa(odd, '{')}ST|835|1\nSVC|HC>97110|A*B\n`)
    expect(writeInterchanges(segments.slice(1))).toEqual({ ok: true, text: 'ST|835|1~SVC|HC:97110|A*B~' })
  })
})

const samples = [
  fileOf(workedRemittance),
  acceptedAndRejected,
  partAccepted,
  duplicateNumber,
  inDeliverySegments,
]
const signs = [...'*|:>^~{}!<`\\@#%;&+=', '\u001d', '\u001c', '\u001f', '\n', '\r']

describe('the law: the same segments, and writing again changes nothing', () => {
  const keeps = (input: string | Uint8Array) => {
    const canonical = canonicalOf(input)
    expect(contentsOf(canonical)).toEqual(contentsOf(input))
    expect(canonicalOf(canonical)).toBe(canonical)
    return canonical
  }

  test('of any segments under any separators', () => {
    const data = fc.stringMatching(/^[A-Z0-9 .:^*~|>-]{0,8}$/)
    const element = fc.array(fc.array(data, { maxLength: 3 }), { maxLength: 3 })
    const segment = fc.tuple(
      fc.constantFrom('CLP', 'LX', 'ZZZ', 'ST', 'SE'),
      fc.array(element, { maxLength: 6 }),
    )
    const separators = fc
      .shuffledSubarray(signs, { minLength: 4, maxLength: 4 })
      .filter((four) => !/[\r\n]/.test(four.slice(0, 3).join('')))
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), separators, (segments, four) => {
        const [component = '', repetition = '', sign = '', terminator = ''] = four
        const own = new Set(four)
        const clean = (text: string) => [...text].filter((one) => !own.has(one)).join('')
        const body = segments.map(([tag, elements]) =>
          [
            tag,
            ...elements.map((repeated) =>
              repeated.map((parts) => parts.map(clean).join(component)).join(repetition),
            ),
          ].join(sign),
        )
        const header = isa({ element: sign, component, terminator }, repetition)
        keeps(header + body.map((text) => text + terminator).join(''))
      }),
      { numRuns: 300 },
    )
  })

  test.each(samples.map((sample, index) => [index, sample] as const))(
    'of sample %i in a hundred disguises',
    (_, sample) => {
      const canonical = keeps(sample)
      const body = canonical.slice(106).split('~').slice(0, -1)
      const fields = canonical.slice(0, 105).split('*')
      fc.assert(
        fc.property(
          fc.shuffledSubarray(signs, { minLength: 4, maxLength: 4 }),
          fc.constantFrom('', '\n', '\r\n  '),
          (four, between) => {
            const [component = '', repetition = '', sign = '', terminator = ''] = four
            fc.pre(!/[\r\n]/.test(component + repetition + sign))
            fc.pre(four.every((one) => !/[&+=@#%]/.test(one) || !canonical.includes(one)))
            const header = fields.with(11, repetition).with(16, component).join(sign) + terminator
            const signOf: Record<string, string> = { '*': sign, ':': component, '^': repetition }
            const disguised = body.map(
              (text) => [...text].map((one) => signOf[one] ?? one).join('') + terminator,
            )
            expect(canonicalOf([header, ...disguised].join(between))).toBe(canonical)
          },
        ),
      )
    },
  )

  test('what our writers of every kind write has this form already', () => {
    const texts = [
      ...fc.sample(generatedRemittances, 10).map(write835),
      ...fc.sample(generatedAnswers, 10).map(write271),
      ...fc.sample(generated999('any'), 10).map(write999),
      ...fc.sample(generated277ca('any'), 10).map(write277ca),
      ...fc.sample(generatedTa1, 10).map(writeTa1),
    ].map((written) => (written.ok ? written.text : 'refused'))
    expect(texts.map(canonicalOf)).toEqual(texts)
  })

  test.skipIf(!there).each(files)('of ../shared/corpus/%s', (file) => {
    keeps(readFileSync(new URL(file, corpus)))
  })
})
