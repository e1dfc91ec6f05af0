/**
 * `tally x12 check` and whoever takes claims in: the 837P of a file as they arrived (005010X222A1; an 837P of
 * 4010 as far as it goes, which the envelope's reader marks). Nothing is judged but what made reading doubtful; whether a claim may be sent
 * is said elsewhere.
 *
 *   ISA … usage | GS*HC … guide | ST*837*number*guide | BHT*0019*purpose*batch*date*time*CH | REF*87 | NM1*41 PER
 *   | NM1*40 | HL … (claim-loops.ts) | SE
 */
import { contentOfTransaction } from '../reader/content-of.ts'
import { endsProperly, envelopesOf, type Transaction } from '../reader/envelope.ts'
import { collectFindings, type Report } from '../reader/finding.ts'
import { contentOf837 } from '../reader/guide-of.ts'
import { identityOf } from '../reader/identity-of.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { segmentsIn } from '../reader/read-segments.ts'
import { given, type Segment } from '../reader/segment.ts'
import { dateAt } from '../reader/value-at.ts'
import { cutIntoLoops, type LevelCut } from './claim-loops.ts'
import type { ClaimRead } from './claim-read.ts'
import type { ClaimBatch, ClaimsRead, LevelRead, OtherTransaction } from './claims-read.ts'
import { readClaim } from './read-claim.ts'
import { levelReader } from './read-levels.ts'
import { partyOf, readParty } from './read-party.ts'
import { only, referencesIn, unreadIn } from './segment-values.ts'

interface Read {
  readonly batch: Omit<ClaimBatch, 'complete' | 'segments'>
  readonly envelope: Omit<Transaction, 'segments'>
  readonly segments: readonly Segment[]
}

export function readClaims(input: string | Uint8Array): ClaimsRead {
  const { findings, report } = collectFindings()
  const read: Read[] = []
  const others: OtherTransaction[] = []
  let claims = 0
  for (const part of envelopesOf(segmentsIn(input, report), report).parts) {
    if (part.kind !== 'transaction') continue
    const other = otherContentOf(part)
    if (other) {
      report('info', 'file/other-content', part.segments[0] ?? null, `${other.content} is read elsewhere`)
      others.push(other)
      continue
    }
    const { segments, ...envelope } = part
    const batch = readBatch(part, { position: read.length + 1, claimsBefore: claims }, report)
    claims += batch.claims.length
    read.push({ batch, envelope, segments })
  }
  if (read.length === 0) report('error', 'file/no-claims', null, 'the file holds no 837P')
  // Whether a trailer came is known at the end of the file.
  const batches = read.map(({ batch, envelope, segments }) =>
    ofLoop({ ...batch, complete: endsProperly(envelope, envelope.closed) }, segments),
  )
  return { batches, others, findings }
}

/** null for an 837P. */
function otherContentOf(transaction: Transaction): OtherTransaction | null {
  const set = contentOfTransaction(transaction)
  const content = set === '837' ? contentOf837(transaction) : set
  if (content === '837P') return null
  const { header, segments } = transaction
  return { content, controlNumber: header && given(header, 2), segment: segments[0]?.ordinal ?? 0 }
}

interface Counted {
  readonly position: number
  readonly claimsBefore: number
}

function readBatch(transaction: Transaction, { position, claimsBefore }: Counted, report: Report) {
  const { segments } = transaction
  const cut = cutIntoLoops(segments, report)
  const { own, parties } = cut.header
  const [bht] = only(own, 'BHT')
  const headed = parties.map((loop) => readParty(loop, report))
  if (cut.claims.length === 0) report('warn', 'batch/no-claims', segments[0] ?? null, 'the ST holds no claim')
  const levelsAbove = levelReader(report)
  return {
    position,
    ...identityOf(transaction),
    purpose: bht ? given(bht, 2) : null,
    batchId: bht ? given(bht, 3) : null,
    writtenOn: bht ? dateAt(bht, 4, report) : null,
    writtenAt: bht ? given(bht, 5) : null,
    transactionType: bht ? given(bht, 6) : null,
    submitter: partyOf(headed, '41'),
    receivedBy: partyOf(headed, '40'),
    references: referencesIn(own),
    levels: cut.levels.flatMap(levelOf),
    claims: cut.claims.flatMap((claim, index): ClaimRead[] => {
      const [clm] = claim.all
      const levels = levelsAbove(claim.level)
      return clm ? [readClaim(claim, clm, claimsBefore + index + 1, levels, report)] : []
    }),
    unread: unreadIn(own, new Set(['ST', 'BHT', 'REF', 'SE']), report),
    segment: segments[0]?.ordinal ?? 0,
  }
}

function levelOf({ hl }: LevelCut): LevelRead[] {
  if (!hl) return []
  return [
    {
      number: given(hl, 1),
      parent: given(hl, 2),
      code: given(hl, 3),
      hasChildren: given(hl, 4),
      segment: hl.ordinal,
    },
  ]
}
