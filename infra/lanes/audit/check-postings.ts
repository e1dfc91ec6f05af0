/** Every posting once, by itself and together with those of its claim of a remittance. */
import { type AnsweredClaim, answeredClaims } from './answered-claim.ts'
import { checkAnsweredClaim } from './check-answered-claim.ts'
import { checkMovement } from './check-movement.ts'
import { type Tell, wrong } from './finding.ts'
import { type LedgerPosting, ledgerPostings } from './ledger-posting.ts'
import { keyOf, mergeSorted } from './merge-sorted.ts'
import type { Snapshot } from './snapshot.ts'

export async function checkPostings(snapshot: Snapshot, tell: Tell): Promise<void> {
  const places = mergeSorted<AnsweredClaim, LedgerPosting>(
    { rows: answeredClaims(snapshot), keyOf: placeOf },
    { rows: ofClaims(ledgerPostings(snapshot), tell), keyOf: placeOf },
  )
  for await (const { left, right } of places) {
    // Twice where a version stands twice, which checkClaimVersions tells.
    const [claim] = left
    if (claim) for (const found of checkAnsweredClaim(claim, right)) tell(found)
    else for (const posting of right) tell(ofNoClaim(posting))
  }
}

function placeOf({
  practice,
  remittance,
  position,
}: Pick<LedgerPosting, 'practice' | 'remittance' | 'position'>): string {
  return keyOf(practice, remittance, position)
}

/** Checks each of `postings` by itself; those that belong to no claim of a remittance end here. */
async function* ofClaims(postings: AsyncIterable<LedgerPosting>, tell: Tell): AsyncGenerator<LedgerPosting> {
  for await (const posting of postings) {
    for (const found of checkMovement(posting)) tell(found)
    if (posting.remittance !== '' && posting.position > 0) yield posting
  }
}

function ofNoClaim({ practice, remittance, position, id, cents }: LedgerPosting) {
  const says = `posting ${id} is of it, but the remittance has no such claim`
  return wrong(practice, 'claim/not-there', `remittance/${remittance}/claim/${position}`, cents, says)
}
