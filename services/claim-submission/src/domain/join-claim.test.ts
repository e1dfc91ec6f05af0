import { describe, expect, it } from 'vitest'
import { type Answer, type Claim, isAdjudicated, voidedByPerson } from './claim.ts'
import { frequencyOf, isNewer, nextStep, type StepFacts, stepWhenAsked } from './join-claim.ts'
import { sampleCharges, sampleClaim } from './sample-claim.ts'

const cleared = (version: number, decision = 1): Answer => ({
  ...{ version, decision, kind: 'cleared', reason: null, coverage: 'active', warnings: [] },
  authorizationId: null,
})
const heldAnswer = (version: number, decision = 1): Answer => ({
  ...cleared(version, decision),
  ...{ kind: 'held', reason: 'coverage/inactive', coverage: null },
})

type Facts = Omit<StepFacts, 'decided'> & Partial<StepFacts>
const commercial: Facts = {
  ...{ acceptsReplacement: true, payerNumberKnown: true, newestKind: 'original', answered: null },
}
const medicare: Facts = { ...commercial, acceptsReplacement: false }

/** A payer has decided on what is adjudicated, and before a replacement or a void was made for it. */
const known = (claim: Claim, facts: Facts): StepFacts => ({
  decided: isAdjudicated(claim) || facts.newestKind === 'replacement' || facts.newestKind === 'void',
  ...facts,
})

/** A step without the words that go with it. */
function stepOf(claim: Claim, facts: Facts) {
  const step = nextStep(claim, known(claim, facts))
  if (step.kind === 'withdraw') return { kind: step.kind }
  return step.kind === 'build' ? { kind: step.kind, as: step.as } : step
}
type Plain = ReturnType<typeof stepOf>
const reopening = 'resubmission/payer-takes-no-replacement resubmission/reopening'
/** As a visit of seven minutes leaves it. */
const unbillable = { ...sampleCharges, lines: sampleCharges.lines.map((line) => ({ ...line, units: 0 })) }
const gone = { kind: 'void', because: null } as const

it('the newest answer counts, however answers arrive', () => {
  expect(isNewer(cleared(1, 2), null)).toBe(true)
  expect(isNewer(cleared(1, 2), heldAnswer(1, 1))).toBe(true)
  expect(isNewer(cleared(1, 1), heldAnswer(1, 2))).toBe(false)
  expect(isNewer(cleared(1, 2), cleared(1, 2))).toBe(false)
})

