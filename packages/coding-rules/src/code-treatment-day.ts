/**
 * From everything documented for a treatment day to the lines that may be billed for it, and what each should
 * bring. Each discipline has its own pool of minutes, and one code is one line in it; edits, limits and prices
 * look over the whole day. What cannot be coded yet is held and stays off the lines, the rest is coded all the
 * same.
 */
import { type Cents, type Finding, type Reason, sumOf, times } from '@tally/kernel'
import type { CodedDay, CodedLine, UnbilledService } from './coded-day.ts'
import { type TherapyCode, therapyCodes } from './data/load.ts'
import { priceLines } from './price-lines.ts'
import { findingOf } from './rule.ts'
import { type AssistantShare, assistantShare } from './rules/assistant-modifier.ts'
import { disciplineModifier } from './rules/discipline-modifier.ts'
import { applyEditPairs } from './rules/edit-pairs.ts'
import { countable, dayNotYet, heldNotYet, lineNotYet, reasonNotYet } from './rules/not-yet.ts'
import { watchThreshold } from './rules/therapy-threshold.ts'
import { timedUnits } from './rules/timed-units.ts'
import { limitUnits } from './rules/unit-limits.ts'
import { untimedUnits } from './rules/untimed-units.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

/** The services of one code in one discipline: one line, or none when its minutes earn no unit. */
interface Group {
  readonly procedureCode: string
  readonly timed: boolean
  readonly minutes: number
  readonly assistant: AssistantShare
  readonly services: readonly [DocumentedService, ...DocumentedService[]]
}

interface Counted {
  readonly group: Group
  readonly units: number
  readonly reason: Reason
}

/**
 * Pure: the same day gives the same answer. Findings of severity hold or reject mean that no line may be
 * captured yet.
 */
export function codeTreatmentDay(day: TreatmentDayInput): CodedDay {
  const beyondDay = dayNotYet(day)
  const allLines = day.services.map(({ lineId }) => lineId)
  const heldDay = beyondDay.map((reason) => heldNotYet(allLines, reason))
  if (day.payer.family !== 'medicare-b') {
    const unbilled = day.services.map((service) => unbilledOf([service], service.minutes, beyondDay))
    const unknown = { unitRule: null, tie: false, expectedAllowedCents: null, therapyAccruedAfter: null }
    return { ...minutesOf(day), ...unknown, lines: [], unbilled, findings: heldDay }
  }

  const { groups, beyond } = grouped(day)
  const { counted, tie } = unitsByGroup(groups)
  const coded = counted.filter(({ units }) => units > 0).map(lineOf)
  const edited = applyEditPairs(coded, day.serviceDate, (line) => evidenceFor(line, day))
  const edits = [
    ...beyond.map(({ service, reason }) => heldNotYet([service.lineId], reason)),
    ...counted.flatMap(doubtsOf),
    ...edited.findings,
    ...limitUnits(edited.lines, day.serviceDate),
  ]
  const priced = priceLines(day, edited.lines, edits)
  const watched = watchThreshold(day, priced.lines)
  const unearned = counted.filter(({ units }) => units === 0)
  return {
    unitRule: 'cms-pooled',
    ...minutesOf(day),
    tie,
    lines: watched.lines,
    unbilled: [
      ...beyond.map(({ service, reason }) => unbilledOf([service], service.minutes, [reason])),
      ...unearned.map(({ group, reason }) => unbilledOf(group.services, group.minutes, [reason])),
      ...edited.removed.map(({ line, reason }) => removedLine(line, groups, reason)),
    ],
    findings: [...heldDay, ...edits, ...watched.findings, ...priced.findings],
    expectedAllowedCents: priced.totalCents,
    therapyAccruedAfter: watched.after,
  }
}

/**
 * Services by discipline and code, in the order of each one's first; apart from them, what cannot be counted.
 */
function grouped(day: TreatmentDayInput) {
  const beyond: { service: DocumentedService; reason: Reason }[] = []
  const known: { service: DocumentedService; code: TherapyCode }[] = []
  for (const service of day.services) {
    const found = countable(service, day.serviceDate)
    if (found.kind === 'counted') known.push({ service, code: found.code })
    else beyond.push({ service, reason: found.reason })
  }
  const byCode = Map.groupBy(known, ({ service }) => `${service.discipline} ${service.procedureCode}`)
  const groups = [...byCode.values()].flatMap(([first, ...rest]): Group[] => {
    if (!first) return []
    const services = [first, ...rest].map(({ service }) => service)
    const { procedureCode, discipline } = first.service
    const minutes = services.reduce((sum, service) => sum + (service.minutes ?? 0), 0)
    const assisted = {
      ...{ procedureCode, discipline },
      minutes: services.some((service) => service.minutes === null) ? null : minutes,
      assistantMinutes: services.reduce((sum, service) => sum + service.assistantMinutes, 0),
    }
    return [
      {
        ...{ procedureCode, minutes, timed: first.code.timed === 'Y' },
        assistant: assistantShare(assisted, day.serviceDate),
        services: [first.service, ...services.slice(1)],
      },
    ]
  })
  return { groups, beyond }
}

