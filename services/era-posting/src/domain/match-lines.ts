/**
 * Which charge line each SVC answers: by REF*6R, else by procedure as sent with its modifiers and its charge,
 * else by procedure, else by its place. A line that the payer split comes back in several SVC (RFI 137, 2399):
 * those are pieces of one charge line.
 */
import type { RemittanceLine } from '@tally/x12'
import type { BilledLine } from './claim.ts'

/** The charge line of each SVC, in their order; null: one of them has none, so that nothing is posted to any. */
export function matchLines(
  answered: readonly RemittanceLine[],
  billed: readonly BilledLine[],
): readonly string[] | null {
  const found = new Map<number, string>()
  const free = () => billed.filter(({ chargeLineId }) => ![...found.values()].includes(chargeLineId))
  const open = () => answered.filter(({ position }) => !found.has(position))
  for (const { position, lineControlNumber } of answered) {
    if (billed.some(({ chargeLineId }) => chargeLineId === lineControlNumber)) {
      found.set(position, lineControlNumber ?? '')
    }
  }
  // As nearly all are.
  if (found.size === answered.length) return answered.map(({ position }) => found.get(position) ?? '')
  for (const isLike of likenesses) {
    for (const line of open()) {
      const like = free().find((each) => isLike(line, each))
      if (like) found.set(line.position, like.chargeLineId)
    }
  }
  for (const line of open()) {
    const [only, ...others] = billed.filter((each) => isOfProcedure(line, each))
    if (only && others.length === 0) found.set(line.position, only.chargeLineId)
  }
  const [rest, left] = [open(), free()]
  if (rest.length === left.length) {
    for (const [place, { chargeLineId }] of left.entries())
      found.set(rest[place]?.position ?? 0, chargeLineId)
  }
  return open().length === 0 ? answered.map(({ position }) => found.get(position) ?? '') : null
}

const likenesses: readonly ((answered: RemittanceLine, billed: BilledLine) => boolean)[] = [
  (answered, billed) =>
    isOfProcedure(answered, billed) && haveOneCharge(answered, billed) && haveSameModifiers(answered, billed),
  (answered, billed) => isOfProcedure(answered, billed) && haveOneCharge(answered, billed),
  isOfProcedure,
]

/** SVC06 is the procedure as sent, where the payer paid another. */
function sentAs(answered: RemittanceLine) {
  return answered.submittedProcedure ?? answered
}

function isOfProcedure(answered: RemittanceLine, { procedureCode }: BilledLine): boolean {
  return sentAs(answered).procedureCode === procedureCode
}

function haveOneCharge(answered: RemittanceLine, { chargeCents }: BilledLine): boolean {
  return answered.chargeCents === chargeCents
}

function haveSameModifiers(answered: RemittanceLine, { modifiers }: BilledLine): boolean {
  const sent = sentAs(answered).modifiers
  return sent.length === modifiers.length && modifiers.every((modifier) => sent.includes(modifier))
}
