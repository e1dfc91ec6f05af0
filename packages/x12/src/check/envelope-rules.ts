/**
 * The envelope of an ST beyond what its reader counts (x12.md 1.1, 1.9):
 *
 *   ISA*00*…*00*…*ZZ*sender*ZZ*receiver*date*time*^*00501*control*0|1*P|T*: | GS*HC*…*control*X*005010X222A1
 *   | ST*837*control*005010X222A1
 */
import { element, given, type Segment } from '../reader/segment.ts'
import type { Check, Fault } from './check-rule.ts'
import type { BatchUnderCheck } from './under-check.ts'

const guide = '005010X222A1'
/** Control numbers of an ST are unique in their group, those of a group in their interchange. */
type Kind = 'ISA13' | 'GS06' | 'ST02' | 'BHT03'

const guideOfGroup: Check<BatchUnderCheck> = {
  slug: 'envelope/guide-of-group',
  snip: 2,
  severity: 'reject',
  sentence: `GS08 is ${guide} in full; partners refuse the number without its addenda.`,
  citation: 'x12.md 1.1; TR3 GS08',
  fix: `Write ${guide}.`,
  check(subject, fault) {
    const { group } = subject.batch.envelope
    if (group && isNew(subject, 'guide', group) && given(group, 8) !== guide)
      fault(group, 8, `GS08 is not ${guide}`)
  },
}

const guideOfSet: Check<BatchUnderCheck> = {
  slug: 'envelope/guide-of-set',
  snip: 2,
  severity: 'reject',
  sentence: `ST03 is there and names the guide of GS08, ${guide}.`,
  citation: 'x12.md 1.1; TR3 ST03',
  fix: `Write ${guide}.`,
  check({ batch }, fault) {
    const { set, group } = batch.envelope
    if (!set || given(set, 3) === guide) return
    // What GS08 says too was told there.
    if (!group || given(group, 8) !== given(set, 3)) fault(set, 3, `ST03 is not ${guide}`)
  },
}

const codesOfIsa: ReadonlyMap<number, string> = new Map([
  [1, '00'],
  [3, '00'],
  [12, '00501'],
  [14, '0 1'],
  [15, 'P T'],
])

const interchangeCodes: Check<BatchUnderCheck> = {
  slug: 'envelope/interchange-codes',
  snip: 1,
  severity: 'reject',
  sentence: 'ISA01 and ISA03 are 00, ISA12 00501, ISA14 0 or 1, ISA15 P or T, GS01 HC, GS07 X.',
  citation: 'x12.md 1.1; TR3 ISA, GS',
  fix: 'Write the envelope as the guide has it.',
  check(subject, fault) {
    const { interchange, group } = subject.batch.envelope
    if (interchange && isNew(subject, 'codes', interchange)) {
      for (const [position, codes] of codesOfIsa) {
        if (!codes.split(' ').includes(element(interchange, position).trim()))
          fault(interchange, position, `it is none of: ${codes}`)
      }
    }
    if (!group || !isNew(subject, 'codes', group)) return
    if (given(group, 1) !== 'HC') fault(group, 1, 'GS01 is not HC')
    if (given(group, 7) !== 'X') fault(group, 7, 'GS07 is not X')
  },
}

const controlForms: readonly (readonly [Kind, RegExp, string])[] = [
  ['ISA13', /^\d{9}$/, 'nine digits'],
  ['GS06', /^[1-9]\d{0,8}$/, 'one to nine digits without leading zeros'],
  ['ST02', /^[0-9A-Za-z]{4,9}$/, 'four to nine characters'],
]

const controlNumberForm: Check<BatchUnderCheck> = {
  slug: 'envelope/control-number-form',
  snip: 1,
  severity: 'reject',
  sentence: 'ISA13 has nine digits, GS06 one to nine without leading zeros, ST02 four to nine characters.',
  citation: 'x12.md 1.1, 1.9',
  fix: 'Number interchange, group and transaction by kept counters.',
  check(subject, fault) {
    for (const [kind, form, says] of controlForms) {
      const { at, position, number } = numberOf(subject, kind)
      if (at && isNew(subject, `form of ${kind}`, at) && !form.test(number))
        fault(at, position, `it does not have ${says}`)
    }
  },
}

const controlNumberUsed: Check<BatchUnderCheck> = {
  slug: 'envelope/control-number-used',
  snip: 7,
  severity: 'reject',
  sentence: 'ISA13, GS06 and BHT03 were never sent to this receiver before.',
  citation: 'x12.md 1.9; TA1 note 025',
  fix: 'Take new numbers, or send the same bytes again only where nobody received them.',
  check(subject, fault) {
    const { seen } = subject
    const used: readonly (readonly [Kind, ReadonlySet<string> | undefined])[] = [
      ['ISA13', seen.interchanges],
      ['GS06', seen.groups],
      ['BHT03', seen.batches],
    ]
    for (const [kind, numbers] of used) {
      const { at, position, number } = numberOf(subject, kind)
      if (at && isNew(subject, `use of ${kind}`, at) && numbers?.has(number))
        fault(at, position, `${kind} was used before`)
    }
  },
}

const controlNumberTwice: Check<BatchUnderCheck> = {
  slug: 'envelope/control-number-twice',
  snip: 1,
  severity: 'reject',
  sentence: 'ISA13 is unique in the file, GS06 in its interchange, ST02 in its group, BHT03 in the file.',
  citation: 'x12.md 1.1, 1.9',
  fix: 'Number interchange, group, transaction and batch by kept counters.',
  check(subject, fault) {
    const { interchange, group } = subject.batch.envelope
    const within = (outer: Segment | null) => outer?.ordinal ?? 0
    notTwice(subject, 'ISA13', '', fault)
    notTwice(subject, 'GS06', `${within(interchange)}`, fault)
    notTwice(subject, 'ST02', `${within(group)}`, fault)
    notTwice(subject, 'BHT03', '', fault)
  },
}

export const envelopeRules: readonly Check<BatchUnderCheck>[] = [
  guideOfGroup,
  guideOfSet,
  interchangeCodes,
  controlNumberForm,
  controlNumberUsed,
  controlNumberTwice,
]

/** An ISA or GS is judged at its first ST. */
function isNew({ met }: BatchUnderCheck, what: string, at: Segment): boolean {
  const key = `${what} at ${at.ordinal}`
  if (met.has(key)) return false
  met.add(key)
  return true
}

function notTwice(subject: BatchUnderCheck, kind: Kind, inside: string, fault: Fault): void {
  const { at, position, number } = numberOf(subject, kind)
  if (!at || number === '' || !isNew(subject, kind, at)) return
  const key = `${kind} in ${inside} is ${number}`
  if (subject.met.has(key)) fault(at, position, `${kind} stands twice`)
  subject.met.add(key)
}

interface NumberAt {
  readonly at: Segment | null
  readonly position: number
  readonly number: string
}

function numberOf({ batch }: BatchUnderCheck, kind: Kind): NumberAt {
  const { interchange, group, set } = batch.envelope
  if (kind === 'ISA13') return numberAt(interchange, 13)
  if (kind === 'GS06') return numberAt(group, 6)
  if (kind === 'ST02') return numberAt(set, 2)
  return numberAt(batch.header.find(({ tag }) => tag === 'BHT') ?? null, 3)
}

function numberAt(at: Segment | null, position: number): NumberAt {
  return { at, position, number: at ? element(at, position).trim() : '' }
}
