/** `tally x12 ack`: everything that a file of TA1, 999, 997 and 277CA says about what was sent. */
import { contentOfTransaction } from '../reader/content-of.ts'
import { envelopesOf, type Transaction } from '../reader/envelope.ts'
import { collectFindings, type Report } from '../reader/finding.ts'
import { segmentsIn } from '../reader/read-segments.ts'
import type { AcknowledgedGroup, AcknowledgedInterchange, Acknowledgments } from './acknowledgment.ts'
import { type ClaimAcknowledgment, readClaimAcknowledgment } from './read-claim-acknowledgment.ts'
import { readGroupAcknowledgments } from './read-group-acknowledgment.ts'
import { readInterchangeAcknowledgment } from './read-interchange-acknowledgment.ts'

interface Collected extends ClaimAcknowledgment {
  readonly interchanges: AcknowledgedInterchange[]
  readonly groups: AcknowledgedGroup[]
}

export function readAcknowledgments(input: string | Uint8Array): Acknowledgments {
  const { findings, report } = collectFindings()
  const read: Collected = {
    interchanges: [],
    groups: [],
    sources: [],
    batches: [],
    providers: [],
    claims: [],
  }
  let any = false
  for (const part of envelopesOf(segmentsIn(input, report), report).parts) {
    if (part.kind === 'transaction') any = collect(part, read, report) || any
    else if (part.segment.tag === 'TA1' && part.segment.whole) {
      read.interchanges.push(readInterchangeAcknowledgment(part.segment))
      any = true
    }
  }
  if (!any) report('error', 'file/no-acknowledgment', null, 'the file holds no TA1, 999 or 277CA')
  return { ...read, batch: read.batches[0] ?? null, findings }
}

/** False when the transaction is no acknowledgment. */
function collect(transaction: Transaction, read: Collected, report: Report): boolean {
  const content = contentOfTransaction(transaction)
  const segments = transaction.segments.filter(({ whole }) => whole)
  if (content === '999' || content === '997') {
    for (const group of readGroupAcknowledgments(segments)) read.groups.push(group)
  } else if (content === '277CA') {
    readClaimAcknowledgment(segments, read, report)
  } else {
    report('info', 'file/other-content', transaction.segments[0] ?? null, `${content} is read elsewhere`)
    return false
  }
  return true
}
