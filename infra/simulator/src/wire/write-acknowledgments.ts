/** TA1 for an interchange and 999 for its groups (x12.md 3.5). */
import type { ReceivedEnvelope, ReceivedGroup, ReceivedTransaction } from './envelope.ts'
import type { WrittenSegment, WrittenTransaction } from './interchange.ts'

/** `note` 000 with A; anything else refuses the interchange. */
export function interchangeAcknowledgment(envelope: ReceivedEnvelope, note: string): WrittenSegment {
  const { control, date, time } = envelope
  return ['TA1', control, date, time, note === '000' ? 'A' : 'R', note]
}

/** What the syntax check made of one ST. */
export interface TransactionVerdict {
  readonly transaction: ReceivedTransaction
  readonly outcome: 'A' | 'E' | 'R'
  /** IK502 of a transaction whose trailer is wrong; null when a segment is at fault. */
  readonly trailer: string | null
  /** CLM01 of the claim at fault. */
  readonly claimNumber: string | null
}

/** One 999 for each group. */
export function groupAcknowledgment(
  group: ReceivedGroup,
  verdicts: readonly TransactionVerdict[],
): WrittenTransaction {
  const accepted = verdicts.filter(({ outcome }) => outcome !== 'R').length
  const counts = [verdicts.length, verdicts.length, accepted].map(String)
  return {
    kind: '999',
    version: '005010X231A1',
    body: [
      ['AK1', group.functional, group.control, group.version],
      ...verdicts.flatMap(transactionSegments),
      ['AK9', groupOutcome(verdicts, accepted), ...counts],
    ],
  }
}

function groupOutcome(verdicts: readonly TransactionVerdict[], accepted: number): string {
  if (accepted === 0) return 'R'
  if (accepted < verdicts.length) return 'P'
  return verdicts.some(({ outcome }) => outcome === 'E') ? 'E' : 'A'
}

function transactionSegments({
  transaction,
  outcome,
  trailer,
  claimNumber,
}: TransactionVerdict): WrittenSegment[] {
  const opening = ['AK2', transaction.kind, transaction.control, transaction.version]
  if (outcome === 'A') return [opening, ['IK5', 'A']]
  if (trailer !== null) return [opening, ['IK5', outcome, trailer]]
  return [opening, ...faultSegments(transaction, claimNumber), ['IK5', outcome, '5']]
}

/** The claim's subscriber segment, element 9: an id that the guide does not allow. */
function faultSegments({ segments }: ReceivedTransaction, claimNumber: string | null): WrittenSegment[] {
  const claim = segments.findIndex(([name, number]) => name === 'CLM' && number === claimNumber)
  const before = segments.slice(0, claim < 0 ? segments.length : claim)
  const at = before.findLastIndex(([name, entity]) => name === 'NM1' && entity === 'IL')
  return [
    ['IK3', 'NM1', String(at + 1), '2010', '8'],
    ...(claimNumber === null ? [] : [['CTX', `CLM01:${claimNumber}`]]),
    ['IK4', '9', '67', '7', segments[at]?.[9] ?? ''],
  ]
}
