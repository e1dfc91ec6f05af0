/** The dates of 2300, in the order of the guide. */
import type { ServiceDate } from '@tally/kernel'
import type { ClaimDocument } from '../claim-document.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'

type DateField = {
  [Field in keyof ClaimDocument]-?: ServiceDate extends NonNullable<ClaimDocument[Field]>
    ? NonNullable<ClaimDocument[Field]> extends ServiceDate
      ? Field
      : never
    : never
}[keyof ClaimDocument]

interface ClaimDate {
  readonly field: DateField
  readonly qualifier: string
  readonly box: string | null
  /** What it is called in a sentence. */
  readonly name: string
  /** True for what may be ahead of the day of writing. */
  readonly ahead?: true
}

const beforeDisability: readonly ClaimDate[] = [
  { field: 'onsetDate', qualifier: '431', box: '14', name: 'onset' },
  { field: 'initialTreatmentDate', qualifier: '454', box: '15', name: 'initial treatment' },
  { field: 'lastSeenDate', qualifier: '304', box: '15', name: 'day last seen' },
  { field: 'acuteManifestationDate', qualifier: '453', box: '15', name: 'acute manifestation' },
  { field: 'accidentDate', qualifier: '439', box: '15', name: 'accident' },
  { field: 'lastXrayDate', qualifier: '455', box: '15', name: 'last X-ray' },
]
const disability: readonly ClaimDate[] = [
  { field: 'disabledFrom', qualifier: '360', box: '16', name: 'begin of disability' },
  { field: 'disabledTo', qualifier: '361', box: '16', name: 'end of disability', ahead: true },
]
const afterDisability: readonly ClaimDate[] = [
  { field: 'lastWorkedDate', qualifier: '297', box: '16', name: 'day last worked' },
  { field: 'returnToWorkDate', qualifier: '296', box: '16', name: 'return to work', ahead: true },
  { field: 'admissionDate', qualifier: '435', box: '18', name: 'admission' },
  { field: 'dischargeDate', qualifier: '096', box: '18', name: 'discharge' },
  { field: 'assumedCareDate', qualifier: '090', box: '15', name: 'care assumed' },
  { field: 'relinquishedCareDate', qualifier: '091', box: '15', name: 'care relinquished' },
  { field: 'firstContactDate', qualifier: '444', box: '15', name: 'first contact' },
]

/** For the rules. */
export const claimDates: readonly ClaimDate[] = [...beforeDisability, ...disability, ...afterDisability]

export function claimDateSegments(claim: ClaimDocument): SegmentToWrite[] {
  const segmentOf = ({ field, qualifier }: ClaimDate): SegmentToWrite[] => {
    const date = claim[field] ?? null
    return date === null ? [] : [['DTP', qualifier, 'D8', compactDate(date)]]
  }
  const { disabledFrom, disabledTo } = claim
  const both = disabledFrom && disabledTo
  return [
    ...beforeDisability.flatMap(segmentOf),
    // Both ends are one segment of another kind (314).
    ...(both
      ? [['DTP', '314', 'RD8', `${compactDate(disabledFrom)}-${compactDate(disabledTo)}`] as const]
      : disability.flatMap(segmentOf)),
    ...afterDisability.flatMap(segmentOf),
  ]
}
