/** BHT, 1000A and 1000B: which batch it is, who sends it and who gets it. */
import type { Submission } from '../claim-document.ts'
import { partnersOf } from '../writer/partners.ts'
import { contactSegment, organizationSegment } from '../writer/party-segments.ts'
import type { Pen } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate, compactTime } from '../writer/values.ts'

export interface Header {
  readonly segments: readonly SegmentToWrite[]
  readonly sender: string
  readonly receiver: string
  readonly batchId: string
}

export function headerSegments(pen: Pen, submission: Submission): Header {
  const { submitter, receiver, control } = submission
  const partners = partnersOf(pen, submission)
  const { date, time } = control.writtenAt
  const from = { at: 'submitter', loop: '1000A', box: null }
  const to = { at: 'receiver', loop: '1000B', box: null }
  const segments: SegmentToWrite[] = [
    ['BHT', '0019', '00', partners.batchId, compactDate(date), compactTime(time), 'CH'],
    organizationSegment(pen, '41', submitter.name, from, ['46', partners.sender]),
    contactSegment(pen, submitter.contact, { ...from, at: 'submitter/contact' }),
    organizationSegment(pen, '40', receiver.name, to, ['46', partners.receiver]),
  ]
  return { segments, ...partners }
}