describe('what a claim asks for', () => {
  const at = (facts: Partial<Claim>): Claim => ({ ...sampleClaim, ...facts })

  it.each<[string, Partial<Claim>, Plain]>([
    ['no answer yet', {}, { kind: 'hold', because: 'eligibility/not-answered' }],
    [
      'an answer to an older version',
      { capturedVersion: 2, answer: cleared(1) },
      { kind: 'hold', because: 'eligibility/not-answered' },
    ],
    [
      'an answer to a version that has not come',
      { answer: cleared(2) },
      { kind: 'hold', because: 'eligibility/not-answered' },
    ],
    ['held by eligibility', { answer: heldAnswer(1) }, { kind: 'hold', because: 'coverage/inactive' }],
    ['cleared', { answer: cleared(1) }, { kind: 'build', as: 'original' }],
    [
      'cleared, and coding holds it now',
      { chargeStanding: 'held', holdRules: ['a/b', 'c/d'], answer: cleared(1) },
      { kind: 'hold', because: 'a/b c/d' },
    ],
    [
      'cleared, and a person holds it',
      { answer: cleared(1), heldByPerson: 'claim/held-by-person' },
      { kind: 'hold', because: 'claim/held-by-person' },
    ],
    [
      'the patient pays',
      { charges: { ...sampleCharges, responsibleParty: 'self' } },
      { kind: 'close', because: 'self-pay/no-claim' },
    ],
    [
      'somebody else pays',
      { charges: { ...sampleCharges, responsibleParty: 'third-party' }, answer: cleared(1) },
      { kind: 'close', because: 'self-pay/no-claim' },
    ],
    ['nobody pays', { payerId: null }, { kind: 'close', because: 'self-pay/no-claim' }],
    [
      'no service reaches a unit',
      { charges: unbillable },
      { kind: 'close', because: 'claim/nothing-to-bill' },
    ],
    [
      'rejected, and no service reaches a unit since',
      { state: 'rejected', builtDayVersion: 1, capturedVersion: 2, charges: unbillable },
      { kind: 'close', because: 'claim/nothing-to-bill' },
    ],
    ['voided before it left', { chargeStanding: 'voided' }, gone],
    ['voided already', { chargeStanding: 'voided', state: 'voided' }, { kind: 'wait' }],
    [
      'rejected, and nothing changed',
      { state: 'rejected', builtDayVersion: 1, answer: cleared(1) },
      { kind: 'wait' },
    ],
    [
      'rejected, and corrected since',
      { state: 'rejected', builtDayVersion: 1, capturedVersion: 2, answer: cleared(2) },
      { kind: 'build', as: 'original' },
    ],
    ['voided by a person before it left', { heldByPerson: voidedByPerson, answer: cleared(1) }, gone],
    [
      'voided by a person, and the visit corrected since',
      { heldByPerson: voidedByPerson, state: 'voided', capturedVersion: 2, answer: cleared(2) },
      { kind: 'wait' },
    ],
    [
      'voided by a person, and released',
      { state: 'voided', answer: cleared(1) },
      { kind: 'build', as: 'original' },
    ],
    ['rejected, and voided since', { state: 'rejected', chargeStanding: 'voided' }, gone],
  ])('%s', (_, facts, step) => {
    expect(stepOf(at(facts), medicare)).toEqual(step)
  })

  it.each(['sending', 'unknown', 'sent', 'received', 'accepted'] as const)(
    'nothing while a version is %s: later ones wait for its answer',
    (state) => {
      const corrected = at({ state, builtDayVersion: 1, capturedVersion: 2, answer: cleared(2) })
      expect(stepOf(corrected, commercial)).toEqual({ kind: 'wait' })
      expect(stepOf({ ...corrected, chargeStanding: 'voided' }, commercial)).toEqual({ kind: 'wait' })
      expect(stepOf({ ...corrected, chargeStanding: 'held' }, commercial)).toEqual({ kind: 'wait' })
    },
  )

  it.each([
    ['a payer that takes replacements and gave its number', commercial, { kind: 'build', as: 'replacement' }],
    ['Medicare Part B, which reopens', medicare, { kind: 'stand', because: reopening }],
    [
      'no number of the payer',
      { ...commercial, payerNumberKnown: false },
      { kind: 'stand', because: 'resubmission/payer-number-unknown' },
    ],
  ])('a correction after adjudication, with %s', (_, payer, step) => {
    const corrected = at({ state: 'adjudicated', builtDayVersion: 1, capturedVersion: 2, answer: cleared(2) })
    expect(stepOf(corrected, payer)).toEqual(step)
    expect(stepOf({ ...corrected, capturedVersion: 1, answer: cleared(1) }, payer)).toEqual({
      kind: 'wait',
    })
  })

  it.each<[string, Partial<Claim>, Parameters<typeof nextStep>[1]['newestKind'], Plain]>([
    ['a draft of a replacement, answered anew', {}, 'replacement', { kind: 'build', as: 'replacement' }],
    ['a draft of a void, captured again', {}, 'void', { kind: 'build', as: 'replacement' }],
    [
      'a replacement that was rejected, and corrected since',
      { state: 'rejected', builtDayVersion: 0 },
      'replacement',
      { kind: 'build', as: 'replacement' },
    ],
    [
      'a draft of a replacement, voided',
      { chargeStanding: 'voided' },
      'replacement',
      { kind: 'build', as: 'void' },
    ],
    ['a draft of a void', { chargeStanding: 'voided' }, 'void', { kind: 'wait' }],
    ['a void that was rejected', { chargeStanding: 'voided', state: 'rejected' }, 'void', { kind: 'wait' }],
    [
      'a draft of a void that a person holds',
      { chargeStanding: 'voided', heldByPerson: 'claim/held-by-person' },
      'void',
      { kind: 'hold', because: 'claim/held-by-person' },
    ],
  ])('a payer that decided before hears of it: %s', (_, facts, newestKind, step) => {
    const claim = at({ state: 'ready', answer: cleared(1), ...facts })
    expect(stepOf(claim, { ...commercial, newestKind })).toEqual(step)
  })

  it('what was closed as self-pay becomes a claim when somebody pays after all', () => {
    const closed = at({ state: 'closed', heldBecause: 'self-pay/no-claim', answer: cleared(1) })
    expect(stepOf(closed, { ...commercial, newestKind: null })).toEqual({ kind: 'build', as: 'original' })
  })

  it.each([
    ['its day is void', { chargeStanding: 'voided' }, gone],
    ['a person voided the claim', { heldByPerson: voidedByPerson }, gone],
    ['the visit was signed again since', {}, { kind: 'build', as: 'original' }],
    ['its day is void already', { chargeStanding: 'voided', state: 'voided' }, { kind: 'wait' }],
  ] as const)('a void that the payer answered leaves nothing there: %s', (_, facts, step) => {
    const claim = at({ state: 'adjudicated', answer: cleared(1), ...facts })
    expect(stepOf(claim, { ...commercial, newestKind: null, decided: false })).toEqual(step)
  })

  describe('once the visit is moved away from a payer', () => {
    const paid = { newestKind: 'original', decided: true, answered: { remarks: [], paid: true } } as const
    const plan = { family: 'commercial', acceptsReplacement: true, payerNumberKnown: true } as const
    const partB = { ...plan, family: 'medicare-b', acceptsReplacement: false } as const
    const self: Partial<Claim> = { charges: { ...sampleCharges, responsibleParty: 'self' } }
    const moved: Partial<Claim> = { builtDayVersion: 1, capturedVersion: 2, answer: cleared(2) }
    const elsewhere = (changes: object = {}) => ({
      ...{ ...commercial, newestKind: null, decided: false },
      paidElsewhere: { ...paid, ...plan, ...changes },
    })
    const nowhere = { ...elsewhere(), paidElsewhere: null }

    it.each<[string, Partial<Claim>, Facts, Plain]>([
      ['that denied it, it goes to the next as new', moved, nowhere, { kind: 'build', as: 'original' }],
      [
        'that denied it, the next one’s answer holds it as any other',
        { ...moved, answer: heldAnswer(2) },
        nowhere,
        { kind: 'hold', because: 'coverage/inactive' },
      ],
      ['that denied it, the patient pays', self, nowhere, { kind: 'close', because: 'self-pay/no-claim' }],
      ['that paid, it is withdrawn there first', moved, elsewhere(), { kind: 'withdraw' }],
      ['that paid, to the patient', self, elsewhere(), { kind: 'withdraw' }],
      [
        'that paid, it stands there until the next one covers it',
        { ...moved, answer: heldAnswer(2) },
        elsewhere(),
        { kind: 'wait' },
      ],
      [
        'that paid and takes no void, a person sees it',
        moved,
        elsewhere(partB),
        { kind: 'stand', because: reopening },
      ],
      [
        'that paid, the void is a draft',
        { ...moved, state: 'ready' },
        elsewhere({ newestKind: 'void' }),
        { kind: 'wait' },
      ],
      [
        'that paid and threw the void out, a person sees it',
        { ...moved, state: 'rejected' },
        elsewhere({ newestKind: 'void' }),
        { kind: 'wait' },
      ],
      [
        'that paid, and voided since',
        { ...moved, chargeStanding: 'voided' },
        elsewhere(),
        { kind: 'withdraw' },
      ],
      [
        'that paid and takes no void, and voided since',
        { ...moved, chargeStanding: 'voided' },
        elsewhere(partB),
        { kind: 'void', because: reopening },
      ],
      ['that denied it, and voided since', { ...moved, chargeStanding: 'voided' }, nowhere, gone],
    ])('%s', (_, facts, payer, step) => {
      expect(stepOf(at({ state: 'adjudicated', ...facts }), payer)).toEqual(step)
    })
  })

  it.each([
    ['tells a payer that takes it', commercial, { kind: 'build', as: 'void' }],
    ['is left to a person elsewhere', medicare, { kind: 'void', because: reopening }],
  ])('a void after adjudication %s', (_, payer, step) => {
    expect(stepOf(at({ state: 'closed', chargeStanding: 'voided' }), payer)).toEqual(step)
  })

  it.each<[string, Partial<Claim>, Facts, Plain]>([
    ['a payer that takes it is told of a void', {}, commercial, { kind: 'withdraw' }],
    ['its void is a draft', { state: 'ready' }, { ...commercial, newestKind: 'void' }, { kind: 'wait' }],
    [
      'its void was thrown out',
      { state: 'rejected' },
      { ...commercial, newestKind: 'void' },
      { kind: 'wait' },
    ],
    [
      'its void is a draft that a person holds',
      { state: 'held', heldByPerson: 'claim/held-by-person' },
      { ...commercial, newestKind: 'void' },
      { kind: 'hold', because: 'claim/held-by-person' },
    ],
    ['Medicare Part B reopens', {}, medicare, { kind: 'stand', because: reopening }],
    ['an appeal is not hidden', { heldBecause: 'appeal/filed' }, medicare, { kind: 'wait' }],
    [
      'a draft of a replacement was made since',
      { state: 'ready' },
      { ...medicare, newestKind: 'replacement' },
      { kind: 'hold', because: reopening },
    ],
    [
      'its payer took a void and holds nothing',
      {},
      { ...commercial, newestKind: null, decided: false },
      { kind: 'close', because: 'claim/nothing-to-bill' },
    ],
    [
      'and voided since, the void says what was sent',
      { chargeStanding: 'voided' },
      commercial,
      { kind: 'withdraw' },
    ],
  ])(
    'a day that a correction leaves nothing to bill of, after its payer decided: %s',
    (_, facts, payer, step) => {
      const corrected = at({
        state: 'adjudicated',
        builtDayVersion: 1,
        capturedVersion: 2,
        charges: unbillable,
      })
      expect(stepOf({ ...corrected, ...facts }, payer)).toEqual(step)
    },
  )

  it('what was closed for want of a unit becomes a claim when a correction brings one', () => {
    const closed = at({ state: 'closed', heldBecause: 'claim/nothing-to-bill', answer: cleared(1) })
    expect(stepOf(closed, { ...commercial, newestKind: null })).toEqual({ kind: 'build', as: 'original' })
  })

  it('a draft that a payer knew of waits with the reason where it may no longer go', () => {
    const draft = at({ state: 'ready', answer: cleared(1) })
    expect(stepOf(draft, { ...medicare, newestKind: 'replacement' })).toEqual({
      kind: 'hold',
      because: reopening,
    })
  })

  it.each<[string, Partial<Claim>, Facts, Plain]>([
    ['what was sent stands', {}, commercial, { kind: 'same', because: null }],
    ['there is nothing to reopen', { heldBecause: reopening }, medicare, { kind: 'same', because: null }],
    ['closed, it stays so', { state: 'closed' }, commercial, { kind: 'same', because: null }],
    [
      'an appeal goes on',
      { heldBecause: 'appeal/filed' },
      medicare,
      { kind: 'same', because: 'appeal/filed' },
    ],
    ['its new version is not cleared yet', { answer: cleared(1) }, commercial, { kind: 'wait' }],
    ['its day is void', { chargeStanding: 'voided' }, commercial, { kind: 'build', as: 'void' }],
    ['no payer has it', { state: 'rejected' }, commercial, { kind: 'build', as: 'original' }],
  ])('a correction that says what was sent: %s', (_, facts, payer, step) => {
    const corrected = { builtDayVersion: 1, capturedVersion: 2, answer: cleared(2) }
    const claim = at({ ...corrected, state: 'adjudicated', ...facts })
    expect(stepOf(claim, { ...payer, sameAsSent: true })).toEqual(step)
  })

  it('a correction that can’t go hides no appeal', () => {
    const corrected = { builtDayVersion: 1, capturedVersion: 2, answer: cleared(2) }
    const appealed = at({ ...corrected, state: 'adjudicated', heldBecause: 'appeal/filed' })
    expect(stepOf(appealed, medicare)).toEqual({ kind: 'wait' })
  })
})

