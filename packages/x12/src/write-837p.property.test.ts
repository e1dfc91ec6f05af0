/**
 * Whatever is typed into names, addresses and notes, the envelope holds and every value comes back out of the
 * file as it went in, or its change is recorded, or the claim is refused for that very field.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ClaimDocument } from './claim-document.ts'
import { sampleClaim, sampleSubmission } from './sample-claim.ts'
import { type Written837p, write837p } from './write-837p.ts'

const hostileWritable = [
  ...['*', ':', '^', '~', '~SE*1*0001~', '*'.repeat(8), '\r\n', '\t', '\u0000', '\u001d', '\u007f', '\u0085'],
  ...['é', 'Ñ', 'ß', 'ﬁ', 'Å', '½', '’', '—', '…', '：', '＊', '～', '\u00a0', '\u200b', '\ufeff', '\u2028'],
  ...['🙂', '👩‍⚕️', '🇺🇸', '1️⃣', '\ud800', '\udc00', '\ufffd', '\u202e', '\u200f'],
]
const ordinary = ['a', 'Z', '0', ' ', '  ', "O'NEIL", 'de la Cruz', '-', '.', '#', '\\', '|', '"', '&', '%']
const lost = ['שלום', 'مرحبا', '李', 'Я', '٣', '²']
const joined = (parts: string[], maxLength: number) =>
  fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength }).map((texts) => texts.join(''))

const hostile = fc.oneof(
  joined([...hostileWritable, ...ordinary, ...lost], 12),
  joined(ordinary, 12),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 70 }),
  fc.string({ unit: 'binary-ascii', maxLength: 70 }),
)
/** Such that a claim of twelve of them is often enough written. */
const writable = fc.oneof(
  { weight: 40, arbitrary: joined([...hostileWritable, ...ordinary], 5).map((text) => `Aa ${text}`) },
  { weight: 1, arbitrary: hostile },
)
const number = fc.oneof(
  { weight: 40, arbitrary: joined(ordinary, 4).map((text) => `N1${text}`) },
  { weight: 1, arbitrary: hostile },
)

const textFields = fc.record({
  last: writable,
  first: writable,
  line1: writable,
  city: writable,
  billing: writable,
  payer: writable,
  claimNote: writable,
  description: writable,
  note: writable,
})
type Texts = typeof textFields extends fc.Arbitrary<infer Fields> ? Fields : never
const numberFields = fc.record({ memberId: number, groupNumber: number, referralNumber: number })
type Numbers = typeof numberFields extends fc.Arbitrary<infer Fields> ? Fields : never

const pointers: Record<keyof Texts | keyof Numbers, string> = {
  last: '/claims/0/subscriber/party/name/last',
  first: '/claims/0/subscriber/party/name/first',
  line1: '/claims/0/subscriber/party/address/line1',
  city: '/claims/0/subscriber/party/address/city',
  billing: '/claims/0/billingProvider/name',
  payer: '/claims/0/payer/name',
  claimNote: '/claims/0/claimNote',
  description: '/claims/0/lines/0/description',
  note: '/claims/0/lines/0/note',
  memberId: '/claims/0/subscriber/memberId',
  groupNumber: '/claims/0/subscriber/groupNumber',
  referralNumber: '/claims/0/referralNumber',
}

function claimWith(texts: Texts, numbers: Numbers): ClaimDocument {
  const claim = sampleClaim()
  const [line, ...rest] = claim.lines
  if (!line) throw new Error('the sample has a line')
  const { billingProvider, subscriber } = claim
  return {
    ...claim,
    billingProvider: { ...billingProvider, kind: 'organization', name: texts.billing },
    subscriber: {
      ...subscriber,
      filingIndicator: 'CI',
      memberId: numbers.memberId,
      groupNumber: numbers.groupNumber,
      party: {
        kind: 'person',
        name: { last: texts.last, first: texts.first, middle: null, suffix: null },
        birthDate: subscriber.party.kind === 'person' ? subscriber.party.birthDate : null,
        sex: 'U',
        address: { line1: texts.line1, line2: null, city: texts.city, state: 'OR', zip: '97201' },
      },
    },
    payer: { ...claim.payer, name: texts.payer },
    referralNumber: numbers.referralNumber,
    claimNote: texts.claimNote,
    lines: [{ ...line, description: texts.description, note: texts.note }, ...rest],
  }
}

/** The file taken apart by this test's own split. */
function takenApart(text: string): string[][] {
  return text
    .split('~')
    .slice(0, -1)
    .map((segment) => segment.split('*'))
}

function refuseBrokenEnvelope(text: string, segments: string[][]): void {
  expect(text).toMatch(/^[\x20-\x7d~]+~$/)
  expect(text.indexOf('~')).toBe(105)
  const at = (tag: string) => segments.findIndex(([own]) => own === tag)
  const count = (tag: string) => segments.filter(([own]) => own === tag).length
  for (const tag of ['ISA', 'GS', 'ST', 'SE', 'GE', 'IEA', 'CLM', 'BHT']) expect(count(tag)).toBe(1)
  expect(segments[at('SE')]).toEqual(['SE', String(at('SE') - at('ST') + 1), '0001'])
  expect(segments.slice(at('SE') + 1)).toEqual([
    ['GE', '1', '101'],
    ['IEA', '1', '000000101'],
  ])
  expect([count('LX'), count('SV1'), count('HL')]).toEqual([3, 3, 2])
  for (const segment of segments) {
    expect(segment.length === 1 || segment.at(-1) !== '').toBe(true)
    if (segment[0] === 'ISA') continue
    for (const element of segment) {
      for (const component of element.split(':')) expect(component).toBe(component.trim())
    }
  }
}

