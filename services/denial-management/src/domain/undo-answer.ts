/**
 * An answer that a person found to be another claim's, and what follows: the claim and its denials stand as if it had never come.
 * What another answer, a later version or a void has decided since stands as that left it.
 */
import { type ClaimStanding, type Decision, withoutDecision } from './claim-standing.ts'
import { type Denial, isSameWork, resolved } from './denial.ts'

/** The answer's part of a remittance. */
export interface Undone {
  readonly remittanceId: string
  /** None: the claim as a whole. */
  readonly lines: readonly { readonly chargeLineId: string }[]
}

export const undoneByHand = 'payment/undone-by-hand'

export function claimWithout(claim: ClaimStanding, { remittanceId, lines }: Undone): ClaimStanding {
  const place = claim.decisions.findIndex((decision) => decision.remittanceId === remittanceId)
  const undone = claim.decisions[place]
  if (!undone) return claim
  // The same remittance may have answered the claim's other lines in another place.
  const left = undone.lines.filter(({ chargeLineId }) => chargeLineId !== null && !isOf(lines, chargeLineId))
  if (left.length > 0) {
    return { ...claim, decisions: claim.decisions.with(place, { ...undone, lines: left }) }
  }
  const decisions = withoutDecision(claim.decisions, remittanceId)
  const { before } = undone
  const next = decisions[place]
  if (!before) return { ...claim, decisions }
  // What came after it found the claim as this one had.
  if (next) return { ...claim, decisions: decisions.with(place, { ...next, before }) }
  const stands = claim.standing === 'adjudicated' ? before : claim
  return {
    ...{ ...claim, ...before, decisions, takenBack: claim.takenBack ?? before.takenBack },
    ...{ standing: stands.standing, unansweredFor: stands.unansweredFor },
  }
}

export interface UndoneDenials {
  /** Only the answer had opened them. */
  readonly ended: readonly Denial[]
  /** As they stood before it, with the appeal that it had ended. */
  readonly restored: readonly Denial[]
}

/** `denials` are those of the answer, `unresolved` all of the claim's; `claim` is as it stands with the answer. */
export function undoAnswer(
  denials: readonly Denial[],
  unresolved: readonly Denial[],
  claim: ClaimStanding,
  { remittanceId, lines }: Undone,
): UndoneDenials {
  const touched = denials.filter(
    ({ chargeLineId }) => chargeLineId === null || lines.length === 0 || isOf(lines, chargeLineId),
  )
  const ended = touched.filter(
    (denial) => denial.before === null && denial.source === 'payment' && denial.remittanceId === remittanceId,
  )
  const place = claim.decisions.findIndex((decision) => decision.remittanceId === remittanceId)
  const since = place < 0 ? [] : claim.decisions.slice(place + 1)
  const others = unresolved.filter((each) => !ended.some(({ id }) => id === each.id))
  const restored = touched.flatMap((denial) => {
    const { before, coverageOrder, status } = denial
    if (before?.by !== remittanceId || before.version !== denial.version) return []
    const { was } = before
    if (claim.standing === 'voided' || was.claimVersion < claim.claimVersion) return []
    const isFirstPayers = coverageOrder === claim.coverageOrder
    if (isFirstPayers && since.some((decision) => decides(decision, denial.chargeLineId))) return []
    if (status === 'resolved' && others.some((other) => isSameWork(other, denial))) return []
    return [{ ...denial, ...was, version: denial.version + 1, before: null }]
  })
  return { ended: ended.map((denial) => resolved(denial, 'closed', undoneByHand)), restored }
}

function isOf(lines: Undone['lines'], id: string): boolean {
  return lines.some(({ chargeLineId }) => chargeLineId === id)
}

function decides({ lines }: Decision, id: string | null): boolean {
  return lines.some(({ chargeLineId }) => id === null || chargeLineId === null || chargeLineId === id)
}
