/** The segments that stand in several loops of an 837P, each as its value: REF, DTP, AMT, NTE, PWK, CAS, SBR. */

import { compositeAt } from '../reader/composite.ts'
import type { Report } from '../reader/finding.ts'
import { type UnreadSegment, unread } from '../reader/of-loop.ts'
import { given, type Segment } from '../reader/segment.ts'
import { daysAt, neededAmountAt, quantityAt } from '../reader/value-at.ts'
import type {
  AdjustmentRead,
  AmountRead,
  AttachmentRead,
  DateRead,
  NoteRead,
  ProcedureRead,
} from './claim-read.ts'
import type { PlanRead, Reference } from './party.ts'

/** REF*qualifier*value. */
export function referencesIn(segments: readonly Segment[]): Reference[] {
  return only(segments, 'REF').map(referenceIn)
}

export function referenceIn(ref: Segment): Reference {
  return { qualifier: given(ref, 1) ?? '', value: given(ref, 2) ?? '', segment: ref.ordinal }
}

/** The first of `qualifier` that says something. */
export function referenceOf(references: readonly Reference[], qualifier: string): string | null {
  for (const one of references) if (one.qualifier === qualifier && one.value !== '') return one.value
  return null
}

/** DTP*qualifier*format*days. */
function dateIn(dtp: Segment, report: Report): DateRead {
  const format = given(dtp, 2) ?? ''
  const { from, to } = daysAt(dtp, format, 3, report)
  return { qualifier: given(dtp, 1) ?? '', format, from, to, segment: dtp.ordinal }
}

/** AMT*qualifier*amount. */
export function amountsIn(segments: readonly Segment[], report: Report): AmountRead[] {
  return only(segments, 'AMT').map((amt) => amountIn(amt, report))
}

function amountIn(amt: Segment, report: Report): AmountRead {
  return {
    qualifier: given(amt, 1) ?? '',
    amountCents: neededAmountAt(amt, 2, report),
    segment: amt.ordinal,
  }
}

export function amountOf(amounts: readonly AmountRead[], qualifier: string): AmountRead['amountCents'] {
  return amounts.find((one) => one.qualifier === qualifier)?.amountCents ?? null
}

/** NTE*code*text. */
function noteIn(nte: Segment): NoteRead {
  return { code: given(nte, 1) ?? '', text: given(nte, 2) ?? '', segment: nte.ordinal }
}

/** PWK*report*transmission***AC*number. */
function attachmentIn(pwk: Segment): AttachmentRead {
  return {
    reportType: given(pwk, 1),
    transmission: given(pwk, 2),
    controlNumber: given(pwk, 6),
    segment: pwk.ordinal,
  }
}

/** What a claim and a line have in common, and the rest of their own segments. */
export interface OwnValues {
  readonly dates: DateRead[]
  readonly references: Reference[]
  readonly amounts: AmountRead[]
  readonly notes: NoteRead[]
  readonly attachments: AttachmentRead[]
  readonly rest: Segment[]
}

/** DTP, REF, AMT, NTE and PWK in one pass. */
export function ownValuesIn(own: readonly Segment[], report: Report): OwnValues {
  const values: OwnValues = { dates: [], references: [], amounts: [], notes: [], attachments: [], rest: [] }
  for (const segment of own) {
    const { tag } = segment
    if (tag === 'DTP') values.dates.push(dateIn(segment, report))
    else if (tag === 'REF') values.references.push(referenceIn(segment))
    else if (tag === 'AMT') values.amounts.push(amountIn(segment, report))
    else if (tag === 'NTE') values.notes.push(noteIn(segment))
    else if (tag === 'PWK') values.attachments.push(attachmentIn(segment))
    else values.rest.push(segment)
  }
  return values
}

/** Where a reason may stand in a CAS; amount and quantity follow it. */
const reasonPlaces = [2, 5, 8, 11, 14, 17] as const

