/**
 * 2320, 2330 and 2430: other payers and what they decided (x12.md 1.6, 1.8 12 to 14).
 *
 *   SBR CAS AMT*D OI NM1*IL NM1*PR…PI*id DTP*573 | LX … SVD*id*paid CAS DTP*573
 */
import { isBefore } from '../claim/other-payer-rules.ts'
import type { AdjustmentRead } from '../claims/claim-read.ts'
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentAt, segmentIn } from './under-check.ts'

const turnTwice: Check<ClaimUnderCheck> = {
  slug: 'cob/turn-twice',
  snip: 4,
  severity: 'reject',
  sentence: 'Every payer of a claim has its own turn in SBR01.',
  citation: 'x12.md 1.6, 1.8 (14), 5.3; TR3 2000B SBR01, 2320 SBR01',
  fix: 'Give each payer its own place in the order.',
  check({ claim }, fault) {
    const met = new Set([claim.subscriber?.plan?.responsibility])
    for (const other of claim.otherPayers) {
      const turn = other.plan.responsibility
      if (turn !== null && turn !== 'U' && met.has(turn))
        fault(headOf(other), 1, `two payers have the turn ${turnSaid(turn)}`)
      met.add(turn)
    }
  },
}

function turnSaid(turn: string): string {
  return turn.length === 1 ? turn : 'of SBR01'
}

const nobodyBefore: Check<ClaimUnderCheck> = {
  slug: 'cob/nobody-before',
  snip: 4,
  severity: 'reject',
  sentence: 'A claim to a second or later payer names the payers before it.',
  citation: 'x12.md 1.6, 1.7; TR3 2320',
  fix: 'Give the payers before it with what they decided.',
  check({ claim }, fault) {
    const { subscriber, otherPayers } = claim
    if (otherPayers.length === 0 && subscriber && isBefore('P', subscriber.plan?.responsibility))
      fault(segmentIn(subscriber, 'SBR'), 1, 'the payer is not the first, and no 2320 names one before it')
  },
}

const undecided: Check<ClaimUnderCheck> = {
  slug: 'cob/undecided',
  snip: 4,
  severity: 'reject',
  sentence: 'A payer before this one has decided: AMT*D says what it paid, 0 included.',
  citation: 'x12.md 1.6; TR3 2320 AMT*D',
  fix: 'Wait for its remittance, and copy it from there.',
  check({ claim }, fault) {
    const turn = claim.subscriber?.plan?.responsibility
    for (const other of claim.otherPayers) {
      if (other.amounts.some(({ qualifier }) => qualifier === 'D')) continue
      if (isBefore(other.plan.responsibility, turn))
        fault(headOf(other), null, 'a payer before this one has no AMT*D')
      else if (other.adjustments.length > 0) fault(headOf(other), null, 'a payer adjusted and has no AMT*D')
    }
  },
}

const payerId: Check<ClaimUnderCheck> = {
  slug: 'cob/payer-id',
  snip: 4,
  severity: 'reject',
  sentence: 'Every other payer has a subscriber and an id of its own, by which its decisions are told apart.',
  citation: 'x12.md 1.6; TR3 2330A, 2330B NM109',
  fix: 'Give each payer its own id.',
  check({ claim }, fault) {
    const met = new Set<string>()
    for (const other of claim.otherPayers) {
      const { payer, subscriber } = other
      if (!subscriber) fault(headOf(other), null, 'the other payer has no NM1*IL')
      else if (subscriber.id === null) fault(headOf(subscriber), 9, 'its subscriber has no id')
      if (!payer) fault(headOf(other), null, 'the other payer has no NM1*PR')
      else if (payer.id === null) fault(headOf(payer), 9, 'the other payer has no id')
      else if (met.has(payer.id)) fault(headOf(payer), 9, 'two other payers have the same id')
      else met.add(payer.id)
    }
  },
}

const stranger: Check<ClaimUnderCheck> = {
  slug: 'cob/decision-of-a-stranger',
  snip: 4,
  severity: 'reject',
  sentence: 'SVD01 is the NM109 of one of the claim’s other payers.',
  citation: 'x12.md 1.6, 1.8 (13), 5.3; TR3 2430 SVD01, 2330B NM109',
  fix: 'Write the id of the payer as 2330B has it.',
  check({ claim }, fault) {
    const ids = new Set(claim.otherPayers.map(({ payer }) => payer?.id))
    for (const line of claim.lines) {
      for (const decision of line.decisions) {
        if (decision.payerId === null || !ids.has(decision.payerId))
          fault(headOf(decision), 1, `SVD01 of line ${line.position} is no other payer of the claim`)
      }
    }
  },
}

