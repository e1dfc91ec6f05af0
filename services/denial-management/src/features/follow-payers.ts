/**
 * Hears a payer’s entry in the directory: its denials are dated by it from now on. Those that are open are found a page of claims at
 * a time, each page a transaction that says where the next one begins, and each claim is dated in one of its own: what a payer
 * decides meanwhile waits for a single claim, not for all that this payer ever denied.
 */
import { payerProfileChanged } from '@tally/contracts'
import { plusMilliseconds } from '@tally/kernel'
import { deadline, hears, on, setDeadline, type Work } from '@tally/platform'
import { lockKnownClaim } from '../store/claims.ts'
import { claimsDeniedBy } from '../store/denials.ts'
import { savePayer } from '../store/payers.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { dateAll } from './date-anew.ts'

/** Its subject is the claim after which its page begins, and the payer. */
const payerChanged = 'date-for-payer'
/** Its subject is the claim. */
const dateAgain = 'date-claim'

const pageMax = 500

export const followPayers = hears('follow-payers', [
  on(payerProfileChanged, async (work, { data }) => {
    const { payerId: id, version, payerFamily: family, appealDays, acceptsReplacement } = data
    if (!(await savePayer(work, { id, version, family, appealDays, acceptsReplacement }))) return
    await findPage(work, id, '')
  }),
])

/** After the transaction at hand: a denial that is opened meanwhile by the entry before is found too. */
function findPage(work: Work, payerId: string, after: string): Promise<void> {
  return setDeadline(work, payerChanged, `${after} ${payerId}`, work.now)
}

export const findClaimsOfPayer = deadline(payerChanged, async (work, subject) => {
  // No id has a space in it.
  const [after = '', ...payer] = subject.split(' ')
  const payerId = payer.join(' ')
  const page = await claimsDeniedBy(work, payerId, after, pageMax)
  for (const [place, claimId] of page.entries()) {
    // All of them are due; the first ones the longest.
    await setDeadline(work, dateAgain, claimId, plusMilliseconds(work.now, place - pageMax))
  }
  const last = page.at(-1)
  if (last !== undefined && page.length === pageMax) await findPage(work, payerId, last)
})

export const dateClaimAgain = deadline(dateAgain, async (work, claimId) => {
  const claim = await lockKnownClaim(work, claimId)
  if (claim) await dateAll(work, claim, await practiceZone(work))
})
