import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import {
  decideFrequency,
  type FrequencyDecision,
  type FrequencyFacts,
  frequencyReason,
  type LastSubmission,
  wantsNewClaim,
} from './decide-frequency.ts'

/** A commercial payer that takes replacements and gave its number; the claim is wanted paid. */
const facts: FrequencyFacts = {
  ...{ last: { kind: 'none' }, wanted: 'payment', family: 'commercial', filingIndicator: 'CI' },
  ...{ acceptsReplacement: true, payerNumberKnown: true, crossover: null },
}
const adjudicated = (remarks: string[] = [], paid = false) =>
  ({ last: { kind: 'adjudicated', remarks, paid } }) as const
const [none, neverAccepted] = [{ last: { kind: 'none' } }, { last: { kind: 'never-accepted' } }] as const
const withdrawal = { wanted: 'withdrawal' } as const
const takesNone = { acceptsReplacement: false } as const
const noNumber = { payerNumberKnown: false } as const
const medicare = { family: 'medicare-b', filingIndicator: 'MB', ...takesNone } as const
const crossover = (today: string) => ({
  crossover: { saidOn: serviceDate('2026-03-01'), today: serviceDate(today) },
})

/** The decision in short, and the rules that made it. */
function decided(given: Partial<FrequencyFacts>): [string, ...string[]] {
  const decision = decideFrequency({ ...facts, ...given })
  return [shortOf(decision), ...decision.reasons.map(({ rule }) => rule)]
}

function shortOf(decision: FrequencyDecision): string {
  switch (decision.kind) {
    case 'send':
      return `send ${decision.frequency}`
    case 'ask':
      return `ask ${decision.whom}`
    case 'wait':
      return `wait ${decision.until}`
    default:
      return decision.kind
  }
}

type Row = [given: string, facts: Partial<FrequencyFacts>, decision: string, ...rules: string[]]

describe('the table of x12.md 1.4', () => {
  const reopening = ['resubmission/payer-takes-no-replacement', 'resubmission/reopening']
  it.each<Row>([
    ['nothing was sent', none, 'send 1', 'frequency/first'],
    ['nothing was sent, to a payer that takes none', { ...none, ...medicare }, 'send 1', 'frequency/first'],
    [
      'nothing was sent, nothing is wanted',
      { ...none, ...withdrawal },
      'nothing',
      'frequency/nothing-to-withdraw',
    ],
    ['never accepted', neverAccepted, 'send 1', 'frequency/never-accepted'],
    ['never accepted, no number', { ...neverAccepted, ...noNumber }, 'send 1', 'frequency/never-accepted'],
    ['never accepted, Medicare', { ...neverAccepted, ...medicare }, 'send 1', 'frequency/never-accepted'],
    [
      'never accepted, and should never have been sent',
      { ...neverAccepted, ...withdrawal },
      ...(['nothing', 'frequency/nothing-to-withdraw'] as const),
    ],
    ['adjudicated, something must change', adjudicated(), 'send 7', 'frequency/replacement'],
    ['adjudicated and paid', adjudicated(['MA01', 'N130'], true), 'send 7', 'frequency/replacement'],
    [
      'adjudicated, should never have been sent',
      { ...adjudicated([], true), ...withdrawal },
      ...(['send 8', 'frequency/void'] as const),
    ],
    [
      'adjudicated, and the payer gave no number to replace',
      { ...adjudicated(), ...noNumber },
      ...(['ask payer', 'resubmission/payer-number-unknown'] as const),
    ],
    [
      'adjudicated, and the payer gave no number to void',
      { ...adjudicated(), ...noNumber, ...withdrawal },
      ...(['ask payer', 'resubmission/payer-number-unknown'] as const),
    ],
    [
      'adjudicated by a payer that takes no replacement',
      { ...adjudicated(), ...takesNone },
      ...(['ask person', 'resubmission/payer-takes-no-replacement'] as const),
    ],
    [
      'adjudicated by a payer that takes no void',
      { ...adjudicated(), ...takesNone, ...withdrawal },
      ...(['ask person', 'resubmission/payer-takes-no-replacement'] as const),
    ],
    [
      'workers’ compensation, which takes none',
      { ...adjudicated(), ...takesNone, family: 'workers-comp', filingIndicator: 'WC' },
      ...(['ask person', 'resubmission/payer-takes-no-replacement'] as const),
    ],
    ['Medicare Part B, something must change', { ...adjudicated(), ...medicare }, 'reopen', ...reopening],
    ['Medicare Part B, no number', { ...adjudicated(), ...medicare, ...noNumber }, 'reopen', ...reopening],
    [
      'Medicare Part B, should never have been sent',
      { ...adjudicated(), ...medicare, ...withdrawal },
      ...(['reopen', ...reopening] as const),
    ],
    [
      'Medicare Part B by SBR09 alone',
      { ...adjudicated(), ...medicare, family: 'commercial' },
      ...(['reopen', ...reopening] as const),
    ],
    [
      'Medicare Part B by its family alone',
      { ...adjudicated(), ...medicare, filingIndicator: null },
      ...(['reopen', ...reopening] as const),
    ],
    [
      'a contractor of Medicare that takes replacements by its profile',
      { ...adjudicated(), ...medicare, acceptsReplacement: true },
      ...(['send 7', 'frequency/replacement'] as const),
    ],
    ['denied with N142', adjudicated(['N142']), 'send 1', 'frequency/new-after-n142'],
    ['unprocessable, MA130', adjudicated(['N290', 'MA130']), 'send 1', 'frequency/new-after-ma130'],
    [
      'both',
      adjudicated(['MA130', 'N142']),
      ...(['send 1', 'frequency/new-after-n142', 'frequency/new-after-ma130'] as const),
    ],
    ['MA130 of Medicare', { ...adjudicated(['MA130']), ...medicare }, 'send 1', 'frequency/new-after-ma130'],
    [
      'N142, and should never have been sent',
      { ...adjudicated(['N142']), ...withdrawal },
      ...(['nothing', 'frequency/nothing-to-withdraw'] as const),
    ],
    [
      'MA130, and something was paid',
      adjudicated(['MA130'], true),
      ...(['ask person', 'resubmission/new-claim-yet-paid'] as const),
    ],
    [
      'MA130, something was paid, and should never have been sent',
      { ...adjudicated(['MA130'], true), ...withdrawal },
      ...(['ask person', 'resubmission/new-claim-yet-paid'] as const),
    ],
    ['on its way', { last: { kind: 'on-its-way' } }, 'wait null', 'resubmission/on-its-way'],
    [
      'nobody knows whether it arrived',
      { last: { kind: 'unknown' } },
      'ask partner',
      'resubmission/fate-unknown',
    ],
    ['handed on today', crossover('2026-03-01'), 'wait 2026-03-31', 'resubmission/crossed-over'],
    ['handed on 29 days ago', crossover('2026-03-30'), 'wait 2026-03-31', 'resubmission/crossed-over'],
    ['handed on 30 days ago', crossover('2026-03-31'), 'send 1', 'frequency/first'],
    [
      'handed on, and ours was never accepted',
      { ...neverAccepted, ...crossover('2026-03-02') },
      ...(['wait 2026-03-31', 'resubmission/crossed-over'] as const),
    ],
    [
      'handed on, and nothing is wanted',
      { ...withdrawal, ...crossover('2026-03-02') },
      ...(['nothing', 'frequency/nothing-to-withdraw'] as const),
    ],
    [
      'handed on, and this payer decided since',
      { ...adjudicated(), ...crossover('2026-03-02') },
      ...(['send 7', 'frequency/replacement'] as const),
    ],
  ])('%s', (_, given, ...expected) => {
    expect(decided(given)).toEqual(expected)
  })
})

