/**
 * Each claim of a remittance against its postings (I3, I4, I7, I9): what it pays left the clearing account for it, what it
 * charged left the receivables of the claim version that it answers, line by line; one that was taken back, or found no
 * claim, left nothing on any receivable. What pays once more what was paid leaves its payment alone, beside the answer that
 * has its adjustments; and what its payer left to the patient of a line that is charged no more went back, or never left.
 */
import type { AnsweredClaim, BilledLine } from './answered-claim.ts'
import { doubt, type Finding, wrong } from './finding.ts'
import { type LedgerPosting, stepsOf, takenFrom } from './ledger-posting.ts'

/** `postings`: those of the batches of its remittance, at its position. */
export function checkAnsweredClaim(
  claim: AnsweredClaim,
  postings: readonly LedgerPosting[],
): readonly Finding[] {
  return [
    ...checkPayment(claim, postings),
    ...checkMatch(claim),
    ...checkTakenBack(claim, postings),
    ...(stands(claim)
      ? checkStanding(claim, answeredBy(postings))
      : checkNothingStands(claim, standingOf(postings))),
  ]
}

function tell(
  { practice, remittance, position }: AnsweredClaim,
  check: string,
  cents: number | null,
  says: string,
): Finding {
  return wrong(practice, check, `remittance/${remittance}/claim/${position}`, cents, says)
}

function wonder(
  { practice, remittance, position }: AnsweredClaim,
  check: string,
  cents: number | null,
  says: string,
): Finding {
  return doubt(practice, check, `remittance/${remittance}/claim/${position}`, cents, says)
}

function stands({ outcome, takenBack }: AnsweredClaim): boolean {
  return outcome === 'posted' && takenBack === 0
}

/** What neither is a mirror nor has one, and moves a receivable. */
function standingOf(postings: readonly LedgerPosting[]): readonly LedgerPosting[] {
  return postings.filter(
    ({ reverses, mirrors, debit, credit }) =>
      reverses === null && mirrors === 0 && (isReceivable(debit) || isReceivable(credit)),
  )
}

/** The same, and what a charge took back since: the answer said it. */
function answeredBy(postings: readonly LedgerPosting[]): readonly LedgerPosting[] {
  const taken = postings.filter(
    ({ reverses, mirrors, uncharged }) => reverses === null && mirrors === 1 && uncharged,
  )
  return [...standingOf(postings), ...taken]
}

function isReceivable(account: string): boolean {
  return account.startsWith('receivable:') || account.startsWith('denied:')
}

function checkPayment(claim: AnsweredClaim, postings: readonly LedgerPosting[]): readonly Finding[] {
  const { remittance, outcome, because, paidCents } = claim
  const found: Finding[] = []
  const paid = -takenAway(`clearing:${remittance}`, postings)
  if (paid !== paidCents) {
    const says = `the remittance pays ${paidCents} cents for it, ${paid} left its clearing account`
    found.push(tell(claim, 'claim/payment', paid - paidCents, says))
  }
  const waits = takenAway(waitingAccount(claim), postings)
  // Of an EOB that was taken back it left by a batch of no remittance, and checkAccounts looks at what is left.
  const shouldWait = outcome === 'unmatched' || because === 'eob/taken-back' ? paidCents : 0
  if (waits !== shouldWait) {
    const says = `it is ${outcome}: ${shouldWait} cents should wait in unmatched, ${waits} do`
    found.push(tell(claim, 'claim/waiting', waits - shouldWait, says))
  }
  return found
}

function waitingAccount({ remittance, position, legacy }: AnsweredClaim): string {
  return legacy ? 'unmatched:legacy' : `unmatched:${remittance}:${position}`
}

function takenAway(account: string, postings: readonly LedgerPosting[]): number {
  return postings.reduce((sum, posting) => sum + takenFrom(account, posting), 0)
}

/** Whose it is, and that the version it answers asked for this charge. */
function checkMatch(claim: AnsweredClaim): readonly Finding[] {
  const { outcome, version, tier, chargeCents, status, coverageOrder, versionCents, lines } = claim
  if (outcome === 'unmatched' || outcome === 'no-money') {
    return claim.claim === null
      ? []
      : [tell(claim, 'claim/matched', null, `it is ${outcome} but names claim ${claim.claim}`)]
  }
  if (claim.claim === null)
    return [tell(claim, 'claim/matched', chargeCents, `it is ${outcome} but names no claim`)]
  if (coverageOrder === null) {
    return [tell(claim, 'claim/unknown', chargeCents, `claim ${claim.claim} is not in its practice`)]
  }
  if (versionCents === null || lines === null) {
    return [tell(claim, 'claim/version', chargeCents, `claim ${claim.claim} has no version ${version}`)]
  }
  const found: Finding[] = []
  const asked = status === '22' ? -versionCents : versionCents
  // A person who matches it has looked at the charge.
  if (tier !== 7 && asked !== chargeCents) {
    const says = `version ${version} of claim ${claim.claim} asked for ${asked} cents, it answers ${chargeCents}`
    found.push(tell(claim, 'claim/charge', chargeCents - asked, says))
  }
  if ((outcome === 'reversed') !== (status === '22')) {
    found.push(tell(claim, 'claim/status', chargeCents, `it is ${outcome} with status ${status}`))
  }
  return found
}

