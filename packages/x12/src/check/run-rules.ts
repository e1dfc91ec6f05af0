/** Runs the rules over claims, the levels above them (each once) and batches, and collects what they say. */
import type { ClaimRead } from '../claims/claim-read.ts'
import type { BillingLevel, Party, SubscriberLevel } from '../claims/party.ts'
import type { BatchHead } from '../claims/pass-claims.ts'
import type { OfLoop } from '../reader/of-loop.ts'
import type { Segment } from '../reader/segment.ts'
import { type Check, type CheckFinding, type CheckRule, type Fault, findingBy } from './check-rule.ts'
import { batchRules, claimRules } from './check-rules.ts'
import type { CheckFacts } from './facts.ts'
import { billingLevelRules, billingProviderRules, payToRules, providerRules } from './party-rules.ts'
import { type PayerRules, rulesByDefault } from './payer-rules.ts'
import { checkOrder, segmentOrder } from './segment-order-rules.ts'
import { patientRules, subscriberRules } from './subscriber-rules.ts'
import { checkText, type TextFaults, textRules } from './text-rules.ts'

/** A level of garbage would say its faults again at each claim under it. */
const mostOfLevel = 20

type Levels = WeakMap<OfLoop, readonly CheckFinding[]>

export class RuleRun {
  readonly #facts: CheckFacts
  /** Where what a rule says goes. */
  #sink: CheckFinding[] = []
  readonly #claim = this.#all(claimRules)
  readonly #batch = this.#all(batchRules)
  readonly #provider = this.#all(providerRules)
  readonly #billingLevel = this.#all(billingLevelRules)
  readonly #billingProvider = this.#all(billingProviderRules)
  readonly #payTo = this.#all(payToRules)
  readonly #subscriber = this.#all(subscriberRules)
  readonly #patient = this.#all(patientRules)
  readonly #order = this.#faultOf(segmentOrder)
  readonly #texts: TextFaults = {
    notAscii: this.#faultOf(textRules.notAscii),
    lowerCase: this.#faultOf(textRules.lowerCase),
    leadingSpace: this.#faultOf(textRules.leadingSpace),
    trailingSpace: this.#faultOf(textRules.trailingSpace),
    trailingSeparator: this.#faultOf(textRules.trailingSeparator),
    delimiterInData: this.#faultOf(textRules.delimiterInData),
    tooLong: this.#faultOf(textRules.tooLong),
  }
  /** What was found at each level, by what it was judged for. */
  readonly #billings: Levels = new WeakMap()
  readonly #billingsOfFiveDigits: Levels = new WeakMap()
  readonly #subscribers: Levels = new WeakMap()
  readonly #subscribersOfPatients: Levels = new WeakMap()
  readonly #patients: Levels = new WeakMap()
  readonly #claimNumbers = new Set<string>()
  readonly #controlNumbers = new Set<string>()

  constructor(facts: CheckFacts) {
    this.#facts = facts
  }

  /** Of a claim and of the levels above it. */
  claim(claim: ClaimRead, { writtenOn }: BatchHead): CheckFinding[] {
    const findings: CheckFinding[] = []
    const facts = this.#facts
    const payer = payerRulesOf(claim, facts)
    this.#sink = findings
    this.#claim({ claim, facts, payer, writtenOn, met: this.#claimNumbers })
    this.#providers(claim.parties, payer)
    for (const line of claim.lines) this.#providers(line.parties, payer)
    this.#segments(claim.segments)
    const { billing, subscriber, patient } = claim
    if (billing) this.#ofBilling(billing, payer, findings)
    if (subscriber) this.#ofSubscriber(subscriber, !patient, payer, findings)
    if (patient) this.#atLevel(this.#patients, patient, findings, () => this.#patient(patient))
    return findings
  }

  /** Of an ST, after its claims, whose CLM stand at `claimPlaces`. */
  batch(batch: BatchHead, claimPlaces: readonly number[]): CheckFinding[] {
    const findings: CheckFinding[] = []
    this.#sink = findings
    const seen = this.#facts.seenControlNumbers ?? {}
    this.#batch({ batch, claimPlaces, seen, met: this.#controlNumbers })
    for (const segment of batch.header) checkText(segment, this.#texts)
    return findings
  }

  #segments(segments: readonly Segment[]): void {
    for (const segment of segments) checkText(segment, this.#texts)
    checkOrder(segments, this.#order)
  }

  #providers(parties: readonly Party[], { nineDigitZip }: PayerRules): void {
    for (const party of parties) this.#provider({ party, nineDigitZip })
  }

  #ofBilling(level: BillingLevel, { nineDigitZip }: PayerRules, findings: CheckFinding[]): void {
    this.#atLevel(nineDigitZip ? this.#billings : this.#billingsOfFiveDigits, level, findings, () => {
      const { provider, payTo } = level
      this.#billingLevel(level)
      if (provider) {
        this.#provider({ party: provider, nineDigitZip })
        this.#billingProvider(provider)
      }
      if (payTo) this.#payTo(payTo)
    })
  }

  #ofSubscriber(
    level: SubscriberLevel,
    isPatient: boolean,
    payer: PayerRules,
    findings: CheckFinding[],
  ): void {
    this.#atLevel(isPatient ? this.#subscribers : this.#subscribersOfPatients, level, findings, () =>
      this.#subscriber({ level, isPatient, payer }),
    )
  }

  /** A level is judged at its first claim, and what was found stands at each. */
  #atLevel(judged: Levels, level: OfLoop, findings: CheckFinding[], check: () => void): void {
    let found = judged.get(level)
    if (!found) {
      this.#sink = []
      check()
      this.#segments(level.segments)
      found = this.#sink.slice(0, mostOfLevel)
      judged.set(level, found)
      this.#sink = findings
    }
    for (const finding of found) findings.push(finding)
  }

  /** One function for a list of rules. */
  #all<Subject>(rules: readonly Check<Subject>[]): (subject: Subject) => void {
    const checks = rules.map((rule) => ({ check: rule.check, fault: this.#faultOf(rule) }))
    return (subject) => {
      for (const { check, fault } of checks) check(subject, fault)
    }
  }

  #faultOf(rule: CheckRule): Fault {
    return (at, element, says) => {
      this.#sink.push(findingBy(rule, at, element, says))
    }
  }
}

function payerRulesOf({ subscriber }: ClaimRead, { payer }: CheckFacts): PayerRules {
  const of = {
    id: subscriber?.payer?.id ?? null,
    filingIndicator: subscriber?.plan?.filingIndicator ?? null,
  }
  if (typeof payer === 'function') return payer(of) ?? rulesByDefault(of)
  return payer ?? rulesByDefault(of)
}
