import type { Remittance } from '@tally/x12'
import { describe, expect, it } from 'vitest'
import { brokenClaims, type Earlier, judgeRemittance } from './judge-remittance.ts'
import { type SampleRemittance, sampleRead } from './sample-remittance.ts'

const claim = { number: 'A', charge: 10000, paid: 8000, adjustments: [['CO', '45', 2000]] as const }
const good: SampleRemittance = { claims: [claim] }
const earlier = (changes: Partial<Earlier> = {}): Earlier => ({
  ...{ id: 'E', sameContent: true, status: 'posted', because: null },
  ...changes,
})

function told(remittance: Remittance, known: readonly Earlier[] = [], ours = true) {
  const judgement = judgeRemittance(remittance, known, ours)
  if (judgement.kind === 'post') return judgement.inPart ? 'post in part' : 'post'
  return judgement.kind === 'duplicate' ? `duplicate of ${judgement.of}` : judgement.because
}

describe('an ST is', () => {
  it.each<[string, SampleRemittance, string]>([
    ['posted when everything adds up', good, 'post'],
    [
      'posted when nothing is paid: denials come so',
      { claims: [{ ...claim, paid: 0, adjustments: [['CO', '197', 10000]] }] },
      'post',
    ],
    ['posted without claims', { provider: [['CS', 'CARE', -50000]] }, 'post'],
    [
      'posted in part when a claim is out',
      { claims: [claim, { ...claim, number: 'B', charge: 9900 }] },
      'post in part',
    ],
    ['quarantined when a cent is missing', { ...good, payment: 8001 }, 'remittance/out-of-balance'],
  ])('%s', (_, remittance, expected) => {
    expect(told(sampleRead(remittance))).toBe(expected)
  })

  it('quarantined when it is cut, unreadable or negative', () => {
    const read = sampleRead(good)
    expect(told({ ...read, complete: false, verdict: 'quarantine' })).toBe('remittance/incomplete')
    expect(told({ ...read, paymentCents: null, verdict: 'quarantine' })).toBe('remittance/unreadable')
    expect(told({ ...read, verdict: 'quarantine' })).toBe('remittance/unreadable')
    const negative = sampleRead({
      claims: [{ ...claim, charge: -10000, paid: -8000, adjustments: [['CO', '45', -2000]] }],
    })
    expect(told(negative)).toBe('remittance/negative-payment')
  })

  it('quarantined when it pays somebody else, unless it is a copy of what is known', () => {
    expect(told(sampleRead(good), [], false)).toBe('payee/unknown')
    expect(told(sampleRead(good), [earlier()], false)).toBe('duplicate of E')
  })
})

describe('a second arrival', () => {
  it.each<[string, Partial<Earlier>, string]>([
    ['of what is posted', {}, 'duplicate of E'],
    ['of what waits to be posted', { status: 'received' }, 'duplicate of E'],
    [
      'of what did not add up',
      { status: 'quarantined', because: 'remittance/out-of-balance' },
      'duplicate of E',
    ],
    [
      'of what was cut then and is whole now',
      { status: 'quarantined', because: 'remittance/incomplete' },
      'post',
    ],
    ['of what paid nobody we knew', { status: 'quarantined', because: 'payee/unknown' }, 'post'],
    ['of what we failed to post', { status: 'quarantined', because: 'remittance/not-posted' }, 'post'],
    ['of the same payment with other content', { sameContent: false }, 'remittance/trace-conflict'],
    [
      'of the same payment, posted in part',
      { sameContent: false, status: 'posted-in-part' },
      'remittance/trace-conflict',
    ],
    [
      'of a payment whose first form was never posted',
      { sameContent: false, status: 'quarantined', because: 'remittance/out-of-balance' },
      'post',
    ],
  ])('%s: %j is %s', (_, known, expected) => {
    expect(told(sampleRead(good), [earlier(known)])).toBe(expected)
  })

  it.each<[string, SampleRemittance]>([
    ['nothing is paid', { claims: [{ ...claim, paid: 0, adjustments: [['CO', '197', 10000]] }] }],
    ['the trace is a placeholder', { ...good, trace: 'EO0000000000' }],
    ['no method pays', { ...good, method: 'NON' }],
  ])('under one trace is no conflict where %s', (_, remittance) => {
    expect(told(sampleRead(remittance), [earlier({ sameContent: false })])).toBe('post')
  })

  it('is a copy of the oldest', () => {
    expect(told(sampleRead(good), [earlier({ id: 'OLD' }), earlier({ id: 'NEW' })])).toBe('duplicate of OLD')
  })
})

it('a claim is broken by itself or by a line of it', () => {
  const line = { code: '97110', charge: 10000, paid: 8000, adjustments: [['CO', '45', 1900]] as const }
  const remittance = sampleRead({
    claims: [claim, { ...claim, charge: 9900 }, { number: 'C', charge: 10000, paid: 8000, lines: [line] }],
  })
  expect([...brokenClaims(remittance)].sort()).toEqual([
    [2, 'claim/out-of-balance'],
    [3, 'claim/out-of-balance'],
  ])
})
