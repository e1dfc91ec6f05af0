/**
 * The payers' runs: all claims due at one moment, one file for each payer and sender, one ST for each payee.
 * Reversals go before corrections, each under the number that the payer gave.
 */
import { cents } from '@tally/kernel'
import { compactDate, dayAt } from '../clock.ts'
import { adjudicate } from '../payers/adjudicate.ts'
import { type ClaimDecision, reversalOf } from '../payers/decision.ts'
import { type Scenario, scenarioOf } from '../payers/magic-members.ts'
import type { Happening } from '../payers/magic-tables.ts'
import { planOf } from '../payers/plan.ts'
import { type RemittedClaim, remit } from '../payers/remittance.ts'
import { remittanceTransaction } from '../wire/write-remittance.ts'
import type { GivenAnswer, RecordedDecision, Task } from './entries.ts'
import type { Settings } from './settings.ts'
import {
  applyDecision,
  deductibleLeft,
  isAgain,
  type KnownClaim,
  serviceKey,
  type WorldState,
} from './world-state.ts'
import type { Said } from './write-file.ts'

/** Something that happens only after a remittance, and what. */
const afterwards: ReadonlySet<Happening> = new Set(['taken-back', 'reversed-and-corrected', 'recouped-later'])

export interface Run {
  readonly said: Said
  /** For the route and the lane. */
  readonly example: KnownClaim
  readonly decisions: readonly RecordedDecision[]
  readonly balances: GivenAnswer['balances']
  /** Claims of this run that something more will happen to. */
  readonly more: readonly { readonly claim: string; readonly kind: 'afterwards' | 'repeat' }[]
}

/** `firstFile`: the sequence number that the first file of this round gets; traces are made of it. */
export function remitDue(
  state: WorldState,
  tasks: readonly Task[],
  facts: { readonly at: number; readonly settings: Settings; readonly firstFile: number },
): Run[] {
  const due = tasks
    .map((task) => ({ task, known: state.claims.get(task.subject) }))
    .flatMap(({ task, known }) => (known ? [{ task, known }] : []))
    .sort((a, b) => sequenceOf(a.known) - sequenceOf(b.known) || (a.task.kind === 'remit' ? -1 : 1))
  const files = Map.groupBy(due, ({ known }) => `${known.submission.taken.sender}\n${known.claim.payer.id}`)
  return [...files.values()].map((inFile, index) =>
    runOf(state, inFile, { ...facts, file: facts.firstFile + index }),
  )
}

interface RunFacts {
  readonly at: number
  readonly settings: Settings
  readonly file: number
}

function runOf(
  state: WorldState,
  due: readonly { readonly task: Task; readonly known: KnownClaim }[],
  facts: RunFacts,
): Run {
  const { at, settings, file } = facts
  const [first] = due
  const example = first?.known as KnownClaim
  const decisions: RecordedDecision[] = []
  const day = dayAt(at)
  const balances: { between: string; open: ReturnType<typeof remit>['open'] }[] = []
  const payees = Map.groupBy(due, ({ known }) => payeeKey(known))
  const transactions = [...payees].map(([payee, own], index) => {
    const claims = own.flatMap(({ task, known }) => decide(state, known, { task, at, settings, decisions }))
    const { payer, billing } = own[0]?.known.claim ?? example.claim
    const between = `${payer.id} ${payee}`
    const traceNumber = `${compactDate(day)}${String(file).padStart(6, '0')}${String(index + 1).padStart(2, '0')}`
    const open = state.balances.get(between) ?? []
    const result = remit(claims, {
      payer: { ...payer, name: payerName(example) },
      payee: billing,
      traceNumber,
      open,
    })
    balances.push({ between, open: result.open })
    return remittanceTransaction(result.remittance, day)
  })
  const more = due.flatMap(({ task, known }) => (task.kind === 'remit' ? moreOf(state, known) : []))
  return { said: { kind: '835', transactions }, example, decisions, balances, more }
}

function payeeKey({ claim }: KnownClaim): string {
  return `${claim.billing.npi} ${claim.billing.taxId}`
}

function payerName({ claim }: KnownClaim): string {
  return claim.payer.name || planOf(claim.payer.id, claim.filing).name
}

function sequenceOf({ id }: KnownClaim): number {
  return Number(id.slice(1))
}