const decisionDate: Check<ClaimUnderCheck> = {
  slug: 'cob/decision-date',
  snip: 2,
  severity: 'reject',
  sentence: 'DTP*573 says when a payer decided: on each 2430, or in 2330B where no line says it.',
  citation: 'x12.md 1.6, 5.3; TR3 2430 DTP*573, 2330B DTP*573',
  fix: 'Enter the date of its remittance.',
  check({ claim }, fault) {
    const onLines = new Set<string | null>()
    for (const line of claim.lines) {
      for (const decision of line.decisions) {
        onLines.add(decision.payerId)
        // A day that does not exist was told when it was read.
        if (!segmentIn(decision, 'DTP'))
          fault(headOf(decision), null, `a decision on line ${line.position} has no DTP*573`)
      }
    }
    for (const other of claim.otherPayers) {
      const { payer } = other
      if (!payer || other.paidCents === null) continue
      const dated = segmentIn(payer, 'DTP')
      if (onLines.has(payer.id)) {
        if (dated) fault(dated, null, 'DTP*573 stands at lines and in 2330B')
      } else if (!dated) fault(headOf(payer), null, 'the payer decided, and DTP*573 is missing')
    }
  },
}

const assigned: ReadonlySet<string | null> = new Set(['Y', 'N', 'W'])
const released: ReadonlySet<string | null> = new Set(['Y', 'I'])

const answers: Check<ClaimUnderCheck> = {
  slug: 'cob/answers',
  snip: 2,
  severity: 'reject',
  sentence: 'OI is there: OI03 is Y, N or W, OI06 Y or I.',
  citation: 'x12.md 1.6, 5.3; TR3 2320 OI',
  fix: 'Write OI***Y***Y where the patient assigned benefits and released information.',
  check({ claim }, fault) {
    for (const other of claim.otherPayers) {
      const oi = segmentIn(other, 'OI')
      if (!oi) {
        fault(headOf(other), null, 'the other payer has no OI')
        continue
      }
      if (!assigned.has(other.assignmentOfBenefits)) fault(oi, 3, 'OI03 is none of Y, N, W')
      if (!released.has(other.releaseOfInformation)) fault(oi, 6, 'OI06 is neither Y nor I')
    }
  },
}

const count: Check<ClaimUnderCheck> = {
  slug: 'cob/payer-count',
  snip: 2,
  severity: 'reject',
  sentence: 'A claim has at most ten other payers.',
  citation: 'x12.md 1.3; TR3 2320',
  fix: 'Keep those that share in this claim.',
  check({ claim }, fault) {
    const beyond = claim.otherPayers[10]
    if (beyond) fault(headOf(beyond), null, `${claim.otherPayers.length} other payers are given and 10 fit`)
  },
}

const groups: ReadonlySet<string> = new Set(['CO', 'CR', 'OA', 'PI', 'PR'])

const adjustmentGroup: Check<ClaimUnderCheck> = {
  slug: 'cob/adjustment-group',
  snip: 5,
  severity: 'reject',
  sentence: 'CAS01 is CO, CR, OA, PI or PR.',
  citation: 'x12.md 1.6; TR3 2320 CAS01, 2430 CAS01',
  fix: 'Copy the adjustment from the payer’s remittance.',
  check({ claim }, fault) {
    const adjusted = [...claim.otherPayers, ...claim.lines.flatMap(({ decisions }) => decisions)]
    for (const loop of adjusted) {
      const wrong = loop.adjustments.find(isOfNoGroup)
      if (wrong) fault(segmentAt(loop, wrong.segment), 1, 'CAS01 is no group of adjustments')
    }
  },
}

/** A group that is missing was told when it was read. */
function isOfNoGroup({ group }: AdjustmentRead): boolean {
  return group !== null && !groups.has(group)
}

export const coordinationRules: readonly Check<ClaimUnderCheck>[] = [
  turnTwice,
  nobodyBefore,
  undecided,
  payerId,
  stranger,
  decisionDate,
  answers,
  count,
  adjustmentGroup,
]