/** The answer that it takes back, or supersedes: of the same claim, with the opposite amounts, once. */
function checkTakenBack(claim: AnsweredClaim, postings: readonly LedgerPosting[]): readonly Finding[] {
  const { outcome, takenBack, reversesRemittance, reversesPosition, originalOutcome } = claim
  const found: Finding[] = []
  if (takenBack > 1)
    found.push(tell(claim, 'claim/taken-back-twice', claim.paidCents, `${takenBack} take it back`))
  found.push(...checkMirrored(claim, postings))
  if (reversesRemittance === null) {
    if (outcome === 'reversed')
      found.push(tell(claim, 'claim/reverses', claim.paidCents, 'it takes nothing back'))
    return found
  }
  const original = `claim ${reversesPosition} of remittance ${reversesRemittance}`
  if (originalOutcome !== 'posted') {
    const says = `it takes ${original} back, which is ${originalOutcome ?? 'not there'}`
    return [...found, tell(claim, 'claim/reverses', claim.paidCents, says)]
  }
  if (claim.originalClaim !== claim.claim) {
    const says = `it is of claim ${claim.claim}, but takes ${original} back, of claim ${claim.originalClaim}`
    found.push(tell(claim, 'claim/reverses', claim.paidCents, says))
  }
  const chargeOff = claim.chargeCents + (claim.originalChargeCents ?? 0)
  const paidOff = claim.paidCents + (claim.originalPaidCents ?? 0)
  if (outcome === 'reversed' && (chargeOff !== 0 || paidOff !== 0)) {
    const says = `it and ${original} leave ${chargeOff} cents charged and ${paidOff} paid`
    found.push(tell(claim, 'claim/reverses', paidOff, says))
  }
  if (outcome === 'posted' && claim.originalPaidCents !== 0) {
    const says = `it takes the place of ${original}, which paid ${claim.originalPaidCents} cents`
    found.push(tell(claim, 'claim/reverses', claim.originalPaidCents, says))
  }
  return found
}

/** Mirrors at its place are of what it takes back, of a match of its own that a person took apart, or of a resolution. */
function checkMirrored(claim: AnsweredClaim, postings: readonly LedgerPosting[]): readonly Finding[] {
  const { remittance, position, reversesRemittance, reversesPosition } = claim
  const isKnown = ({ originalCause, originalRemittance, originalPosition }: LedgerPosting) =>
    originalCause === 'denial' ||
    (originalRemittance === remittance && originalPosition === position) ||
    (originalRemittance === reversesRemittance && originalPosition === reversesPosition)
  return postings
    .filter((each) => each.reverses !== null && each.originalCents !== null && !isKnown(each))
    .map(({ id, reverses, cents }) => {
      const says = `posting ${id} takes posting ${reverses} back, which is of another claim than it does`
      return tell(claim, 'claim/mirrors-another', cents, says)
    })
}

function checkNothingStands(claim: AnsweredClaim, standing: readonly LedgerPosting[]): readonly Finding[] {
  const { outcome, takenBack } = claim
  const why = takenBack > 0 ? 'taken back' : outcome
  return standing.map(({ id, cents, debit, credit }) =>
    tell(
      claim,
      'claim/still-posted',
      cents,
      `it is ${why}, but posting ${id} stands, from ${credit} to ${debit}`,
    ),
  )
}

