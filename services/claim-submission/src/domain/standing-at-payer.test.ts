import { cents } from '@tally/kernel'
import { expect, it } from 'vitest'
import { paidElsewhere, type SentOrDrafted, standingAt, standsBefore } from './standing-at-payer.ts'

let made = 0
const version = (
  payerId: string,
  kind: SentOrDrafted['kind'],
  state: string,
  paid: number | null = null,
): SentOrDrafted => ({
  ...{ version: ++made, payerId, kind, state },
  answered: paid === null ? null : { remarks: paid === 0 ? ['N382'] : [], paidCents: cents(paid) },
})

const denied = version('A', 'original', 'adjudicated', 0)
const paid = version('A', 'original', 'adjudicated', 6400)
const gaveBack = version('A', 'original', 'adjudicated', 0)
const replaced = version('A', 'replacement', 'adjudicated', 0)
const withdrawn = version('A', 'void', 'adjudicated', 0)
const asked = version('B', 'original', 'ready')

it.each([
  ['nothing was made', [], { newestKind: null, decided: false, answered: null }],
  [
    'a draft',
    [version('A', 'original', 'ready')],
    { newestKind: 'original', decided: false, answered: null },
  ],
  ['it denied', [denied], { decided: true, answered: { remarks: ['N382'], paid: false } }],
  [
    'it paid once and then nothing',
    [paid, replaced],
    { newestKind: 'replacement', answered: { paid: true } },
  ],
  ['a void of it is on its way', [paid, version('A', 'void', 'sent')], { newestKind: 'void', decided: true }],
  ['it refused the void, and holds what it paid', [paid, withdrawn], { newestKind: 'void', decided: true }],
  ['it denied, and took the void', [denied, withdrawn], { newestKind: null, decided: false }],
  ['it took the void', [gaveBack, withdrawn], { newestKind: null, decided: false, answered: null }],
  ['billed again after the void', [gaveBack, withdrawn, denied], { newestKind: 'original', decided: true }],
  ['another payer’s', [asked], { newestKind: null, decided: false }],
] as const)('at payer A: %s', (_, versions, standing) => {
  expect(standingAt<SentOrDrafted>(versions, 'A')).toMatchObject(standing)
})

it.each([
  ['nothing elsewhere', [asked], null],
  ['another payer denied it', [denied, asked], null],
  ['another payer paid', [paid, asked], 'A'],
  ['another payer paid and took the void', [gaveBack, withdrawn, asked], null],
  ['another payer refused the void', [paid, withdrawn, asked], 'A'],
] as const)('when payer B is asked: %s', (_, versions, payerId) => {
  expect(paidElsewhere<SentOrDrafted>(versions, 'B')?.payerId ?? null).toBe(payerId)
})

it('when nobody is asked, who paid has the money still', () => {
  expect(paidElsewhere([paid], null)?.payerId).toBe('A')
})

const sent = (each: SentOrDrafted, takenBack = false) => ({
  ...{ ...each, sentAt: each.state === 'held' ? null : '2026-03-03T17:00:00.000Z' },
  answers: each.answered ? [{ ...each.answered, remittanceId: 'R1', takenBack }] : [],
})
const rejected = version('A', 'replacement', 'rejected')

it.each([
  ['nothing was sent before', [], null],
  ['it was paid', [sent(paid)], { version: paid.version, decided: true }],
  ['it was denied', [sent(denied)], { version: denied.version, decided: true }],
  ['what was paid was taken back', [sent(paid, true)], { version: paid.version, decided: false }],
  ['it came before answers were kept', [{ ...sent(paid), answers: [] }], { decided: true }],
  ['its partner refused it', [sent(version('A', 'original', 'held'))], null],
  ['it was thrown out, too', [sent(version('A', 'original', 'rejected'))], null],
  ['a replacement was thrown out, too', [sent(paid), sent(version('A', 'replacement', 'rejected'))], {}],
  ['a void ended it', [sent(gaveBack), sent(withdrawn)], null],
  ['its payer refused a void', [sent(paid), sent(withdrawn)], { version: paid.version, decided: true }],
  ['it went to another payer', [sent(version('B', 'original', 'adjudicated', 0))], null],
] as const)('what a payer has that threw a claim out: %s', (_, before, stands) => {
  const later = { version: ++made, payerId: 'A' }
  const found = standsBefore([...before, { ...sent(rejected), ...later }], later)
  if (stands === null) expect(found).toBeNull()
  else expect(found).toMatchObject({ version: paid.version, ...stands })
})
