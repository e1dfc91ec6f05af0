/**
 * From everything documented for a treatment day to the lines that may be billed for it. Each discipline has
 * its own pool of minutes, and one code is one line in it; edits and limits look over the whole day. What
 * cannot be coded yet is held and stays off the lines, the rest is coded all the same.
 */
import { type Cents, type Finding, type Reason, times } from '@tally/kernel'
import type { CodedDay, CodedLine, UnbilledService } from './coded-day.ts'
import { type TherapyCode, therapyCodes } from './data/load.ts'
import { findingOf, type RuleCard, reasonOf } from './rule.ts'
import { disciplineModifier } from './rules/discipline-modifier.ts'
import { applyEditPairs } from './rules/edit-pairs.ts'
import { countable, dayNotYet, heldNotYet, lineNotYet } from './rules/not-yet.ts'
import { watchThreshold } from './rules/therapy-threshold.ts'
import { timedUnits } from './rules/timed-units.ts'
import { limitUnits } from './rules/unit-limits.ts'
import { untimedUnits } from './rules/untimed-units.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

export const noSchedule: RuleCard = {
  slug: 'price/no-schedule',
  edition: '2026',
  citation: 'Tally: fee schedules are still to be built',
  sentence: 'Without a schedule of the payer nothing is expected: never another payer’s price.',
}

/** The services of one code in one discipline: one line, or none when its minutes earn no unit. */
interface Group {
  readonly procedureCode: string
  readonly timed: boolean
  readonly minutes: number
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
  const pooled = day.payer.family === 'medicare-b'
  const { groups, beyond } = grouped(day)
  const pools = [
    ...Map.groupBy(
      groups.filter(({ timed }) => timed),
      disciplineOf,
    ).values(),
  ].map(timedUnits.decide)
  const whole = {
    unitRule: pooled ? ('cms-pooled' as const) : null,
    timedMinutes: timedMinutesOf(day),
    treatmentMinutes: day.services.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
    expectedAllowedCents: null,
  }
  const allLines = day.services.map(({ lineId }) => lineId)
  const heldDay = beyondDay.map((reason) => heldNotYet(allLines, reason))
  if (!pooled) {
    const unbilled = day.services.map((service) => unbilledOf([service], service.minutes, beyondDay))
    return { ...whole, tie: false, lines: [], unbilled, findings: heldDay }
  }

  const shares = pools.flatMap((pool) => pool.shares)
  const counted = groups.map((group): Counted => {
    const share = shares.find(({ of }) => of === group) ?? untimedUnits.decide(group)
    return { group, units: share.units, reason: share.reason }
  })
  const billed = counted.filter(({ units }) => units > 0)
  const coded = billed.map(lineOf)
  const edited = applyEditPairs(coded, day.serviceDate, (line) => evidenceFor(line, day))
  const unearned = counted.filter(({ units }) => units === 0)
  return {
    ...whole,
    tie: pools.some((pool) => pool.tie),
    lines: edited.lines,
    unbilled: [
      ...beyond.map(({ service, reason }) => unbilledOf([service], service.minutes, [reason])),
      ...unearned.map(({ group, reason }) => unbilledOf(group.services, group.minutes, [reason])),
      ...edited.removed.map(({ line, reason }) => removedLine(line, groups, reason)),
    ],
    findings: [
      ...heldDay,
      ...beyond.map(({ service, reason }) => heldNotYet([service.lineId], reason)),
      ...counted.flatMap(({ group, units }) => doubtsOf(group, units)),
      ...edited.findings,
      ...limitUnits(edited.lines, day.serviceDate),
      ...watchThreshold(day, edited.lines),
      ...unpriced(day, edited.lines),
    ],
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
    const minutes = services.reduce((sum, service) => sum + (service.minutes ?? 0), 0)
    const { procedureCode } = first.service
    return [
      {
        procedureCode,
        timed: first.code.timed === 'Y',
        minutes,
        services: [first.service, ...services.slice(1)],
      },
    ]
  })
  return { groups, beyond }
}

function disciplineOf({ services: [first] }: Group) {
  return first.discipline
}

/** Documented time of 15-minute codes: it belongs in the record's total whether it is billed or not. */
function timedMinutesOf({ services, serviceDate }: TreatmentDayInput): number {
  return services.reduce((sum, { procedureCode, minutes }) => {
    const code = therapyCodes.on(procedureCode, serviceDate)
    return sum + (code?.timed === 'Y' && code.minutes_per_unit === 15 ? (minutes ?? 0) : 0)
  }, 0)
}

function lineOf({ group, units, reason }: Counted): CodedLine {
  const { services, procedureCode } = group
  const [first] = services
  const discipline = disciplineModifier.decide(first)
  return {
    lineId: first.lineId,
    sourceLineId: first.lineId,
    sourceLineIds: services.map(({ lineId }) => lineId),
    procedureCode,
    discipline: first.discipline,
    renderingNpi: first.renderingNpi,
    placeOfService: first.placeOfService,
    units,
    modifiers: [discipline.modifier],
    diagnosisPointers: pointersOf(services),
    chargeCents: chargeOf(services, units),
    expectedAllowedCents: null,
    reasons: [reason, discipline.reason],
  }
}

function pointersOf(services: readonly DocumentedService[]): number[] {
  return [...new Set(services.flatMap(({ diagnosisPointers }) => diagnosisPointers))]
}

function chargeOf(services: readonly DocumentedService[], units: number): Cents | null {
  const [price, ...others] = new Set(services.map(({ unitChargeCents }) => unitChargeCents))
  return price === undefined || price === null || others.length > 0 ? null : times(price, units)
}

/** A line of 0 units raises only what could change that. */
function doubtsOf({ services }: Group, units: number): Finding[] {
  const lineIds = services.map(({ lineId }) => lineId)
  return lineNotYet(services, units, pointersOf(services)).map((reason) => heldNotYet(lineIds, reason))
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

function unpriced(day: TreatmentDayInput, lines: readonly CodedLine[]): Finding[] {
  if (lines.length === 0) return []
  const reason = reasonOf(noSchedule, `no fee schedule is known for ${day.payer.family}`, {
    family: day.payer.family,
  })
  return [
    findingOf(
      'info',
      lines.flatMap((line) => line.sourceLineIds),
      'load the payer’s schedule when Tally takes one',
      reason,
    ),
  ]
}
