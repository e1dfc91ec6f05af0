/** SVC and what follows it, loop 2110 (x12.md 2.3). */
import { type Cents, cents, type ServiceDate } from '@tally/kernel'
import { compositeAt, procedureIn } from '../reader/composite.ts'
import { given, type Segment } from '../reader/segment.ts'
import type { Loop } from '../reader/split-at.ts'
import { isDenied } from './denied.ts'
import { addAdjustments } from './read-adjustments.ts'
import type { Reading } from './reading.ts'
import type { Adjustment, Reference, RemittanceLine } from './remittance.ts'

export interface ClaimAround {
  readonly status: string
  /** The claim's day, where it is only one. */
  readonly onlyDay: ServiceDate | null
}

/** null when the SVC is cut or one of its amounts can't be read: the segment is refused. */
export function readLine(
  [svc, ...following]: Loop,
  position: number,
  { status, onlyDay }: ClaimAround,
  reading: Reading,
): RemittanceLine | null {
  if (!svc.whole) return null
  const chargeCents = reading.amount(svc, 2)
  const paidCents = reading.amount(svc, 3)
  const unitsPaid = given(svc, 5) === null ? 1 : reading.units(svc, 5)
  const unitsSubmitted = given(svc, 7) === null ? null : reading.units(svc, 7)
  const said = followingIn(following, reading)
  if (chargeCents === null || paidCents === null || unitsPaid === null) return null
  const { adjustments, remarks, references } = said
  const denied = isDenied(status, { chargeCents, paidCents }, adjustments)
  const procedure = paidProcedure(svc, reading)
  return {
    position,
    procedureCode: procedure.procedureCode,
    modifiers: procedure.modifiers,
    submittedProcedure: procedureIn(compositeAt(svc, 6)),
    chargeCents,
    paidCents,
    unitsPaid,
    unitsSubmitted,
    serviceDate: said.serviceDate ?? onlyDay,
    adjustments,
    remarks,
    lineControlNumber: references.find(({ qualifier }) => qualifier === '6R')?.value || null,
    references,
    allowedCents: said.statedAllowed ?? (denied ? null : cents(paidCents + patientShare(adjustments))),
    denied,
    segment: svc.ordinal,
  }
}

/**
 * What follows an SVC. DTM 472 is the day, 150 the first of a span; several LQ follow one another and all
 * count, where OpenEMR keeps the last (x12.md 2.13); RX codes are the pharmacy's.
 */
function followingIn(segments: readonly Segment[], reading: Reading) {
  const adjustments: Adjustment[] = []
  const [remarks, references]: [string[], Reference[]] = [[], []]
  let serviceDate: ServiceDate | null = null
  let statedAllowed: Cents | null = null
  for (const segment of segments) {
    const [, qualifier] = segment.elements
    switch (segment.tag) {
      case 'CAS':
        addAdjustments(segment, adjustments, reading)
        break
      case 'REF':
        references.push(referenceOf(segment))
        break
      case 'LQ': {
        const code = qualifier === 'HE' ? given(segment, 2) : null
        if (code !== null) remarks.push(code)
        break
      }
      case 'DTM':
        if (qualifier === '472' || qualifier === '150') serviceDate ??= reading.date(segment, 2)
        break
      case 'AMT':
        if (qualifier === 'B6') statedAllowed ??= reading.information(segment, 2)
        break
    }
  }
  return { adjustments, remarks, references, serviceDate, statedAllowed }
}

export function referenceOf(ref: Segment): Reference {
  return { qualifier: given(ref, 1) ?? '', value: given(ref, 2) ?? '' }
}

/** PR amounts, the patient's share. */
function patientShare(adjustments: readonly Adjustment[]): number {
  let sum = 0
  for (const { group, amountCents } of adjustments) if (group === 'PR') sum += amountCents
  return sum
}

function paidProcedure(svc: Segment, { report }: Reading) {
  const composite = compositeAt(svc, 1)
  const procedure = procedureIn(composite)
  if (composite.inferred)
    report('warn', 'segment/component-separator', svc, 'a composite has another separator than ISA16', 1)
  if (!procedure) report('warn', 'line/no-procedure', svc, 'a line names no procedure', 1)
  return procedure ?? { procedureCode: '', modifiers: [] }
}