/** CAS*group*reason*amount*quantity*reason*amount*quantity … */
export function adjustmentsIn(segments: readonly Segment[], report: Report): AdjustmentRead[] {
  const adjustments: AdjustmentRead[] = []
  for (const cas of segments) {
    if (cas.tag !== 'CAS') continue
    const group = given(cas, 1)
    for (const place of reasonPlaces) {
      const reason = given(cas, place)
      if (reason === null && given(cas, place + 1) === null) continue
      if (reason === null || group === null)
        report('error', 'adjustment/no-reason', cas, 'an adjustment has no group or no reason', place)
      adjustments.push({
        group,
        reason,
        amountCents: neededAmountAt(cas, place + 1, report),
        quantity: quantityAt(cas, place + 2, report),
        segment: cas.ordinal,
        element: place,
      })
    }
  }
  return adjustments
}

/** SBR*responsibility*relationship*group*name*secondary****filing. */
export function planIn(sbr: Segment): PlanRead {
  return {
    responsibility: given(sbr, 1),
    relationship: given(sbr, 2),
    groupNumber: given(sbr, 3),
    groupName: given(sbr, 4),
    medicareSecondaryType: given(sbr, 5),
    filingIndicator: given(sbr, 9),
    segment: sbr.ordinal,
  }
}

/** `HC:code:m1:m2:m3:m4:description` at `position`; null when it is left out. */
export function procedureAt(segment: Segment, position: number, report: Report): ProcedureRead | null {
  const { parts, inferred } = compositeAt(segment, position)
  const [qualifier = '', code = '', ...rest] = parts
  if (qualifier === '' && code === '') return null
  if (inferred)
    report('warn', 'segment/component-separator', segment, 'another separator than ISA16 says', position)
  return {
    qualifier,
    code,
    modifiers: rest.slice(0, 4).filter((modifier) => modifier !== ''),
    description: rest[4] || null,
  }
}

const ofAn837: ReadonlySet<string> = new Set(
  (
    'ST BHT HL NM1 N2 N3 N4 REF PER PRV CUR SBR PAT DMG CLM DTP PWK CN1 AMT K3 NTE CR1 CR2 CR3 CR4 CR5 CR6 CR7 ' +
    'CRC HI QTY HCP CAS OI MIA MOA LX SV1 SV4 SV5 MEA PS1 HSD LIN CTP SVD LQ FRM SE'
  ).split(' '),
)
/** What this reader reads in one loop and not in another. */
const placed: ReadonlySet<string> = new Set(
  'BHT SBR CLM DTP NTE HI AMT CAS OI MOA LX SV1 SVD DMG N3 N4 PER PRV REF'.split(' '),
)

/** What no field carries: kept as it stands, and said where it shouldn't be. */
export function unreadIn(
  segments: readonly Segment[],
  read: ReadonlySet<string>,
  report: Report,
): readonly UnreadSegment[] {
  return segments.every(({ tag }) => read.has(tag))
    ? nothing
    : leftOver(
        segments.filter(({ tag }) => !read.has(tag)),
        report,
      )
}

const nothing: readonly never[] = []

/** As `unreadIn`, of segments that are known to be unread. */
export function leftOver(segments: readonly Segment[], report: Report): readonly UnreadSegment[] {
  if (segments.length === 0) return nothing
  for (const segment of segments) {
    if (!ofAn837.has(segment.tag)) report('warn', 'segment/unknown', segment, 'no segment of an 837P')
    else if (placed.has(segment.tag))
      report('warn', 'segment/unplaced', segment, 'it has no place in its loop and is kept unread')
  }
  return segments.map(unread)
}

export function only(segments: readonly Segment[], tag: string): Segment[] {
  return segments.filter((segment) => segment.tag === tag)
}

export function firstOf(segments: readonly Segment[], tag: string): Segment | null {
  for (const segment of segments) if (segment.tag === tag) return segment
  return null
}
