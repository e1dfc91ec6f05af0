/**
 * One posting by itself: it has a cause in its practice, is a movement that this cause makes, between the accounts that
 * its key names; a mirror undoes its original to the cent, once (invariants I1, I9, I10, I12).
 */
import { type Finding, wrong } from './finding.ts'
import type { LedgerPosting } from './ledger-posting.ts'
import { knownCauses, type Movement, mirrorKeys, movements } from './movements.ts'

export function checkMovement(posting: LedgerPosting): readonly Finding[] {
  const { practice, id, batch, cause, cents, debit, credit, mirrors } = posting
  const tell = (check: string, off: number | null, says: string) =>
    wrong(practice, check, `posting/${id}`, off, says)
  if (cause === null) {
    return [
      tell(
        'posting/without-cause',
        cents,
        `its batch ${batch} is not in its practice: it was moved, or the batch was`,
      ),
    ]
  }
  const found: Finding[] = []
  if (cents <= 0 || debit === credit) {
    found.push(tell('posting/no-movement', cents, `moves ${cents} cents from ${credit} to ${debit}`))
  }
  if (mirrors > 1) found.push(tell('mirror/twice', cents * (mirrors - 1), `is taken back ${mirrors} times`))
  if (posting.reverses !== null) return [...found, ...checkMirror(posting)]
  // A cause that is not known at all is told once, by checkCauses.
  if (!knownCauses.includes(cause)) return found
  const called = movements.filter((each) => each.cause === cause && each.key.test(posting.key))
  if (called.length === 0) {
    found.push(
      tell('posting/unknown-kind', cents, `a ${cause} makes no posting that is called ${posting.key}`),
    )
  } else if (!called.some((each) => isMovement(each, posting))) {
    found.push(
      tell('posting/wrong-accounts', cents, `${posting.key} cannot move money from ${credit} to ${debit}`),
    )
  }
  return found
}

function isMovement(
  movement: Movement,
  { key, cause, causeKey, remittance, position, ...posting }: LedgerPosting,
): boolean {
  const named = movement.key.exec(key)?.groups ?? {}
  const filled: Names = { remittance, position: String(position), ...named }
  if (named.remittance !== undefined && named.remittance !== remittance) return false
  if (Number(named.position ?? 0) !== (named.match === undefined ? position : 0)) return false
  if (movement.causeKey !== undefined && fill(movement.causeKey, filled) !== causeKey) return false
  const goes = (debit: string, credit: string) =>
    movement.debit.some((each) => isAccount(fill(each, filled), debit)) &&
    movement.credit.some((each) => isAccount(fill(each, filled), credit))
  return goes(posting.debit, posting.credit) || (movement.bothWays && goes(posting.credit, posting.debit))
}

type Names = Readonly<Record<string, string>>

function fill(template: string, names: Names): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '')
}

function isAccount(pattern: string, account: string): boolean {
  const [steps, own] = [pattern.split(':'), account.split(':')]
  return (
    steps.length === own.length &&
    steps.every((step, place) => step === own[place] || (step === '*' && own[place] !== ''))
  )
}

function checkMirror(posting: LedgerPosting): readonly Finding[] {
  const { practice, id, key, cents, reverses, remittance, position, cause } = posting
  const tell = (check: string, off: number | null, says: string) =>
    wrong(practice, check, `posting/${id}`, off, says)
  if (posting.originalCents === null) {
    return [tell('mirror/of-nothing', cents, `takes posting ${reverses} back, which is not in its practice`)]
  }
  const found: Finding[] = []
  const called = mirrorKeys.filter((each) => each.cause.includes(cause ?? '') && each.key.test(key))
  const isCalled = called.some((each) => {
    const named = each.key.exec(key)?.groups ?? {}
    const isOfPlace = named.remittance === undefined || named.remittance === remittance
    const isOfClaim = named.position === undefined || Number(named.position) === position
    return Number(named.original) === reverses && isOfPlace && isOfClaim
  })
  if (!isCalled) {
    found.push(
      tell('mirror/wrong-key', cents, `a ${cause} that takes posting ${reverses} back is not called ${key}`),
    )
  }
  if (posting.originalReverses !== null) {
    found.push(tell('mirror/of-a-mirror', cents, `takes posting ${reverses} back, which is a mirror itself`))
  }
  if (reverses !== null && reverses >= id) {
    found.push(tell('mirror/before-original', cents, `takes posting ${reverses} back, which is not older`))
  }
  if (posting.originalCents !== cents) {
    const off = cents - posting.originalCents
    found.push(tell('mirror/another-amount', off, `takes ${cents} cents back of ${posting.originalCents}`))
  }
  if (!isSwapped(posting)) {
    const { debit, credit, originalDebit, originalCredit } = posting
    const says = `goes from ${credit} to ${debit}, its original from ${originalCredit} to ${originalDebit}`
    found.push(tell('mirror/other-accounts', cents, says))
  }
  return found
}

const legacy = 'unmatched:legacy'

/**
 * The account that the original was paid from is replaced by the one that the mirror pays back to: each remittance's
 * clearing account ends at 0 by itself.
 */
function isSwapped(posting: LedgerPosting): boolean {
  const { remittance, position, cause, originalRemittance, originalPosition } = posting
  const paidFrom = [
    `clearing:${originalRemittance}`,
    `unmatched:${originalRemittance}:${originalPosition}`,
    legacy,
  ]
  // Which of the two it waits in, its claim says: checkAnsweredClaim compares the cents.
  const paidTo =
    cause === 'match' ? [`unmatched:${remittance}:${position}`, legacy] : [`clearing:${remittance}`]
  const is = (account: string, original: string | null) =>
    remittance !== '' && original !== null && paidFrom.includes(original)
      ? paidTo.includes(account)
      : account === original
  return is(posting.debit, posting.originalCredit) && is(posting.credit, posting.originalDebit)
}
