/** TA1: accepted, accepted with errors, or the whole interchange goes back (x12.md 3.5). */
import { given, type Segment } from '../reader/segment.ts'
import type { AcknowledgedInterchange } from './acknowledgment.ts'

export function readInterchangeAcknowledgment(ta1: Segment): AcknowledgedInterchange {
  const status = given(ta1, 4) ?? ''
  return {
    controlNumber: given(ta1, 1) ?? '',
    status,
    note: given(ta1, 5) ?? '',
    verdict: status === 'A' || status === 'E' ? 'accepted' : status === 'R' ? 'rejected' : 'unknown',
    segment: ta1.ordinal,
  }
}
