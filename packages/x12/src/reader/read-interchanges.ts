/** `tally x12 read`: the envelope of any file, without judging what is in it. */
import { type Envelopes, envelopesOf, type Interchange } from './envelope.ts'
import { collectFindings } from './finding.ts'
import type { InterchangeRead, InterchangesRead } from './interchange.ts'
import { segmentsIn } from './read-segments.ts'
import { given } from './segment.ts'

export function readInterchanges(input: string | Uint8Array): InterchangesRead {
  const { findings, report } = collectFindings()
  const envelopes = envelopesOf(segmentsIn(input, report), report)
  readThrough(envelopes)
  return { interchanges: envelopes.interchanges.map(summaryOf), findings }
}

function readThrough({ parts }: Envelopes): void {
  while (!parts.next().done);
}

function summaryOf({ header, separators, groups }: Interchange): InterchangeRead {
  const of = (position: number) => (header ? given(header, position) : null)
  return {
    sender: of(6),
    senderQualifier: of(5),
    receiver: of(8),
    receiverQualifier: of(7),
    controlNumber: of(13),
    separators,
    groups: groups.map((group) => ({
      functionalId: group.header && given(group.header, 1),
      version: group.header && given(group.header, 8),
      controlNumber: group.header && given(group.header, 6),
      transactions: group.transactions,
    })),
  }
}
