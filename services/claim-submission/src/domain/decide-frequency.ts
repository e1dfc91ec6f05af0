/**
 * Under which frequency a claim goes to its payer now, or why it does not go: the table of x12.md 1.4.
 *
 *   nothing sent, or never accepted ............... 1, under a new claim number
 *   answered with N142 or MA130, nothing paid ..... 1, whatever the payer takes otherwise
 *   adjudicated, something must change ............ 7 with every line, and the payer's number (REF*F8)
 *   adjudicated, should never have been sent ...... 8, and the payer's number
 *   … and the payer takes neither ................. Medicare Part B reopens; elsewhere a person asks
 *   handed on by the payer before (MA18, N89) ..... wait 30 days, then 1
 *   on its way, or nobody knows where ............. nothing before that is answered
 *
 * "Never accepted" is a TA1 or 999 that rejects, a clearinghouse that does, and a 277CA of A3, A6, A7 or A8.
 * Pure: facts come in, the decision and its reasons go out.
 */
import { type PayerFamily, plusDays, type ServiceDate } from '@tally/kernel'

export type LastSubmission =
  | { readonly kind: 'none' }
  | { readonly kind: 'on-its-way' }
  /** The send broke off: it may have arrived. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'never-accepted' }
  /** A payer decided on it. A later version that was never accepted leaves that as it is. */
  | {
      readonly kind: 'adjudicated'
      /** RARC of the claim and its lines. */
      readonly remarks: readonly string[]
      /** Whether it paid anything, for this version or an earlier one. */
      readonly paid: boolean
    }

export interface FrequencyFacts {
  readonly last: LastSubmission
  /** withdrawal: the claim should never have been sent. */
  readonly wanted: 'payment' | 'withdrawal'
  readonly family: PayerFamily | null
  /** SBR09; null where nobody said it. */
  readonly filingIndicator: string | null
  /** Of the payer's profile. */
  readonly acceptsReplacement: boolean
  readonly payerNumberKnown: boolean
  /** The payer before this one said MA18 or N89: it handed the claim on itself. */
  readonly crossover: { readonly saidOn: ServiceDate; readonly today: ServiceDate } | null
}

export interface FrequencyReason {
  readonly rule: string
  readonly says: string
  readonly citation: string
  /** What a person does about it; null where nothing is to be done. */
  readonly fix: string | null
}

export type FrequencyDecision = { readonly reasons: readonly FrequencyReason[] } & (
  | { readonly kind: 'send'; readonly frequency: '1' | '7' | '8' }
  /** No payer holds anything that would have to be withdrawn. */
  | { readonly kind: 'nothing' }
  /** `until` null: for an answer. */
  | { readonly kind: 'wait'; readonly until: ServiceDate | null }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'ask'; readonly whom: 'partner' | 'payer' | 'person' }
)

/** Days in which a claim that was handed on shows at the next payer. */
const crossoverDays = 30

export function decideFrequency(facts: FrequencyFacts): FrequencyDecision {
  const { last, wanted } = facts
  switch (last.kind) {
    case 'on-its-way':
      return { kind: 'wait', until: null, reasons: [reason('resubmission/on-its-way')] }
    case 'unknown':
      return { kind: 'ask', whom: 'partner', reasons: [reason('resubmission/fate-unknown')] }
    case 'none':
    case 'never-accepted':
      return wanted === 'withdrawal' ? nothingToWithdraw() : asNew(facts, last.kind)
    case 'adjudicated':
      return wantsNewClaim(last.remarks) ? afterRemark(facts, last) : afterDecision(facts)
  }
}

/** Whether the payer said that it takes a new claim and nothing else. */
export function wantsNewClaim(remarks: readonly string[]): boolean {
  return remarks.some((remark) => newClaimRules.has(remark))
}

/** The reason of a rule by its slug, as a claim keeps it; null for a slug of somebody else's. */
export function frequencyReason(rule: string): FrequencyReason | null {
  return isRule(rule) ? reason(rule) : null
}

function asNew({ crossover }: FrequencyFacts, last: 'none' | 'never-accepted'): FrequencyDecision {
  const until = crossover && plusDays(crossover.saidOn, crossoverDays)
  if (crossover && until !== null && crossover.today < until) {
    return { kind: 'wait', until, reasons: [reason('resubmission/crossed-over')] }
  }
  const rule = last === 'none' ? 'frequency/first' : 'frequency/never-accepted'
  return { kind: 'send', frequency: '1', reasons: [reason(rule)] }
}

