/** CLP and what follows it, loop 2100 with its lines (x12.md 2.2). */
import { given, type Segment } from '../reader/segment.ts'
import type { Loop } from '../reader/split-at.ts'
import { isDenied } from './denied.ts'
import { adjustmentsIn } from './read-adjustments.ts'
import { readLine, referencesIn } from './read-line.ts'
import type { Reading } from './reading.ts'
import type { Person, RemittanceClaim, RemittanceLine } from './remittance.ts'

/** A CLP up to the next, split where its lines begin. */
export interface ClaimSegments {
  readonly clp: Segment
  readonly own: readonly Segment[]
  readonly lines: readonly Loop[]
}

/** null when the CLP is cut or its CLP03 or CLP04 can't be read: the segment is refused. */
export function readClaim(
  { clp, own, lines }: ClaimSegments,
  position: number,
  reading: Reading,
): RemittanceClaim | null {
  if (!clp.whole) return null
  const status = given(clp, 2) ?? ''
  const chargeCents = reading.amount(clp, 3)
  const paidCents = reading.amount(clp, 4)
  const adjustments = adjustmentsIn(own, reading)
  const dates = claimDates(own, reading)
  const read = lines.flatMap((segments, index): RemittanceLine[] => {
    const line = readLine(segments, index + 1, { status, onlyDay: dates.onlyDay }, reading)
    return line ? [line] : []
  })
  if (chargeCents === null || paidCents === null) return null
  const all = [...adjustments, ...read.flatMap((line) => line.adjustments)]
  const references = referencesIn(own)
  return {
    position,
    claimNumber: given(clp, 1) ?? '',
    status,
    chargeCents,
    paidCents,
    patientCents: reading.information(clp, 5),
    filingIndicator: given(clp, 6),
    payerClaimNumber: given(clp, 7),
    frequency: given(clp, 9),
    adjustments,
    remarks: remarksIn(own),
    ...peopleIn(own),
    medicalRecordNumber: references.find(({ qualifier }) => qualifier === 'EA')?.value ?? null,
    references,
    interestCents: interestIn(own, reading),
    receivedOn: dates.receivedOn,
    serviceFrom: dates.from,
    serviceTo: dates.to,
    lines: read,
    denied: isDenied(status, { chargeCents, paidCents }, all),
    segment: clp.ordinal,
  }
}

/** MIA and MOA are nothing but numbers and these: where a remark code may stand. */
const remarkPlaces: ReadonlyMap<string, readonly number[]> = new Map([
  ['MOA', [3, 4, 5, 6, 7]],
  ['MIA', [5, 20, 21, 22, 23]],
])

function remarksIn(segments: readonly Segment[]): string[] {
  return segments.flatMap((segment) =>
    (remarkPlaces.get(segment.tag) ?? []).flatMap((place) => given(segment, place) ?? []),
  )
}

function peopleIn(segments: readonly Segment[]) {
  const named = (role: string) => segments.find(({ tag, elements }) => tag === 'NM1' && elements[1] === role)
  const [patient, corrected, crossover] = [named('QC'), named('74'), named('TT')]
  return {
    patient: patient ? personOf(patient) : null,
    correctedInsured: corrected ? personOf(corrected) : null,
    crossoverTo: crossover ? { name: given(crossover, 3) ?? '', id: given(crossover, 9) } : null,
  }
}

function personOf(nm1: Segment): Person {
  return { last: given(nm1, 3) ?? '', first: given(nm1, 4) ?? '', memberId: given(nm1, 9) }
}

/** AMT*I. */
function interestIn(segments: readonly Segment[], reading: Reading) {
  const amt = segments.find(({ tag, elements }) => tag === 'AMT' && elements[1] === 'I')
  return amt ? reading.information(amt, 2) : null
}

/** 050 received, 232 and 233 first and last day of service. */
function claimDates(segments: readonly Segment[], reading: Reading) {
  const dtm = (qualifier: string) => {
    const found = segments.find(({ tag, elements }) => tag === 'DTM' && elements[1] === qualifier)
    return found ? reading.date(found, 2) : null
  }
  const [receivedOn, from, to] = [dtm('050'), dtm('232'), dtm('233')]
  return { receivedOn, from, to, onlyDay: to === null || from === to ? from : null }
}