function moreOf(state: WorldState, known: KnownClaim): Run['more'] {
  const { id } = known
  const scenario = scenarioFor(state, known)
  const how = scenario.kind === 'remitted' ? scenario.how : null
  if (how === 'sent-twice') return [{ claim: id, kind: 'repeat' }]
  const reconsidered = scenario.kind === 'denied' && scenario.denial.reconsidered === true
  return (how !== null && afterwards.has(how)) || reconsidered ? [{ claim: id, kind: 'afterwards' }] : []
}

function scenarioFor(state: WorldState, { id, claim }: KnownClaim): Scenario {
  return scenarioOf(claim.member.id, isAgain(state, claim, id))
}

interface Deciding {
  readonly task: Task
  readonly at: number
  readonly settings: Settings
  /** What this run has decided so far is already in the state too. */
  readonly decisions: RecordedDecision[]
}

function decide(state: WorldState, known: KnownClaim, deciding: Deciding): RemittedClaim[] {
  const scenario = scenarioFor(state, known)
  const how = scenario.kind === 'remitted' ? scenario.how : null
  if (deciding.task.kind === 'afterwards') return decideAgain(state, known, how, deciding)
  const { frequency, originalNumber, payer } = known.claim
  const original = state.byPayerNumber.get(`${payer.id} ${originalNumber}`)
  const reversed = frequency === '1' || !original ? [] : reverse(state, original, how, deciding)
  if (frequency === '8' && reversed.length > 0) return reversed
  const effective = frequency === '8' ? nothingToVoid : scenario
  const decision = adjudicated(state, known, effective, deciding)
  return [...reversed, record(state, known, decision, how, deciding)]
}

/** A void of what was never paid, or was reversed already, is sent back. */
const nothingToVoid: Scenario = {
  ...{ kind: 'denied', where: 'claim' },
  denial: {
    ...{ category: 'info_missing', says: 'nothing to void', group: 'CO', carc: '16' },
    rarcs: ['M47'],
  },
}

/** After the first remittance: a reversal, and what is said in its stead if anything. */
function decideAgain(
  state: WorldState,
  known: KnownClaim,
  how: Happening | null,
  deciding: Deciding,
): RemittedClaim[] {
  const reversed = reverse(state, known, how, deciding)
  if (reversed.length === 0 || how === 'taken-back' || how === 'recouped-later') return reversed
  const instead: Scenario =
    how === 'reversed-and-corrected' ? { kind: 'remitted', how: 'paid-less' } : { kind: 'ordinary' }
  const decision = adjudicated(state, known, instead, deciding)
  const corrected = { ...decision, payerClaimNumber: `${known.payerClaimNumber}C` }
  return [...reversed, record(state, known, corrected, null, deciding)]
}

function reverse(
  state: WorldState,
  known: KnownClaim,
  how: Happening | null,
  { decisions }: Deciding,
): RemittedClaim[] {
  const before = state.decisions.get(known.id)
  if (!before) return []
  applyDecision(state, known.id, null)
  decisions.push({ claim: known.id, decision: null, how })
  return [{ claim: known.claim, decision: reversalOf(before), how }]
}

function record(
  state: WorldState,
  known: KnownClaim,
  decision: ClaimDecision,
  how: Happening | null,
  { decisions }: Deciding,
): RemittedClaim {
  applyDecision(state, known.id, decision)
  decisions.push({ claim: known.id, decision, how })
  return { claim: known.claim, decision, how }
}

function adjudicated(
  state: WorldState,
  { claim, payerClaimNumber, submission }: KnownClaim,
  scenario: Scenario,
  { settings }: Deciding,
): ClaimDecision {
  const total = cents(settings.deductibles[claim.member.id] ?? 0)
  return adjudicate(claim, {
    ...{ scenario, payerClaimNumber, plan: planOf(claim.payer.id, claim.filing) },
    alreadyPaid: (line) => state.paidServices.has(serviceKey(claim, line)),
    receivedOn: dayAt(submission.taken.at),
    timelyFilingDays: settings.timelyFilingDays,
    deductibleLeft: deductibleLeft(state, claim.member.id, total),
    conversion: settings.qualifyingApm ? 'qualifying' : 'standard',
  })
}
