/**
 * Medicare's plan of care (coding-rules.md 6.1): certified within 30 days of the first treatment, recertified at its end or
 * after 90 days, a progress report at least every tenth treatment day. The date of service decides: a visit within the
 * first 30 days may go out while its certification is still on its way.
 */
import { plusDays, type ServiceDate } from '@tally/kernel'
import { type Rule, type Verdict, verdict } from './rule.ts'

const notCertified: Rule = {
  slug: 'plan-of-care/not-certified',
  edition: '2025',
  citation: '42 CFR 424.24(c); 89 FR 97912; MBPM ch.15 s220.1.3',
  sentence:
    'From day 31 of a plan of care its initial certification must be there before Medicare is billed.',
}
const recertification: Rule = {
  slug: 'plan-of-care/recertification-overdue',
  edition: '1',
  citation: 'MBPM ch.15 s220.1.3',
  sentence: 'A plan of care is recertified at its end or after 90 days, whichever is sooner.',
}
const progressReport: Rule = {
  slug: 'plan-of-care/progress-report-overdue',
  edition: '1',
  citation: 'MBPM ch.15 s220.3',
  sentence: 'The therapist writes a progress report at least every tenth treatment day.',
}
const unknownPlan: Rule = {
  slug: 'plan-of-care/unknown',
  edition: '1',
  citation: '42 CFR 410.61',
  sentence: 'Medicare pays for therapy under a plan of care; where none was told the biller is warned.',
}

export const planOfCareRules: readonly Rule[] = [notCertified, recertification, progressReport, unknownPlan]

export interface Recertification {
  readonly from: ServiceDate
  readonly to: ServiceDate | null
  readonly signedOn: ServiceDate | null
}

export interface PlanOfCare {
  readonly initialTreatmentOn: ServiceDate | null
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
  readonly signedOn: ServiceDate | null
  readonly orderSignedOn: ServiceDate | null
  readonly transmittedOn: ServiceDate | null
  readonly recertifications: readonly Recertification[]
  readonly progressReportsOn: readonly ServiceDate[]
}

const certificationDays = 30
const recertificationDays = 90
const daysPerReport = 10
/** Since then a signed order and a plan sent to its physician within 30 days need no signature (42 CFR 424.24(c)). */
const orderCountsFrom = '2025-01-01'

/** The last day on which the initial certification is in time; null while the plan's beginning is not known. */
export function certificationDueOn({ initialTreatmentOn, from }: PlanOfCare): ServiceDate | null {
  const start = initialTreatmentOn ?? from
  return start === null ? null : plusDays(start, certificationDays)
}

export function isCertified(plan: PlanOfCare, on: ServiceDate): boolean {
  if (plan.signedOn !== null) return true
  const due = certificationDueOn(plan)
  const { orderSignedOn, transmittedOn } = plan
  if (due === null || orderSignedOn === null || transmittedOn === null) return false
  return on >= orderCountsFrom && transmittedOn <= due
}

/** `treatedOn`: the patient's treatment days under this plan, this one among them. */
export function planVerdicts(
  plan: PlanOfCare | null,
  date: ServiceDate,
  treatedOn: readonly ServiceDate[],
): Verdict[] {
  const due = plan && certificationDueOn(plan)
  if (!plan || due === null)
    return [verdict(unknownPlan, 'warn', 'no plan of care with its first day was told', { date })]
  const later = isLaterPlan(plan)
  return [
    ...(later ? [] : [certification(plan, date, due)]),
    ...(later || isCertified(plan, date) ? [recertified(plan, date)] : []),
    reported(plan, date, treatedOn),
  ]
}

/** A plan that begins after the first one had to be certified continues an episode: its signature is a recertification. */
export function isLaterPlan({ initialTreatmentOn, from }: PlanOfCare): boolean {
  return (
    initialTreatmentOn !== null && from !== null && from > plusDays(initialTreatmentOn, certificationDays)
  )
}

function certification(plan: PlanOfCare, date: ServiceDate, due: ServiceDate): Verdict {
  const { signedOn, orderSignedOn, transmittedOn } = plan
  const facts = { date, due, signedOn, orderSignedOn, transmittedOn }
  if (isCertified(plan, date)) {
    const how = signedOn === null ? `ordered, and sent on ${transmittedOn}` : `signed on ${signedOn}`
    return verdict(notCertified, 'pass', `the plan of care is certified: ${how}`, facts)
  }
  return date > due
    ? verdict(
        notCertified,
        'hold',
        `the initial certification was due on ${due} and is missing on ${date}`,
        facts,
      )
    : verdict(notCertified, 'pass', `the initial certification is due on ${due}`, facts)
}

function recertified(plan: PlanOfCare, date: ServiceDate): Verdict {
  const start = plan.from ?? plan.initialTreatmentOn ?? date
  const first =
    isLaterPlan(plan) && plan.signedOn === null ? [] : [{ from: start, to: plan.to, signedOn: plan.signedOn }]
  const periods = [...first, ...plan.recertifications.filter(isSigned)]
  // A later plan that nobody signed: the time before it is over.
  const [end = start] = [plusDays(start, -1), ...periods.map(endOf)].sort().reverse()
  const facts = { date, end, periods: periods.length }
  return date > end
    ? verdict(recertification, 'warn', `the certified time ended on ${end}, before ${date}`, facts)
    : verdict(recertification, 'pass', `the plan of care is certified until ${end}`, facts)
}

function isSigned({ signedOn }: Recertification): boolean {
  return signedOn !== null
}

function endOf({ from, to }: Recertification): ServiceDate {
  const latest = plusDays(from, recertificationDays)
  return to !== null && to < latest ? to : latest
}

function reported(plan: PlanOfCare, date: ServiceDate, treatedOn: readonly ServiceDate[]): Verdict {
  const start = plan.initialTreatmentOn ?? plan.from ?? date
  const [last = null] = plan.progressReportsOn.filter((each) => each <= date).sort((a, b) => (a < b ? 1 : -1))
  const since = treatedOn.filter(
    (each) => each <= date && (last === null ? each >= start : each > last),
  ).length
  const facts = { date, lastReportOn: last, treatmentDaysSince: since }
  const says = `${since} treatment days since ${last === null ? `the plan began on ${start}` : `the report of ${last}`}`
  return verdict(progressReport, since > daysPerReport ? 'warn' : 'pass', says, facts)
}
