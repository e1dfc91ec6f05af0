/**
 * Segments and loops in the order of the guide, which front ends walk (x12.md 1.3 to 1.6, 5.3):
 *
 *   HL PRV SBR PAT CUR NM1… | CLM DTP PWK CN1 AMT REF K3 NTE CR… HI HCP | NM1*DN P3 82 77 DQ PW 45 (2310)
 *   | SBR CAS AMT OI MIA MOA NM1*IL PR … (2320, 2330)
 *   | LX SV1 PWK … DTP QTY … REF AMT K3 NTE … NM1*82 QB 77 DQ DK DN P3 … (2420) SVD CAS DTP AMT (2430) LQ
 *
 * A party is NM1 N2 PRV N3 N4 DMG DTP REF PER wherever it stands.
 */
import { given, type Segment } from '../reader/segment.ts'
import type { Check, CheckRule, Fault } from './check-rule.ts'
import { type ClaimUnderCheck, headOf } from './under-check.ts'

export const segmentOrder: CheckRule = {
  slug: 'order/segment',
  snip: 1,
  severity: 'reject',
  sentence: 'Segments and loops stand in the order of the guide.',
  citation: 'x12.md 1.3 to 1.6, 5.3; TR3 2000 to 2430',
  fix: 'Move it to its place in the guide.',
}

/** By tag or role; a role that is missing has none. */
type Ranks = ReadonlyMap<string | null, number>

interface LoopOrder {
  readonly segments: Ranks
  /** Of its NM1, behind its own segments. */
  readonly roles: Ranks
}

const inOrder = (codes: string, from = 0): Ranks =>
  new Map(codes.split(' ').map((code, index) => [code, from + index]))
const roles = (codes: string) => inOrder(codes, 40)

const levelOrder: LoopOrder = {
  segments: inOrder('HL PRV SBR PAT CUR'),
  roles: new Map([...roles('85 87 PE'), ...roles('IL PR'), ...roles('QC')]),
}
const claimOrder: LoopOrder = {
  segments: inOrder('CLM DTP PWK CN1 AMT REF K3 NTE CR1 CR2 CRC HI HCP'),
  roles: new Map([...roles('DN 82 77 DQ PW 45'), ['P3', 40]]),
}
const otherPayerOrder: LoopOrder = {
  segments: inOrder('SBR CAS AMT OI MIA MOA'),
  roles: new Map([...roles('IL PR DN 82 77 DQ 85'), ['P3', 42]]),
}
const lineOrder: LoopOrder = {
  segments: new Map([
    ...inOrder('LX SV1 SV5 PWK CR1 CR3 CRC DTP QTY MEA CN1 REF AMT K3 NTE PS1 HCP LIN CTP'),
    ...inOrder('SVD LQ FRM', 80),
  ]),
  roles: new Map([...roles('82 QB 77 DQ DK DN PW 45'), ['P3', 45]]),
}
const partyOrder = inOrder('NM1 N2 PRV N3 N4 DMG DTP REF PER')
const decisionOrder = inOrder('SVD CAS DTP AMT')

/** Walks a level, or a claim with all below it, once. */
export function checkOrder(segments: readonly Segment[], fault: Fault): void {
  let loop = claimOrder
  let place = -1
  /** Of the party or decision that is open, and where it stands. */
  let inner: Ranks | null = null
  let innerPlace = 0
  for (const segment of segments) {
    const { tag } = segment
    if (tag === 'HL') loop = levelOrder
    else if (tag === 'LX' || (tag === 'SBR' && loop !== levelOrder)) {
      if (tag === 'SBR' && loop === lineOrder) fault(segment, null, 'SBR stands behind a line')
      loop = tag === 'LX' ? lineOrder : otherPayerOrder
      place = -1
      inner = null
    } else if (inner && tag !== 'NM1' && tag !== 'SVD' && inner.has(tag)) {
      const rank = inner.get(tag) ?? 0
      if (rank < innerPlace) fault(segment, null, `${tag} stands behind what follows it in the guide`)
      else innerPlace = rank
      continue
    }
    const rank = tag === 'NM1' ? loop.roles.get(given(segment, 1)) : loop.segments.get(tag)
    inner = tag === 'NM1' ? partyOrder : tag === 'SVD' ? decisionOrder : null
    innerPlace = 0
    if (rank === undefined) continue
    // What slipped is told; what stands right behind it is not.
    if (rank < place)
      fault(segment, tag === 'NM1' ? 1 : null, `${tag} stands behind what follows it in the guide`)
    else place = rank
  }
}

/** Referring and primary care providers stand in one loop, each once. */
const once: ReadonlySet<string> = new Set(['DN', 'P3', '82', '77', 'DQ', 'PW', '45'])

export const providerTwice: Check<ClaimUnderCheck> = {
  slug: 'claim/provider-twice',
  snip: 2,
  severity: 'reject',
  sentence: 'A claim and a line have one provider of each role.',
  citation: 'x12.md 1.3; TR3 2310, 2420',
  fix: 'Name another provider of the role at the lines where he served.',
  check({ claim }, fault) {
    for (const loop of [claim, ...claim.lines]) {
      const met = new Set<string>()
      for (const party of loop.parties) {
        if (once.has(party.role) && met.has(party.role))
          fault(headOf(party), 1, `NM1*${party.role} stands twice`)
        met.add(party.role)
      }
    }
  },
}
