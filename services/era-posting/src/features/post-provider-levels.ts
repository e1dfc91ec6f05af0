/**
 * Posts what a remittance adjusts at the provider's level, after its claims: what they taught of numbers tells which
 * claim a reference names, of this remittance and of earlier ones.
 */
import { assert } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { clearing } from '../domain/account.ts'
import { type KnownNumbers, type Named, namedClaim, namesNobody } from '../domain/named-claim.ts'
import {
  accountOfLevel,
  chainOfLevel,
  isCarried,
  type ProviderLevel,
  postProviderLevels,
} from '../domain/post-provider-level.ts'
import { accountsOfChains, type Carried, postChains } from '../domain/recoupment-chain.ts'
import { knownNumbers } from '../store/find-claims.ts'
import {
  type Adjusted,
  linkedTo,
  moveLevels,
  nameClaims,
  saveNames,
  saveProviderLevels,
  unnamedOf,
} from '../store/provider-adjustments.ts'
import type { PostingSession } from './posting-session.ts'

export async function postLevels(session: PostingSession, levels: readonly ProviderLevel[]): Promise<void> {
  const { work } = session
  const adjusted = adjustedOf(session)
  const { remittanceId, payerId } = adjusted
  const carried = levels.filter(isCarried)
  const known = await knownNumbers(
    work,
    carried.flatMap(({ code, reference }) => (code === 'FB' ? [] : reference)),
  )
  const placed = levels.map((level) => {
    const account = isCarried(level) ? 'none' : accountOfLevel(level, payerId)
    const chain = isCarried(level) ? 'none' : chainOfLevel(level, payerId, tokenIn(work))
    return { ...level, account, chain, ...claimOf(level, known) }
  })
  await saveProviderLevels(work, adjusted, placed)
  await session.write(postProviderLevels(levels, remittanceId, payerId))
  await link(
    session,
    placed.filter(isCarried).map((level) => ({ ...level, ...adjusted, account: null })),
  )
}

/** References that named nobody may name a claim of which this session learnt the numbers. */
export async function linkAgain(session: PostingSession): Promise<void> {
  const { work, numbers } = session
  if (numbers.size === 0) return
  const named = (await unnamedOf(work, adjustedOf(session).payerId)).flatMap((each) => {
    const named = namedClaim(each.reference, numbers)
    return named.namedBy > each.namedBy ? [{ ...each, ...named }] : []
  })
  await nameClaims(work, named)
  await link(session, named)
}

/** `changed` are new, or bear a new name. */
async function link(session: PostingSession, changed: readonly Carried[]): Promise<void> {
  if (changed.length === 0) return
  const { work } = session
  const { payerId } = adjustedOf(session)
  // With those that a name given up linked, too: their account may be another one now.
  const before = await linkedTo(work, changed)
  await saveNames(work, payerId, changed)
  const isNew = (each: Carried) =>
    changed.some(
      ({ remittanceId, position, account }) =>
        account === null && remittanceId === each.remittanceId && position === each.position,
    )
  const linked = (await linkedTo(work, [...before, ...changed])).map((each) =>
    isNew(each) ? { ...each, account: null } : each,
  )
  assert(linked.length >= changed.length, 'an adjustment is linked to itself')
  const placed = accountsOfChains(linked, payerId, tokenIn(work))
  await moveLevels(
    work,
    placed.filter(({ carried, account }) => carried.account !== account),
  )
  await session.write(postChains(placed, clearing, work.newId()))
}

/** An FB refers to a remittance. */
function claimOf({ code, reference }: ProviderLevel, known: KnownNumbers): Named {
  return code === 'FB' || !isCarried({ code }) ? namesNobody : namedClaim(reference, known)
}

function adjustedOf({ row }: PostingSession): Adjusted {
  return { remittanceId: row.id, payerId: row.payer_id ?? 'unknown', trace: row.trace_number }
}

function tokenIn(work: Work): (reference: string) => string {
  return (reference) => work.keys.lookup('payer-reference', reference).toString('hex').slice(0, 26)
}