function checkStanding(claim: AnsweredClaim, standing: readonly LedgerPosting[]): readonly Finding[] {
  const { remittance, paidCents, chargeCents, coverageOrder, denied } = claim
  if (coverageOrder === null) return []
  const found: Finding[] = []
  const waited = takenAway(waitingAccount(claim), standing)
  const paid = -takenAway(`clearing:${remittance}`, standing) - waited
  if (paid !== paidCents) {
    const says = `it pays ${paidCents} cents, ${paid} reached its receivables`
    found.push(tell(claim, 'claim/paid', paid - paidCents, says))
  }
  const left = leftByLine(coverageOrder, standing)
  const total = [...left.values()].reduce((sum, each) => sum + each, 0)
  if (claim.because === 'claim/paid-again') {
    if (total !== paidCents) {
      const says = `it pays ${paidCents} cents once more, ${total} left its receivables`
      found.push(tell(claim, 'claim/adjudicated', total - paidCents, says))
    }
    if (claim.paidBefore === 0) {
      const says = 'it posts its payment alone, and no answer that stands paid the same'
      found.push(tell(claim, 'claim/paid-again', paidCents, says))
    }
    return found
  }
  // What payers before paid or adjusted is in a later payer's charge, and was posted from their own remittances.
  if (coverageOrder === 1 && total !== chargeCents && !isLeftAtPayer(claim, chargeCents - total)) {
    const says = `it answers a charge of ${chargeCents} cents, ${total} left its receivables`
    found.push(tell(claim, 'claim/adjudicated', total - chargeCents, says))
  }
  found.push(...checkLines(claim, left, standing))
  const refused = standing.some(({ debit }) => debit.startsWith('denied:open:'))
  if (denied && !refused) {
    found.push(
      wonder(claim, 'claim/denied', chargeCents, 'it is denied, but nothing of it was posted as open'),
    )
  }
  return refused ? found : [...found, ...checkPatientShare(claim, standing)]
}

/** What would be the patient's of a line that was charged no more when it was answered; CLP05 says how much it may be. */
function isLeftAtPayer({ hasUncharged, patientCents, chargeCents }: AnsweredClaim, cents: number): boolean {
  return hasUncharged && cents > 0 && cents <= (patientCents ?? chargeCents)
}

/** A warning alone: payers differ in what they count as the patient's (I8). */
function checkPatientShare(claim: AnsweredClaim, standing: readonly LedgerPosting[]): readonly Finding[] {
  const { patientCents, coverageOrder, hasUncharged } = claim
  if (patientCents === null || hasUncharged) return []
  const isLater = (account: string) => account.startsWith('receivable:') && !isOfOrder(account, coverageOrder)
  const left = standing.reduce((sum, { debit, credit, cents }) => {
    return sum + (isLater(debit) ? cents : 0) - (isLater(credit) ? cents : 0)
  }, 0)
  const says = `it leaves ${patientCents} cents to the patient, ${left} went to him or to his next payer`
  return left === patientCents ? [] : [wonder(claim, 'claim/patient-share', left - patientCents, says)]
}

function isOfOrder(account: string, order: number | null): boolean {
  const [, whose, , at] = stepsOf(account)
  return whose === 'payer' && at === String(order)
}

/** What left the payer's receivable of each charge line. */
function leftByLine(order: number, standing: readonly LedgerPosting[]): ReadonlyMap<string, number> {
  const left = new Map<string, number>()
  for (const posting of standing) {
    for (const account of [posting.debit, posting.credit]) {
      const [kind, whose, line = '', at] = stepsOf(account)
      if (kind !== 'receivable' || whose !== 'payer' || at !== String(order)) continue
      left.set(line, (left.get(line) ?? 0) + takenFrom(account, posting))
    }
  }
  return left
}

function checkLines(
  claim: AnsweredClaim,
  left: ReadonlyMap<string, number>,
  standing: readonly LedgerPosting[],
): readonly Finding[] {
  const { lines, patient, coverageOrder, claim: id, version } = claim
  if (!lines) return []
  const found: Finding[] = []
  const billed = new Map(lines.map((line: BilledLine) => [line.chargeLineId, line.chargeCents]))
  for (const { id: posting, debit, credit, cents } of standing) {
    for (const account of [debit, credit]) {
      const [kind, whose, third, fourth] = stepsOf(account)
      if (kind === 'receivable' && whose === 'patient' && third !== patient) {
        const says = `posting ${posting} is on ${account}, but its patient is ${patient}`
        found.push(tell(claim, 'claim/another-patient', cents, says))
      }
      const line = whose === 'patient' ? fourth : third
      if (isReceivable(account) && !billed.has(line ?? '')) {
        const says = `posting ${posting} is on ${account}, which version ${version} of claim ${id} did not bill`
        found.push(tell(claim, 'claim/another-line', cents, says))
      }
    }
  }
  if (coverageOrder !== 1) return found
  for (const [line, cents] of billed) {
    const off = (left.get(line) ?? 0) - cents
    // Payers bundle lines and report their charges as they decided on them.
    if (off === 0 || isLeftAtPayer(claim, -off)) continue
    const says = `${cents} cents were billed for charge line ${line}, ${cents + off} left its receivable`
    found.push(wonder(claim, 'claim/line', off, says))
  }
  return found
}