describe('what a payer answered with N142 or MA130', () => {
  const refused = (remark: string, paid = false) => ({ ...commercial, answered: { remarks: [remark], paid } })
  const corrected: Claim = {
    ...sampleClaim,
    ...{ state: 'adjudicated', builtDayVersion: 1, capturedVersion: 2, answer: cleared(2) },
  }

  it.each(['N142', 'MA130'])('goes as a new claim when it is corrected (%s)', (remark) => {
    expect(stepOf(corrected, refused(remark))).toEqual({ kind: 'build', as: 'original' })
    expect(stepOf(corrected, { ...refused(remark), acceptsReplacement: false })).toEqual({
      ...{ kind: 'build', as: 'original' },
    })
  })

  it('stays a new claim while it is a draft, and says why', () => {
    const step = nextStep({ ...corrected, state: 'ready' }, { ...refused('MA130'), decided: true })
    expect(step).toMatchObject({ as: 'original', reasons: [{ rule: 'frequency/new-after-ma130' }] })
  })

  it('has nothing to be voided at the payer', () => {
    expect(stepOf({ ...corrected, chargeStanding: 'voided' }, refused('MA130'))).toEqual(gone)
  })

  it('is left to a person where it paid all the same', () => {
    const because = 'resubmission/new-claim-yet-paid'
    expect(stepOf(corrected, refused('N142', true))).toEqual({ kind: 'stand', because })
    expect(stepOf({ ...corrected, chargeStanding: 'voided' }, refused('N142', true))).toEqual({
      kind: 'void',
      because,
    })
  })
})