/** What stands in the file for each field; `''` where its segment or element is left out. */
function valuesIn(segments: string[][]): Record<keyof Texts | keyof Numbers, string> {
  const found = (...start: string[]) =>
    segments.find((segment) => start.every((text, index) => segment[index] === text)) ?? []
  const insured = segments.findIndex(([tag, code]) => tag === 'NM1' && code === 'IL')
  const line = segments.findIndex(([tag]) => tag === 'LX')
  const nextLine = segments.findIndex(([tag, number]) => tag === 'LX' && number === '2')
  const lineNote = segments.slice(line, nextLine).find(([tag]) => tag === 'NTE')
  const claimNote = segments.slice(0, line).find(([tag]) => tag === 'NTE')
  return {
    last: segments[insured]?.[3] ?? '',
    first: segments[insured]?.[4] ?? '',
    memberId: segments[insured]?.[9] ?? '',
    line1: segments[insured + 1]?.[1] ?? '',
    city: segments[insured + 2]?.[1] ?? '',
    billing: found('NM1', '85')[3] ?? '',
    payer: found('NM1', 'PR')[3] ?? '',
    groupNumber: found('SBR')[3] ?? '',
    referralNumber: found('REF', '9F')[2] ?? '',
    claimNote: claimNote?.[2] ?? '',
    note: lineNote?.[2] ?? '',
    description: segments[line + 1]?.[1]?.split(':')[6] ?? '',
  }
}

function refuseLoss(result: Extract<Written837p, { ok: true }>, texts: Texts, numbers: Numbers): void {
  const values = valuesIn(takenApart(result.text))
  for (const [field, given] of Object.entries(texts)) {
    const record = result.replacements.find(({ pointer }) => pointer === pointers[field as keyof Texts])
    const value = values[field as keyof Texts]
    if (record) expect(record).toMatchObject({ from: given, to: value })
    else expect(value).toBe(given.replace(/ +/g, ' ').trim().toUpperCase())
  }
  for (const [field, given] of Object.entries(numbers)) {
    expect(values[field as keyof Numbers]).toBe(given.trim().toUpperCase())
  }
}

function refuseFalseRefusal(
  result: Extract<Written837p, { ok: false }>,
  texts: Texts,
  numbers: Numbers,
): void {
  const given = Object.entries({ ...texts, ...numbers })
  for (const { pointer, rule } of result.problems) {
    const [field, text = ''] = given.find(([name]) => pointers[name as keyof Texts] === pointer) ?? []
    expect(field).toBeDefined()
    if (rule === 'x12/unwritable') expect(text).toMatch(/[^\p{ASCII}]/u)
    else if (rule === 'x12/delimiter') expect(text).toMatch(/[*:^~]|[^\x20-\x7e]/)
    else if (rule === 'x12/too-long') expect(text.normalize('NFKD').length).toBeGreaterThan(25)
    else expect(['x12/missing', 'x12/too-short']).toContain(rule)
  }
}

it('holds whatever is typed', () => {
  let [tried, wrote] = [0, 0]
  fc.assert(
    fc.property(textFields, numberFields, (texts, numbers) => {
      tried += 1
      const result = write837p(sampleSubmission([claimWith(texts, numbers)]))
      if (!result.ok) return refuseFalseRefusal(result, texts, numbers)
      wrote += 1
      refuseBrokenEnvelope(result.text, takenApart(result.text))
      refuseLoss(result, texts, numbers)
    }),
    { numRuns: 200 },
  )
  expect(wrote).toBeGreaterThan(tried / 10)
}, 60_000)

/** One hostile field among plain ones, so that most of the claims are written. */
it.each(Object.keys(pointers) as (keyof typeof pointers)[])(
  'holds whatever is typed into %s',
  (field) => {
    const plain = Object.fromEntries(Object.keys(pointers).map((name) => [name, `PLAIN ${name}`]))
    let wrote = 0
    fc.assert(
      fc.property(hostile, (typed) => {
        const fields = { ...plain, [field]: typed } as Texts & Numbers
        const { memberId, groupNumber, referralNumber, ...texts } = fields
        const numbers = { memberId, groupNumber, referralNumber }
        const result = write837p(sampleSubmission([claimWith(texts, numbers)]))
        if (!result.ok) return refuseFalseRefusal(result, texts, numbers)
        wrote += 1
        refuseBrokenEnvelope(result.text, takenApart(result.text))
        refuseLoss(result, texts, numbers)
      }),
      { numRuns: 150 },
    )
    expect(wrote).toBeGreaterThan(10)
  },
  60_000,
)