/** Every group with its units, in order: timed ones from their discipline's pool. */
function unitsByGroup(groups: readonly Group[]): { counted: readonly Counted[]; tie: boolean } {
  const timed = groups.filter((group) => group.timed)
  const pools = [...Map.groupBy(timed, disciplineOf).values()].map(timedUnits.decide)
  const shares = pools.flatMap((pool) => pool.shares)
  const counted = groups.map((group): Counted => {
    const share = shares.find(({ of }) => of === group) ?? untimedUnits.decide(group)
    return { group, units: share.units, reason: share.reason }
  })
  return { counted, tie: pools.some((pool) => pool.tie) }
}

function disciplineOf({ services: [first] }: Group) {
  return first.discipline
}

/** Documented time of 15-minute codes belongs in the record's total whether it is billed or not. */
function minutesOf({ services, serviceDate }: TreatmentDayInput) {
  const timedMinutes = services.reduce((sum, { procedureCode, minutes }) => {
    const code = therapyCodes.on(procedureCode, serviceDate)
    return sum + (code?.timed === 'Y' && code.minutes_per_unit === 15 ? (minutes ?? 0) : 0)
  }, 0)
  return { timedMinutes, treatmentMinutes: services.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0) }
}

function lineOf({ group, units, reason }: Counted): CodedLine {
  const { services, procedureCode, assistant } = group
  const [first] = services
  const discipline = disciplineModifier.decide(first)
  return {
    lineId: first.lineId,
    sourceLineId: first.lineId,
    sourceLineIds: services.map(({ lineId }) => lineId),
    procedureCode,
    discipline: first.discipline,
    assistant: assistant.kind === 'whole',
    renderingNpi: first.renderingNpi,
    placeOfService: first.placeOfService,
    units,
    modifiers: modifiersOf(group),
    diagnosisPointers: pointersOf(services),
    chargeCents: chargeOf(services, units),
    expectedAllowedCents: null,
    reasons: [reason, discipline.reason, ...(assistant.kind === 'whole' ? [assistant.reason] : [])],
  }
}

function modifiersOf({ services: [first], assistant }: Group): string[] {
  const { modifier } = disciplineModifier.decide(first)
  return assistant.kind === 'whole' ? [modifier, assistant.modifier] : [modifier]
}

function pointersOf(services: readonly DocumentedService[]): number[] {
  return [...new Set(services.flatMap(({ diagnosisPointers }) => diagnosisPointers))]
}

/** Unit charge × units, or what was charged for the whole services when their units are ours. */
function chargeOf(services: readonly DocumentedService[], units: number): Cents | null {
  const [price, ...others] = new Set(services.map(({ unitChargeCents }) => unitChargeCents))
  if (price !== undefined && price !== null && others.length === 0) return times(price, units)
  const whole = services.flatMap(({ chargeCents }) => chargeCents ?? [])
  const charged = services.reduce((sum, service) => sum + (service.units ?? 0), 0)
  return whole.length === services.length && charged === units ? sumOf(whole) : null
}

/** A line of 0 units raises only what could change that. */
function doubtsOf({ group, units }: Counted): Finding[] {
  const { services, procedureCode, assistant } = group
  const lineIds = services.map(({ lineId }) => lineId)
  const sent = lineNotYet(services, units, pointersOf(services), modifiersOf(group))
  const doubts = sent.map((reason) => heldNotYet(lineIds, reason))
  if (assistant.kind === 'evaluation') {
    const fix = 'a therapist evaluates: correct the minutes, or leave the line off the claim'
    return [findingOf('reject', lineIds, fix, assistant.reason), ...doubts]
  }
  if (assistant.kind !== 'not-yet') return doubts
  const assistantMinutes = services.reduce((sum, service) => sum + service.assistantMinutes, 0)
  const says = `${procedureCode}: ${assistantMinutes} minutes by an assistant; CQ and CO are not decided yet`
  return [heldNotYet(lineIds, reasonNotYet(says, { procedureCode, assistantMinutes })), ...doubts]
}

function evidenceFor(line: CodedLine, { services }: TreatmentDayInput) {
  const own = services.filter(({ lineId }) => line.sourceLineIds.includes(lineId))
  if (own.some(({ modifiers }) => modifiers.some((sent) => /^(59|X[EPSU])$/.test(sent))))
    return 'own-modifier'
  return own.some(({ distinctBlock }) => distinctBlock !== null) ? 'distinct-block' : null
}

function unbilledOf(
  services: readonly [DocumentedService, ...DocumentedService[]],
  minutes: number | null,
  reasons: readonly Reason[],
): UnbilledService {
  const [{ lineId, procedureCode }] = services
  return { lineId, sourceLineIds: services.map((service) => service.lineId), procedureCode, minutes, reasons }
}

function removedLine(line: CodedLine, groups: readonly Group[], reason: Reason): UnbilledService {
  const { lineId, sourceLineIds, procedureCode, reasons } = line
  const minutes = groups.find(({ services: [first] }) => first.lineId === lineId)?.minutes ?? null
  return { lineId, sourceLineIds, procedureCode, minutes, reasons: [...reasons, reason] }
}
