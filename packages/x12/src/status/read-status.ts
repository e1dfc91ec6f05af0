/**
 * `readStatus`: the answers to our 276 in a file (277, 005010X212; 4010 as far as it goes):
 *
 *   ST*277 | BHT*0010*08*id*date*time*DG | HL*20 NM1*PR | HL*21 NM1*41 TRN STC | HL*19 NM1*1P TRN STC
 *   | HL*22 NM1*IL (TRN*2 STC REF DTP SVC …)* | HL*23 NM1*QC (TRN*2 …)* | SE
 *
 * An STC above the claims refuses the question for all of a receiver or provider. A 277 of another guide is named.
 */

import type { OtherTransaction } from '../claims/claims-read.ts'
import type { Party } from '../claims/party.ts'
import { readParty } from '../claims/read-party.ts'
import { contentOfTransaction } from '../reader/content-of.ts'
import { endsProperly, envelopesOf, type Transaction } from '../reader/envelope.ts'
import { collectFindings, type Report } from '../reader/finding.ts'
import { type Hierarchy, hierarchyOf } from '../reader/hierarchy.ts'
import { identityOf } from '../reader/identity-of.ts'
import { kindOf277 } from '../reader/kind-of-277.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { segmentsIn } from '../reader/read-segments.ts'
import { given, type Segment } from '../reader/segment.ts'
import { beforeFirst, type Loop, splitAt } from '../reader/split-at.ts'
import { dateAt } from '../reader/value-at.ts'
import { decideClaim } from './decide-claim.ts'
import { readStatusClaim, statusesIn } from './read-status-claim.ts'
import type {
  ClaimStatusAnswer,
  LevelStatusAnswer,
  StatusAnswer,
  StatusTransaction,
} from './status-answer.ts'

interface Read {
  readonly content: Omit<StatusTransaction, 'complete' | 'segments'>
  readonly transaction: Transaction
}

export function readStatus(input: string | Uint8Array): StatusAnswer {
  const { findings, report } = collectFindings()
  const read: Read[] = []
  const others: OtherTransaction[] = []
  let claims = 0
  for (const part of envelopesOf(segmentsIn(input, report), report).parts) {
    if (part.kind !== 'transaction') continue
    const content = contentOf(part)
    if (content === 'status') {
      const one = readTransaction(part, { position: read.length + 1, claimsBefore: claims }, report)
      claims += one.claims.length
      read.push({ content: one, transaction: part })
    } else {
      const [first = null] = part.segments
      report('info', 'file/other-content', first, `${content} is read elsewhere`)
      const controlNumber = part.header && given(part.header, 2)
      others.push({ content, controlNumber, segment: first?.ordinal ?? 0 })
    }
  }
  if (read.length === 0) report('error', 'file/no-status', null, 'the file holds no answer to a 276')
  // Whether a trailer came is known at the end of the file.
  const transactions = read.map(({ content, transaction }) =>
    ofLoop({ ...content, complete: endsProperly(transaction, transaction.closed) }, transaction.segments),
  )
  return { transactions, others, findings }
}

function contentOf(transaction: Transaction): string {
  const set = contentOfTransaction(transaction)
  return set === '277' || set === '277CA' ? kindOf277(transaction) : set
}

interface Counted {
  readonly position: number
  readonly claimsBefore: number
}

function readTransaction(transaction: Transaction, { position, claimsBefore }: Counted, report: Report) {
  const segments = transaction.segments.filter((segment) => {
    if (!segment.whole) report('error', 'segment/unread', segment, 'a segment could not be read to its end')
    return segment.whole && segment.tag !== 'SE'
  })
  const [first = null] = transaction.segments
  const bht = segments.find(({ tag }) => tag === 'BHT')
  const { levels, claims } = readLevels(segments, claimsBefore, report)
  if (levels.length === 0 && claims.length === 0)
    report('warn', 'status/no-answer', first, 'the ST answers nothing: there is no STC in it')
  return {
    position,
    ...identityOf(transaction),
    referenceId: bht ? given(bht, 3) : null,
    createdOn: bht ? dateAt(bht, 4, report) : null,
    createdAt: bht ? given(bht, 5) : null,
    transactionType: bht ? given(bht, 6) : null,
    levels,
    claims,
    segment: first?.ordinal ?? 0,
  }
}

interface Level {
  readonly code: string
  readonly party: Party | null
  readonly above: Level | null
}

interface Answers {
  readonly levels: LevelStatusAnswer[]
  readonly claims: ClaimStatusAnswer[]
}

function readLevels(segments: readonly Segment[], claimsBefore: number, report: Report): Answers {
  const hierarchy: Hierarchy<Level> = hierarchyOf(['20', '21', '19', '22', '23'], report)
  const answers: Answers = { levels: [], claims: [] }
  for (const loop of splitAt(segments, ['HL'])) {
    const [hl, ...own] = loop
    const code = given(hl, 3) ?? ''
    const party = partyIn(own, report)
    const level: Level = { code, party, above: hierarchy.parentOf(hl) }
    hierarchy.add(hl, code, level)
    if (code === '22' || code === '23') {
      for (const claim of claimLoops(own)) {
        const position = claimsBefore + answers.claims.length + 1
        const read = { position, ...readStatusClaim(claim, report), ...partiesOf(level) }
        answers.claims.push(ofLoop(read, claim))
      }
    } else if (own.some(({ tag }) => tag === 'STC')) {
      answers.levels.push(levelAnswer(loop, level, report))
    }
  }
  return answers
}

/** Each from its TRN on; an STC before any TRN begins one too. */
function claimLoops(own: readonly Segment[]): Loop[] {
  const before = beforeFirst(own, ['TRN'])
  const start = before.findIndex(({ tag }) => tag === 'STC')
  const [first, ...rest] = start < 0 ? [] : before.slice(start)
  return [...(first ? [[first, ...rest] as const] : []), ...splitAt(own, ['TRN'])]
}

function levelAnswer(loop: Loop, { code, party }: Level, report: Report): LevelStatusAnswer {
  const [hl, ...own] = loop
  const statuses = statusesIn(own, report)
  const { verdict, reason } = decideClaim(statuses, report)
  const trn = own.find(({ tag }) => tag === 'TRN')
  const traceNumber = trn ? given(trn, 2) : null
  return ofLoop({ level: code, party, traceNumber, statuses, verdict, reason, segment: hl.ordinal }, loop)
}

function partiesOf(level: Level) {
  const at = (code: string): Party | null => {
    for (let one: Level | null = level; one; one = one.above) if (one.code === code) return one.party
    return null
  }
  return {
    payer: at('20'),
    receiver: at('21'),
    provider: at('19'),
    subscriber: at('22'),
    patient: at('23'),
  }
}

/** The NM1 of the level with its PER. */
function partyIn(own: readonly Segment[], report: Report): Party | null {
  const start = own.findIndex(({ tag }) => tag === 'NM1')
  const nm1 = own[start]
  if (!nm1) return null
  const following = own.slice(start + 1)
  const end = following.findIndex(({ tag }) => !['N3', 'N4', 'PER', 'DMG'].includes(tag))
  return readParty([nm1, ...following.slice(0, end < 0 ? following.length : end)], report)
}
