/**
 * The one way a treatment day is answered: whatever changed, the patient's open days are decided again in the order of their
 * dates, and what is news is said. A hold after sending touches no claim: it opens work (DESIGN.md 3).
 */
import { treatmentDayCleared, treatmentDayHeld } from '@tally/contracts'
import type { ServiceDate } from '@tally/kernel'
import { clearDeadline, commit, saying, setDeadline, type Work } from '@tally/platform'
import { answerInOrder, type DayAnswered, type Ledger } from '../domain/answer-in-order.ts'
import { planForSent, planned } from '../domain/coverage-list.ts'
import type { Clearance } from '../domain/decide-clearance.ts'
import { isNews, type Said, type TreatmentDay } from '../domain/treatment-day.ts'
import { numbersOf } from '../store/authorizations.ts'
import type { Patient } from '../store/patients.ts'
import { type OpenDay, openDays, saveAnswered } from '../store/treatment-days.ts'
import { closeWork, openWork } from '../store/work-items.ts'
import { gatherFacts } from './gather-facts.ts'
import { settleLedgers } from './settle-ledgers.ts'

/** The process that ends the waiting for a payer; its subject is the day. */
export const answerDue = 'answer-due'

export interface DayOutcome {
  readonly treatmentDayId: string
  readonly serviceDate: ServiceDate
  readonly sent: boolean
  readonly status: Clearance['kind']
  /** Why it is held; null otherwise. */
  readonly because: string | null
}

/** `reach`: dates in which days that went out are decided again too. The patient is locked. */
export async function answerPatient(
  work: Work,
  patient: Patient,
  reach: { readonly from: ServiceDate; readonly to: ServiceDate } | null = null,
): Promise<DayOutcome[]> {
  const open = await openDays(work, patient.id, reach)
  if (open.length === 0) return []
  const { days, toAnswer, ledgers } = await gatherFacts(work, patient, open)
  const answers = answerInOrder(toAnswer, ledgers)
  const outcomes: DayOutcome[] = []
  for (const [place, day] of days.entries()) {
    const answered = answers[place]
    if (!answered) continue
    await settle(work, patient, { day, asked: day !== open[place] }, answered, ledgers)
    const { clearance } = answered
    outcomes.push({
      ...{ treatmentDayId: day.id, serviceDate: day.serviceDate, sent: day.sent, status: clearance.kind },
      because: clearance.kind === 'held' ? clearance.reason : null,
    })
  }
  await settleLedgers(work, ledgers, days, answers)
  return outcomes
}

/** `asked`: its payer was asked just now, which is not stored yet. */
async function settle(
  work: Work,
  { told }: Patient,
  { day, asked }: { readonly day: OpenDay; readonly asked: boolean },
  { clearance }: DayAnswered,
  ledgers: readonly Ledger[],
): Promise<void> {
  if (clearance.kind === 'waiting') return wait(work, day)
  if (day.waiting) await clearDeadline(work, answerDue, day.id)
  const settled: TreatmentDay = { ...day, waiting: false }
  if (day.sent) await noteAfterSending(work, day, clearance, told)
  const said = saidOf(day, clearance, ledgers)
  const silent = day.sent && clearance.kind === 'held' && day.answeredVersion === day.version
  if (!silent && isNews(settled, said)) await say(work, settled, said, clearance.reasons)
  else if (asked || day.waiting) saveAnswered(work, settled)
}

/** The day keeps what it was answered before. */
async function wait(work: Work, day: OpenDay): Promise<void> {
  await setDeadline(work, answerDue, day.id, day.answerDueAt)
  saveAnswered(work, { ...day, waiting: true })
}

async function noteAfterSending(
  work: Work,
  day: OpenDay,
  clearance: Exclude<Clearance, { kind: 'waiting' }>,
  told: Patient['told'],
): Promise<void> {
  const { id, patientId } = day
  const reason = clearance.kind === 'held' ? clearance.reason : null
  closeWork(work, 'after-sending', id, 'decided anew', reason)
  if (reason === null) return
  const says = clearance.reasons.find(({ rule }) => rule === reason)?.says ?? reason
  await openWork(work, {
    ...{ kind: 'after-sending', subject: id, patientId, rule: reason, says, dueOn: null },
    next: nextForSent(day, told),
  })
}

/** What the patient's list makes of it, where that is what the hold is for. */
function nextForSent(day: OpenDay, told: Patient['told']): string {
  const plan = told ? planForSent({ ...day, family: day.payerFamily }, told) : 'none'
  return plan === 'none'
    ? 'the claim is out: look at it, and correct or void the visit if it should not have gone to this payer'
    : planned(plan)
}

/** After sending a later version is cleared all the same, with its hold as a warning: the payer has the claim already. */
function saidOf(
  day: OpenDay,
  clearance: Exclude<Clearance, { kind: 'waiting' }>,
  ledgers: readonly Ledger[],
): Said {
  const { warnings, coverage } = clearance
  if (clearance.kind === 'held') {
    return day.sent
      ? {
          kind: 'cleared',
          reason: null,
          coverage,
          warnings: [...warnings, clearance.reason],
          ...noAuthorization,
        }
      : { kind: 'held', reason: clearance.reason, coverage: null, warnings: [], ...noAuthorization }
  }
  const { authorizationId } = clearance
  const used = ledgers.find(({ authorization }) => authorization.id === authorizationId)
  const numberKey = used?.authorization.numberKey ?? null
  return { kind: 'cleared', reason: null, coverage, warnings, authorizationId, numberKey }
}

const noAuthorization = { authorizationId: null, numberKey: null }

async function say(
  work: Work,
  day: TreatmentDay,
  said: Said,
  reasons: NonNullable<TreatmentDay['answer']>['reasons'],
): Promise<void> {
  const { id, version, payerId } = day
  const decision = day.decision + 1
  const answered: TreatmentDay = { ...day, decision, answeredVersion: version, answer: { ...said, reasons } }
  const head = { subject: id, sequence: decision, correlationId: id }
  const data = {
    ...{ treatmentDayId: id, version, decision, payerId },
    reasons: reasons.map((reason) => ({ ...reason, facts: { ...reason.facts } })),
  }
  const { authorizationId, coverage, warnings, reason } = said
  const told =
    said.kind === 'held'
      ? saying(treatmentDayHeld, { ...head, data: { ...data, reason: reason ?? 'coverage/unknown' } })
      : saying(treatmentDayCleared, {
          ...head,
          data: { ...data, coverage: coverage ?? 'unknown', authorizationId, warnings: [...warnings] },
          sealed: { priorAuthorization: await numberOf(work, authorizationId) },
        })
  // The answer belongs to the visit's trace, whoever brought it about.
  const own = { ...work, traceparent: day.traceparent ?? work.traceparent }
  await commit(own, () => saveAnswered(work, answered), [told])
}

async function numberOf(work: Work, authorizationId: string | null): Promise<string | null> {
  if (authorizationId === null) return null
  return (await numbersOf(work, [authorizationId])).get(authorizationId) ?? null
}