/** Never 7 or 8; and a second original beside one that was paid would be a duplicate. */
function afterRemark(
  { wanted }: FrequencyFacts,
  { remarks, paid }: Extract<LastSubmission, { kind: 'adjudicated' }>,
): FrequencyDecision {
  if (paid) return { kind: 'ask', whom: 'person', reasons: [reason('resubmission/new-claim-yet-paid')] }
  if (wanted === 'withdrawal') return nothingToWithdraw()
  const said = [...newClaimRules].flatMap(([remark, rule]) => (remarks.includes(remark) ? [rule] : []))
  return { kind: 'send', frequency: '1', reasons: said.map(reason) }
}

function afterDecision(facts: FrequencyFacts): FrequencyDecision {
  const { acceptsReplacement, payerNumberKnown, wanted, family, filingIndicator } = facts
  if (!acceptsReplacement) {
    const none = reason('resubmission/payer-takes-no-replacement')
    return family === 'medicare-b' || filingIndicator === 'MB'
      ? { kind: 'reopen', reasons: [none, reason('resubmission/reopening')] }
      : { kind: 'ask', whom: 'person', reasons: [none] }
  }
  if (!payerNumberKnown) {
    return { kind: 'ask', whom: 'payer', reasons: [reason('resubmission/payer-number-unknown')] }
  }
  return wanted === 'withdrawal'
    ? { kind: 'send', frequency: '8', reasons: [reason('frequency/void')] }
    : { kind: 'send', frequency: '7', reasons: [reason('frequency/replacement')] }
}

function nothingToWithdraw(): FrequencyDecision {
  return { kind: 'nothing', reasons: [reason('frequency/nothing-to-withdraw')] }
}

const table = 'x12.md 1.4, when to use which frequency'

/** `frequency/`: how it goes. `resubmission/`: why it does not. Slugs are never reused. */
const rules = {
  'frequency/first': ['nothing of it stands at the payer: a new claim (1)', table, null],
  'frequency/never-accepted': [
    'what was sent was never accepted: a new claim (1) under a new number',
    table,
    null,
  ],
  'frequency/new-after-n142': [
    'the payer denied the claim and takes a new one, no replacement (N142): a new claim (1)',
    'RARC N142; x12.md 1.4',
    null,
  ],
  'frequency/new-after-ma130': [
    'the payer could not process the claim (MA130): a new claim (1)',
    'RARC MA130; x12.md 1.4',
    null,
  ],
  'frequency/replacement': [
    'the payer decided on the claim and something changes: a replacement (7) with every line and the payer’s number',
    `${table}; RFI 2110`,
    null,
  ],
  'frequency/void': [
    'the payer decided on a claim that should not have been sent: a void (8) with the payer’s number',
    `${table}; RFI 2110`,
    null,
  ],
  'frequency/nothing-to-withdraw': ['no payer holds the claim: nothing has to be voided there', table, null],
  'resubmission/on-its-way': [
    'a version is on its way: the next one goes when its answer is in',
    'x12.md 3.6',
    null,
  ],
  'resubmission/fate-unknown': [
    'nobody knows whether the last version arrived: the partner is asked before anything else goes',
    'x12.md 1.9 and 3.6',
    null,
  ],
  'resubmission/crossed-over': [
    'the payer before handed the claim on itself (MA18, N89): an own one would be a second',
    `${table}; RARC MA18 and N89`,
    `wait ${crossoverDays} days for this payer’s remittance; it goes then by itself`,
  ],
  'resubmission/new-claim-yet-paid': [
    'the payer wants a new claim (N142, MA130) and paid for it: a replacement is refused, a new claim is a duplicate',
    table,
    'ask the payer which lines it wants anew, and bill those',
  ],
  'resubmission/payer-takes-no-replacement': [
    'the payer decided on the claim and takes neither replacement (7) nor void (8)',
    table,
    'correct it in the way that the payer names, or set acceptsReplacement in its profile',
  ],
  'resubmission/reopening': [
    'Medicare Part B corrects what it decided on by reopening, not by a claim',
    `${table}; MCPM ch.34 s10`,
    'ask the contractor for a reopening, by telephone, in writing or in its portal',
  ],
  'resubmission/payer-number-unknown': [
    'a replacement or void names the payer’s own number of the claim (REF*F8), and none is known',
    `${table}; RFI 2110`,
    'ask where the claim stands (276): the answer tells the number, and so does the remittance',
  ],
} as const satisfies Readonly<Record<string, readonly [says: string, citation: string, fix: string | null]>>

type Rule = keyof typeof rules

const newClaimRules: ReadonlyMap<string, Rule> = new Map([
  ['N142', 'frequency/new-after-n142'],
  ['MA130', 'frequency/new-after-ma130'],
])

function isRule(text: string): text is Rule {
  return Object.hasOwn(rules, text)
}

function reason(rule: Rule): FrequencyReason {
  const [says, citation, fix] = rules[rule]
  return { rule, says, citation, fix }
}
