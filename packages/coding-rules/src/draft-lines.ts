/** What a counted code carries before edits look over the day: modifiers, and doubts that only it can raise. */
import type { Finding, Reason } from '@tally/kernel'
import type { Counted, Draft, Services } from './draft-line.ts'
import type { PayerRules } from './payer-profile.ts'
import { findingOf, reasonOf } from './rule.ts'
import { type AssistantShare, assistantShare } from './rules/assistant-modifier.ts'
import { compareWithClinic } from './rules/clinic-count.ts'
import { disciplineModifier } from './rules/discipline-modifier.ts'
import { classOf, judgeModifiers } from './rules/line-modifiers.ts'
import { heldNotYet, lineNotYet, reasonNotYet } from './rules/not-yet.ts'
import {
  addOnWithoutBase,
  baseOf,
  initialEvaluation,
  notPayable,
  secondEvaluation,
  unlisted,
  unlistedCodes,
} from './rules/procedures.ts'
import type { TreatmentDayInput } from './treatment-day-input.ts'

export function draftOf(counted: Counted, day: TreatmentDayInput, rules: PayerRules): Draft {
  const { group, units, reason } = counted
  const { services, lineIds, procedureCode, code } = group
  const { discipline: plan, minutes, assistantMinutes } = group
  const assisted = {
    procedureCode,
    discipline: plan,
    minutes,
    assistantMinutes,
    units,
    byUnit: counted.byUnit,
  }
  const share = assistantShare(assisted, day.serviceDate, rules)
  const discipline = rules.disciplineModifiers
    ? disciplineModifier.decide({ procedureCode, discipline: plan })
    : null
  const assistant = share.kind === 'split' ? { ...share, units: share.assistantUnits } : null
  const own = [
    ...(discipline ? [discipline.modifier] : []),
    ...(assistant && assistant.units > 0 ? [assistant.modifier] : []),
  ]
  const judged = judgeModifiers(
    {
      ...{ procedureCode, lineIds, own, timed: code.timed !== 'N' },
      serviceDate: day.serviceDate,
      sent: services.flatMap(({ modifiers }) => modifiers),
      ...{ modality: services[0].modality, placeOfService: services[0].placeOfService },
      ...{ abn: day.abn, kxAttested: day.kxAttested },
    },
    rules,
  )
  const excluded = group.excluded ? liabilityOf(procedureCode) : { modifiers: [], reasons: [] }
  return {
    ...counted,
    assistant,
    modifiers: [...(discipline ? [discipline.modifier] : []), ...judged.keep, ...excluded.modifiers],
    reasons: [
      ...group.reasons,
      reason,
      ...(counted.capped ? [counted.capped] : []),
      ...(discipline ? [discipline.reason] : []),
      ...(assistant ? [assistant.reason] : []),
      ...judged.reasons,
      ...excluded.reasons,
    ],
    findings: [
      ...assistantDoubts(share, lineIds, procedureCode, assistantMinutes),
      ...compareWithClinic(group, units),
      ...lineNotYet(services, pointersOf(services)).map((doubt) => heldNotYet(lineIds, doubt)),
      // A line of 0 units raises only what could change that.
      ...(units > 0 ? judged.findings : []),
      ...procedureDoubts(counted, day),
    ],
    evidence: judged.keep.some((one) => classOf(one) === 'distinct')
      ? 'own-modifier'
      : services.some(({ distinctBlock }) => distinctBlock === 'described')
        ? 'described'
        : null,
    spans: services.flatMap(({ distinctBlock }) =>
      distinctBlock !== null && distinctBlock !== 'described' ? [distinctBlock] : [],
    ),
  }
}

export function pointersOf(services: Services): number[] {
  return [...new Set(services.flatMap(({ diagnosisPointers }) => diagnosisPointers))]
}

function liabilityOf(procedureCode: string): { modifiers: string[]; reasons: Reason[] } {
  const modifiers = ['GX', 'GY']
  const reasons = modifiers.map((modifier) =>
    reasonOf(notPayable, `${modifier} on ${procedureCode}: never covered, with a voluntary ABN`, {
      procedureCode,
      modifier,
    }),
  )
  return { modifiers, reasons }
}

function assistantDoubts(
  share: AssistantShare,
  lineIds: readonly string[],
  procedureCode: string,
  assistantMinutes: number,
): Finding[] {
  if (share.kind === 'evaluation') {
    const fix = 'a therapist evaluates: correct the minutes, or leave the line off the claim'
    return [findingOf('reject', lineIds, fix, share.reason)]
  }
  if (share.kind !== 'not-yet') return []
  const says = `${procedureCode}: ${assistantMinutes} minutes by an assistant; CQ and CO are not decided yet`
  return [heldNotYet(lineIds, reasonNotYet(says, { procedureCode, assistantMinutes }))]
}

function procedureDoubts({ group, units }: Counted, day: TreatmentDayInput): Finding[] {
  const { procedureCode, lineIds } = group
  if (units === 0) return []
  if (unlistedCodes.includes(procedureCode)) {
    const reason = reasonOf(unlisted, `${procedureCode} is unlisted`, { procedureCode })
    return [findingOf('warn', lineIds, 'describe the service on the claim', reason)]
  }
  const before = day.evaluatedOn ?? null
  if (before === null || !initialEvaluation.test(procedureCode)) return []
  const says = `${procedureCode} on ${day.serviceDate}: the episode was evaluated on ${before}`
  const reason = reasonOf(secondEvaluation, says, {
    procedureCode,
    serviceDate: day.serviceDate,
    evaluatedOn: before,
  })
  return [findingOf('warn', lineIds, 'check whether a re-evaluation was meant', reason)]
}

/** An additional code whose first code isn't billed in the same discipline. */
export function addOnsAlone(drafts: readonly Draft[]): Finding[] {
  return drafts.flatMap(({ group }): Finding[] => {
    const bases = baseOf[group.procedureCode]
    if (!bases || drafts.some((draft) => bases.includes(draft.group.procedureCode))) return []
    const says = `${group.procedureCode} without ${bases.join(' or ')}`
    const facts = { procedureCode: group.procedureCode, bases }
    return [
      findingOf(
        'reject',
        group.lineIds,
        `bill ${bases.join(' or ')} beside it, or leave it off`,
        reasonOf(addOnWithoutBase, says, facts),
      ),
    ]
  })
}