describe('whatever the facts', () => {
  const lasts: LastSubmission[] = [
    ...[{ kind: 'none' } as const, { kind: 'on-its-way' } as const, { kind: 'unknown' } as const],
    { kind: 'never-accepted' },
    ...[[], ['N142'], ['MA130'], ['N130']].flatMap((remarks) =>
      [true, false].map((paid) => ({ kind: 'adjudicated', remarks, paid }) as const),
    ),
  ]
  const yesOrNo = [true, false]
  const all: FrequencyFacts[] = lasts.flatMap((last) =>
    yesOrNo.flatMap((acceptsReplacement) =>
      yesOrNo.flatMap((payerNumberKnown) =>
        (['payment', 'withdrawal'] as const).flatMap((wanted) =>
          (['medicare-b', 'commercial', 'auto', null] as const).map((family) => {
            return { ...facts, last, acceptsReplacement, payerNumberKnown, wanted, family }
          }),
        ),
      ),
    ),
  )
  const changing = all.filter((each) => {
    const decision = decideFrequency(each)
    return decision.kind === 'send' && decision.frequency !== '1'
  })

  it('7 and 8 go only to a payer that takes them, that decided, and whose number is known', () => {
    expect(changing.length).toBeGreaterThan(0)
    for (const { last, acceptsReplacement, payerNumberKnown } of changing) {
      expect([last.kind, acceptsReplacement, payerNumberKnown]).toEqual(['adjudicated', true, true])
    }
  })

  it('7 and 8 never follow N142 or MA130', () => {
    for (const { last } of changing) {
      expect(last.kind === 'adjudicated' && wantsNewClaim(last.remarks)).toBe(false)
    }
  })

  it('a payer is asked for nothing under way, and never for payment by a claim that is to be withdrawn', () => {
    for (const each of all) {
      const decision = decideFrequency(each)
      if (decision.kind !== 'send') continue
      expect(['on-its-way', 'unknown']).not.toContain(each.last.kind)
      if (each.wanted === 'withdrawal') expect(decision.frequency).toBe('8')
    }
  })

  it('there is a reason, found again by its slug; what does not go says what to do, unless it goes by itself', () => {
    for (const each of all) {
      const { kind, reasons } = decideFrequency(each)
      expect(reasons.length).toBeGreaterThan(0)
      for (const reason of reasons) expect(frequencyReason(reason.rule)).toEqual(reason)
      const byItself = ['on-its-way', 'unknown'].includes(each.last.kind)
      const told = reasons.every(({ fix }) => fix !== null)
      expect(told).toBe(!byItself && (kind === 'ask' || kind === 'reopen'))
    }
  })
})

it.each(['', 'appeal/filed', 'toString', 'eligibility/held'])('%j is no reason of a frequency', (slug) => {
  expect(frequencyReason(slug)).toBeNull()
})
