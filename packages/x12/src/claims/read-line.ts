/**
 * 2400 and what stands under it:
 *
 *   LX*number | SV1*HC:code:modifiers::::description*charge*UN*units*place**pointers | PWK | DTP*472 | REF*6R | AMT
 *   | NTE | NM1*82 NM1*DQ NM1*DK … (2420) | SVD*payer*paid*procedure**units*into CAS DTP*573 AMT*EAF (2430)
 */
import { countIn } from '../reader/amount.ts'
import type { Report } from '../reader/finding.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { components, given, type Segment } from '../reader/segment.ts'
import { amountAt, countAt, daysAt, neededAmountAt, qualified, quantityAt } from '../reader/value-at.ts'
import type { LineCut, PartyLoop } from './claim-loops.ts'
import type { LineDecision, LineRead } from './claim-read.ts'
import { partyOf, readParty } from './read-party.ts'
import { adjustmentsIn, firstOf, ownValuesIn, procedureAt, referenceOf, unreadIn } from './segment-values.ts'

const readTags: ReadonlySet<string> = new Set(['LX', 'SV1'])

export function readLine(cut: LineCut, position: number, report: Report): LineRead {
  const { own, all } = cut
  const { dates, references, amounts, notes, attachments, rest } = ownValuesIn(own, report)
  const lx = firstOf(rest, 'LX')
  const served = dates.find(({ qualifier }) => qualifier === '472')
  const parties = cut.parties.map((loop) => readParty(loop, report))
  const line = {
    position,
    number: lx ? countAt(lx, 1, report) : null,
    ...serviceIn(firstOf(rest, 'SV1'), own, report),
    serviceFrom: served?.from ?? null,
    serviceTo: served?.to ?? null,
    lineControlNumber: referenceOf(references, '6R'),
    priorAuthorization: referenceOf(references, 'G1'),
    renderingProvider: partyOf(parties, '82'),
    supervisingProvider: partyOf(parties, 'DQ'),
    orderingProvider: partyOf(parties, 'DK'),
    dates,
    references,
    amounts,
    notes,
    attachments,
    parties,
    decisions: cut.decisions.map(({ own: loop }) => readDecision(loop, report)),
    unread: unreadIn(rest, readTags, report),
    segment: (lx ?? all[0])?.ordinal ?? 0,
  }
  return ofLoop(line, all)
}

function serviceIn(sv1: Segment | null, own: readonly Segment[], report: Report) {
  if (!sv1) {
    report('error', 'line/no-service', own[0] ?? null, 'a line has no SV1')
    const nothing = { procedure: null, chargeCents: null, unit: null, units: null, placeOfService: null }
    return { ...nothing, diagnosisPointers: [] }
  }
  return {
    procedure: procedureAt(sv1, 1, report),
    chargeCents: neededAmountAt(sv1, 2, report),
    unit: given(sv1, 3),
    units: quantityAt(sv1, 4, report),
    placeOfService: given(sv1, 5),
    diagnosisPointers: pointersIn(sv1, report),
  }
}

function pointersIn(sv1: Segment, report: Report): number[] {
  if (given(sv1, 7) === null) return []
  return components(sv1, 7).flatMap((text) => {
    if (text.trim() === '') return []
    const pointer = countIn(text)
    if (pointer === null) report('warn', 'quantity/no-number', sv1, 'a pointer is no whole number', 7)
    return pointer === null ? [] : [pointer]
  })
}

function readDecision(loop: PartyLoop, report: Report): LineDecision {
  const [svd, ...following] = loop
  const decided = qualified(following, 'DTP', '573')
  const owed = qualified(following, 'AMT', 'EAF')
  const decision = {
    payerId: given(svd, 1),
    paidCents: neededAmountAt(svd, 2, report),
    procedure: procedureAt(svd, 3, report),
    units: quantityAt(svd, 5, report),
    bundledInto: countAt(svd, 6, report),
    adjustments: adjustmentsIn(following, report),
    decidedOn: decided ? daysAt(decided, given(decided, 2) ?? '', 3, report).from : null,
    patientOwesCents: owed ? amountAt(owed, 2, report) : null,
    unread: [],
    segment: svd.ordinal,
  }
  return ofLoop(decision, loop)
}
