/**
 * From everything documented for a treatment day to the lines that may be billed for it, and what each should
 * bring, by the rules of its payer. Each discipline has its own pool of minutes, and one code is one service
 * in it; edits, limits and prices look over the whole day. What cannot be coded is held and stays off the
 * lines, the rest is coded all the same.
 */
import type { Finding, Reason } from '@tally/kernel'
import type { CodedDay, CodedLine, UnbilledService } from './coded-day.ts'
import { countUnits } from './count-units.ts'
import type { Draft, Group } from './draft-line.ts'
import { addOnsAlone, draftOf } from './draft-lines.ts'
import { groupServices } from './group-services.ts'
import { linesOf } from './lines-of-drafts.ts'
import { type PayerRules, rulesOf } from './payer-profile.ts'
import { priceLines } from './price-lines.ts'
import { findingOf, reasonOf } from './rule.ts'
import { judgeDiagnoses } from './rules/diagnoses.ts'
import { faultsOf } from './rules/documented-input.ts'
import { applyEditPairs } from './rules/edit-pairs.ts'
import { informs, inOrder, order } from './rules/line-modifiers.ts'
import { dayNotYet, heldNotYet } from './rules/not-yet.ts'
import { watchThreshold } from './rules/therapy-threshold.ts'
import { limitUnits } from './rules/unit-limits.ts'
import { pooledByTime } from './rules/units-by-code.ts'
import { therapyCodes } from './tables/therapy-tables.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

/**
 * Pure: the same day gives the same answer. Findings of severity hold or reject mean that no line may be
 * captured yet.
 */
export function codeTreatmentDay(day: TreatmentDayInput): CodedDay {
  const { rules, misfits } = rulesOf(day.payer)
  const faults = faultsOf(day, misfits)
  const names = day.services.map(({ lineId }) => lineId)
  const heldDay = dayNotYet(day).map((reason) => heldNotYet(names, reason))
  const grouped = groupServices(day, rules, faults)
  const { counted, tie, findings: ofUnits } = countUnits(grouped.groups, rules)
  const all = counted.map((one) => draftOf(one, day, rules))
  const edited = applyEditPairs(
    all.filter(({ units }) => units > 0),
    day.serviceDate,
    rules,
  )
  const edits = [
    ...faults.findings,
    ...judgeDiagnoses(day),
    ...grouped.findings,
    ...ofUnits,
    ...all.flatMap(({ findings }) => findings),
    ...edited.findings,
    ...(rules.mue ? limitUnits(edited.drafts, day.serviceDate) : []),
    ...addOnsAlone(edited.drafts),
  ]
  const taken = new Set(names)
  const lines = edited.drafts.flatMap((draft) => linesOf(draft, taken, rules))
  const priced = priceLines(day, rules, lines, edits)
  const watched = watchThreshold(day, rules, priced.lines)
  const finished = watched.lines.map((line) => inPayersOrder(line, rules))
  return {
    unitRule: rules.unitRule,
    ...minutesOf(day, grouped.groups),
    tie,
    lines: finished.map(({ line }) => line),
    unbilled: [
      ...grouped.off.map(({ service, reason }) => leftOff(service, reason)),
      ...all
        .filter(({ units }) => units === 0)
        .map(({ group, reason, capped }) => unbilled(group, capped ? [reason, capped] : [reason])),
      ...edited.removed.map(({ draft, reason }) => unbilled(draft.group, [...draft.reasons, reason])),
    ],
    findings: [
      ...heldDay,
      ...edits,
      ...watched.findings,
      ...priced.findings,
      ...finished.flatMap(({ findings }) => findings),
    ],
    expectedAllowedCents: priced.totalCents,
    therapyAccruedAfter: watched.after,
  }
}

function inPayersOrder(line: CodedLine, rules: PayerRules): { line: CodedLine; findings: Finding[] } {
  const { modifiers, dropped } = inOrder(line.modifiers, rules)
  if (dropped.length === 0)
    return { line: modifiers === line.modifiers ? line : { ...line, modifiers }, findings: [] }
  const facts = { procedureCode: line.procedureCode, modifiers, dropped }
  const says = `${line.procedureCode}: ${modifiers.length + dropped.length} modifiers, a line takes 4; left off: ${dropped.join(', ')}`
  const reason = reasonOf(order, says, facts)
  const fix = 'check that what was left off only informs'
  const finding = findingOf(dropped.every(informs) ? 'info' : 'hold', line.sourceLineIds, fix, reason)
  return { line: { ...line, modifiers, reasons: [...line.reasons, reason] }, findings: [finding] }
}

/** Time that can have been documented belongs in the record's totals whether it is billed or not. */
function minutesOf({ services, serviceDate }: TreatmentDayInput, groups: readonly Group[]) {
  let [timedMinutes, treatmentMinutes] = [0, 0]
  for (const { minutes, procedureCode } of services) {
    if (minutes === null || !Number.isInteger(minutes) || minutes < 0) continue
    const code =
      groups.find((group) => group.procedureCode === procedureCode)?.code ??
      therapyCodes.on(procedureCode, serviceDate)
    treatmentMinutes += minutes
    if (code && pooledByTime(code)) timedMinutes += minutes
  }
  return { timedMinutes, treatmentMinutes }
}

function leftOff({ lineId, procedureCode, minutes }: DocumentedService, reason: Reason): UnbilledService {
  return { lineId, sourceLineIds: [lineId], procedureCode, minutes, reasons: [reason] }
}

function unbilled(
  { lineIds, services, procedureCode, minutes }: Draft['group'],
  reasons: readonly Reason[],
): UnbilledService {
  return { lineId: services[0].lineId, sourceLineIds: lineIds, procedureCode, minutes, reasons }
}