describe('the frequency, where who worked the denial says that the payer never decided', () => {
  const answered = (paid: boolean) => ({ ...commercial, answered: { remarks: [], paid } })
  it.each<[string, Partial<Claim>, Facts, object]>([
    ['it was thrown out', { state: 'rejected' }, commercial, { frequency: '1' }],
    ['it came back as unprocessable', { state: 'adjudicated' }, answered(false), { frequency: '1' }],
    ['its payer paid a part of it', { state: 'adjudicated' }, answered(true), { frequency: '7' }],
    [
      'its replacement was thrown out: what was decided before stands',
      { state: 'rejected' },
      { ...commercial, newestKind: 'replacement' },
      { frequency: '7' },
    ],
    ['it is on its way', { state: 'sent' }, commercial, { kind: 'wait' }],
    ['nobody knows where it is', { state: 'unknown' }, commercial, { kind: 'ask', whom: 'partner' }],
  ])('%s', (_, facts, payer, decision) => {
    const claim = { ...sampleClaim, ...facts }
    expect(frequencyOf(claim, { ...known(claim, payer), neverAdjudicated: true })).toMatchObject(decision)
  })

  it('SBR09 of the visit tells Medicare Part B too', () => {
    const other = { ...sampleClaim, state: 'adjudicated', payerFamily: 'commercial' } as const
    expect(frequencyOf(other, known(other, medicare))).toMatchObject({ kind: 'reopen' })
  })
})

