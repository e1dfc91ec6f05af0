/**
 * `tally x12 check` and whoever takes claims in: the 837P of a file as they arrived (005010X222A1; an 837P of
 * 4010 as far as it goes, which the envelope's reader marks). Nothing is judged but what made reading doubtful; whether a claim may be sent
 * is said elsewhere.
 *
 *   ISA … usage | GS*HC … guide | ST*837*number*guide | BHT*0019*purpose*batch*date*time*CH | REF*87 | NM1*41 PER
 *   | NM1*40 | HL … (claim-loops.ts) | SE
 */
import { endsProperly } from '../reader/envelope.ts'
import { collectFindings } from '../reader/finding.ts'
import { ofLoop } from '../reader/of-loop.ts'
import type { Segment } from '../reader/segment.ts'
import type { ClaimRead } from './claim-read.ts'
import type { ClaimsRead, OtherTransaction } from './claims-read.ts'
import { type BatchEnd, type BatchHead, passClaims } from './pass-claims.ts'

interface Read {
  readonly head: BatchHead
  readonly claims: ClaimRead[]
  readonly end: BatchEnd
  readonly segments: readonly Segment[]
}

export function readClaims(input: string | Uint8Array): ClaimsRead {
  const { findings, report } = collectFindings()
  const read: Read[] = []
  const others: OtherTransaction[] = []
  let segments: Segment[] = []
  let claims: ClaimRead[] = []
  passClaims(input, report, {
    segment(segment, begins) {
      if (begins) segments = []
      segments.push(segment)
    },
    claim: (claim) => claims.push(claim),
    batch(head, end) {
      read.push({ head, claims, end, segments })
      claims = []
    },
    other: (other) => others.push(other),
  })
  // Whether a trailer came is known at the end of the file.
  const batches = read.map(({ head, claims: own, end, segments: all }) => {
    const { header: _header, envelope: _envelope, ...batch } = head
    return ofLoop({ ...batch, claims: own, complete: endsProperly(end.place, end.closed) }, all)
  })
  return { batches, others, findings }
}