describe('asked to go again by who worked a denial', () => {
  const before = { decided: true, answered: { remarks: [], paid: true }, acceptsReplacement: true }
  const paidElsewhere = {
    ...before,
    newestKind: 'original',
    family: 'commercial',
    payerNumberKnown: true,
  } as const
  const asked = (facts: Partial<Claim>, payer: Partial<StepFacts> = {}) => {
    const claim = { ...sampleClaim, builtDayVersion: 1, answer: cleared(1), ...facts }
    const step = stepWhenAsked(claim, { ...known(claim, commercial), ...payer })
    return step.kind === 'build' ? { kind: step.kind, as: step.as } : { ...step, reasons: undefined }
  }
  const voided = { chargeStanding: 'voided' } as const
  const aVoid = { newestKind: 'void', decided: true } as const
  const withdrawal = { ...paidElsewhere, newestKind: 'void' } as const

  it.each<[string, Partial<Claim>, Partial<StepFacts>, object]>([
    ['denied', { state: 'adjudicated' }, {}, { kind: 'build', as: 'replacement' }],
    ['on its way', { state: 'sent' }, {}, { kind: 'stand', because: 'resubmission/on-its-way' }],
    ['of unknown fate', { state: 'unknown' }, {}, { kind: 'stand', because: 'resubmission/fate-unknown' }],
    [
      'held by its coding',
      { state: 'adjudicated', chargeStanding: 'held', holdRules: ['a/b'] },
      {},
      { kind: 'stand', because: 'a/b' },
    ],
    [
      'held by a person',
      { state: 'held', heldByPerson: 'claim/held-by-person' },
      {},
      { kind: 'stand', because: 'claim/held-by-person' },
    ],
    [
      'decided on since a person holds it',
      { state: 'adjudicated', heldByPerson: 'claim/held-by-person' },
      {},
      { kind: 'stand', because: 'claim/held-by-person' },
    ],
    [
      'no service reaches a unit',
      { state: 'rejected', charges: unbillable },
      { decided: false },
      { kind: 'close', because: 'claim/nothing-to-bill' },
    ],
    [
      'the void of a day with nothing to bill was thrown out',
      { state: 'rejected', charges: unbillable },
      aVoid,
      { kind: 'withdraw' },
    ],
    ['a void that was thrown out', { state: 'rejected', ...voided }, aVoid, { kind: 'build', as: 'void' }],
    [
      'a person’s void that was thrown out',
      { state: 'rejected', heldByPerson: voidedByPerson },
      aVoid,
      { kind: 'build', as: 'void' },
    ],
    ['a void that is on its way', { state: 'sent', ...voided }, aVoid, { kind: 'stand' }],
    [
      'voided, and its payer can’t be told',
      { state: 'voided', heldBecause: reopening, ...voided },
      {},
      { kind: 'void', because: reopening },
    ],
    ['paid elsewhere', { state: 'adjudicated' }, { decided: false, paidElsewhere }, { kind: 'withdraw' }],
    [
      'a void to who paid was thrown out',
      { state: 'rejected' },
      { decided: false, paidElsewhere: withdrawal },
      { kind: 'withdraw' },
    ],
    [
      'paid elsewhere, and eligibility has not answered',
      { state: 'adjudicated', answer: null },
      { decided: false, paidElsewhere },
      { kind: 'stand', because: 'eligibility/not-answered' },
    ],
    [
      'nobody is asked',
      { state: 'adjudicated', charges: { ...sampleCharges, responsibleParty: 'self' } },
      {},
      { kind: 'close', because: 'self-pay/no-claim' },
    ],
  ])('%s', (_, facts, payer, step) => {
    expect(asked(facts, payer)).toMatchObject(step)
  })
})
