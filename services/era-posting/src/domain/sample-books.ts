/**
 * A practice's books in memory, for tests: claims that were sent, and what remittances do to them in whatever order they
 * come. Only the decisions are the real ones; what stores and jobs do around them is told again here.
 */
import { assert, cents } from '@tally/kernel'
import type { Remittance, RemittanceClaim } from '@tally/x12'
import { clearing, due, receivableOfPayer, unmatched } from './account.ts'
import { amongAnswers } from './among-answers.ts'
import type { ChargeDay } from './book-charges.ts'
import { foldedNumber, type KnownClaim, plainPayerNumber } from './claim.ts'
import { claimOutcome } from './claim-outcome.ts'
import { brokenClaims, judgeRemittance } from './judge-remittance.ts'
import { matchClaim } from './match-claim.ts'
import { gatherNumbers, namedClaim, namesNobody } from './named-claim.ts'
import { accountsAt } from './open-balance.ts'
import { postAnswer } from './post-answer.ts'
import { isCarried, postProviderLevels, providerLevels } from './post-provider-level.ts'
import { balanceOf, type Posting, post, type StoredPosting } from './posting.ts'
import { accountsOfChains, type Carried, postChains } from './recoupment-chain.ts'
import { originalOf, reverseClaim } from './reverse-claim.ts'
import { type SampleRemittance, sampleRead } from './sample-remittance.ts'

/** A claim of one line that was charged and sent to the first payer. */
export interface SampleSent {
  readonly number: string
  readonly charge: number
}

interface Answered {
  readonly remittanceId: string
  readonly claim: RemittanceClaim
  readonly broken: string | undefined
  became: 'posted' | 'reversed' | 'unmatched' | 'no-money'
  claimId: string | null
  reverses: Answered | null
  readonly paidOn: string | null
  silent: boolean
  again: boolean
}

type Posts = Extract<ReturnType<typeof claimOutcome>, { readonly kind: 'posts' }>
type Level = Carried & { readonly payerId: string }

export class SampleBooks {
  readonly #claims: readonly KnownClaim[]
  readonly #days: ReadonlyMap<string, ChargeDay>
  readonly #learnt = new Map<string, Set<string>>()
  readonly #numbers = gatherNumbers()
  readonly #known: { readonly remittance: Remittance; readonly id: string; readonly posted: boolean }[] = []
  readonly #answers: Answered[] = []
  readonly #postings: (StoredPosting & { readonly of: string })[] = []
  #levels: readonly Level[] = []

  constructor(sent: readonly SampleSent[]) {
    this.#claims = sent.map(claimOf)
    this.#days = new Map(this.#claims.map((claim) => [claim.id, dayOf(claim)]))
    for (const { id, versions } of this.#claims) this.#numbers.add(id, versions[0]?.claimNumber ?? '', null)
  }

  /** How it was judged. */
  arrives(sample: SampleRemittance): string {
    const remittance = sampleRead(sample)
    const id = `R-${remittance.traceNumber}-${remittance.digest?.slice(0, 4)}`
    const earlier = this.#known.flatMap(({ remittance: other, id: otherId, posted }) => {
      const [sameContent, sameTrace] = [
        other.digest === remittance.digest,
        other.traceNumber === remittance.traceNumber,
      ]
      const status = posted ? ('posted' as const) : ('quarantined' as const)
      return sameContent || sameTrace ? [{ id: otherId, status, because: null, sameContent }] : []
    })
    const judgement = judgeRemittance(remittance, earlier, true)
    if (judgement.kind === 'duplicate') return 'duplicate'
    this.#known.push({ remittance, id, posted: judgement.kind === 'post' })
    if (judgement.kind !== 'post') return judgement.because
    this.#postAll(remittance, id)
    assert(this.#on(clearing(id)) === 0, 'what is posted clears')
    this.#lookAgain(remittance.payerId)
    return 'posted'
  }

  /** Of every account that holds something. */
  balances(): Readonly<Record<string, number>> {
    const accounts = new Set(this.#postings.flatMap(({ debit, credit }) => [debit, credit]))
    const all = [...accounts].map((account): [string, number] => [account, this.#on(account)])
    return Object.fromEntries(all.filter(([, balance]) => balance !== 0).sort())
  }

  #on(account: string) {
    return balanceOf(account, this.#postings)
  }

  #write(all: readonly Posting[], of: string) {
    for (const posting of all) {
      assert(!this.#postings.some(({ key }) => key === posting.key), `${posting.key} is posted once`)
      this.#postings.push({ ...posting, id: this.#postings.length + 1, of })
    }
  }

  #postAll(remittance: Remittance, id: string) {
    const trace = `${remittance.originatorId}${remittance.traceNumber}`
    this.#write(post(due(trace), clearing(id), remittance.paymentCents ?? cents(0), `${id}/payment`), id)
    const broken = brokenClaims(remittance)
    for (const claim of remittance.claims) {
      const each: Answered = {
        ...{ remittanceId: id, claim, broken: broken.get(claim.position) },
        ...{ became: 'unmatched', claimId: null, reverses: null, silent: false, again: false },
        paidOn: remittance.paidOn,
      }
      this.#answers.push(each)
      this.#answer(each, remittance.payerId, clearing(id))
      if (each.became !== 'unmatched') continue
      const [waits, place] = [unmatched(id, claim.position), `${id}/${claim.position}`]
      this.#write(post(clearing(id), waits, claim.paidCents, place), place)
    }
    this.#postLevels(remittance, id)
  }

  /** Until nothing more is matched. */
  #lookAgain(payerId: string | null) {
    const waiting = () => this.#answers.filter(({ became }) => became === 'unmatched')
    for (let before = -1; before !== waiting().length; ) {
      before = waiting().length
      for (const each of waiting()) {
        this.#answer(each, payerId, unmatched(each.remittanceId, each.claim.position))
      }
    }
  }

  #answer(each: Answered, payerId: string | null, paidFrom: string) {
    const found = matchClaim(each.claim, candidates(this.#claims, this.#learnt), payerId)
    const day = found.kind === 'matched' ? this.#days.get(found.claim.id) : undefined
    const outcome = claimOutcome(each.claim, found, each.broken, day)
    if (outcome.kind === 'no-money') each.became = 'no-money'
    if (outcome.kind === 'unmatched' || outcome.kind === 'no-money') return
    const { claim, version } = outcome.matched
    const isDone =
      outcome.kind === 'posts' ? this.#post(each, outcome, paidFrom) : this.#takeBack(each, claim, paidFrom)
    if (!isDone) return
    each.claimId = claim.id
    const { payerClaimNumber } = each.claim
    this.#numbers.add(claim.id, version.claimNumber, payerClaimNumber)
    if (payerClaimNumber === null) return
    const plain = plainPayerNumber(payerClaimNumber)
    this.#learnt.set(plain, new Set([...(this.#learnt.get(plain) ?? []), claim.id]))
  }

  #post(each: Answered, outcome: Posts, paidFrom: string): boolean {
    const { claim } = outcome.matched
    const day = this.#days.get(claim.id)
    assert(day, 'a claim has its day')
    const standing = this.#standing(claim).filter(({ silent }) => !silent)
    const lines = day.lines.map(({ chargeLineId }) => chargeLineId)
    const about = { own: lines, uncharged: new Set<string>() }
    const among = amongAnswers(each.claim, each.paidOn, standing.map(asStanding), about)
    const { supersedes, silentBecause } = among
    if (silentBecause !== null) {
      Object.assign(each, { became: 'posted', silent: true })
      return true
    }
    const unpaid = standing.find(
      (one) => supersedes && placeOf(one) === `${supersedes.remittanceId}/${supersedes.position}`,
    )
    const key = `remittance/${each.remittanceId}/${each.claim.position}`
    const facts = {
      ...{ key, paidFrom, day, claim, toleranceCents: cents(0), now: '2026-11-24T18:00:00Z' },
      supersedes: unpaid ? this.#mirrorOf(unpaid, each, paidFrom) : [],
      alike: among.alike.map((one) => this.#standingOf(`${one.remittanceId}/${one.position}`, lines)),
    }
    const balances = new Map(accountsAt(lines, 1).map((account) => [account, this.#on(account)]))
    const { postings, again } = postAnswer({ answered: each.claim, ...outcome }, facts, balances)
    this.#write(postings, placeOf(each))
    Object.assign(each, { became: 'posted', reverses: unpaid ?? null, again })
    return true
  }

  #takeBack(each: Answered, claim: KnownClaim, paidFrom: string): boolean {
    const standing = this.#standing(claim)
    const original = originalOf(
      each.claim,
      standing.map(({ remittanceId, again, claim: { position, chargeCents, paidCents, ...its } }) => {
        const own = its.payerClaimNumber
        const samePayerNumber = own !== null && own === each.claim.payerClaimNumber
        const stands = { reversed: false, silent: false, again, coverageOrder: null }
        return { remittanceId, position, chargeCents, paidCents, samePayerNumber, ...stands }
      }),
    )
    if (typeof original === 'string') return false
    const place = `${original.remittanceId}/${original.position}`
    const reversed = standing.find((one) => placeOf(one) === place)
    assert(reversed, 'an original is an answer')
    this.#write(this.#mirrorOf(reversed, each, paidFrom), placeOf(each))
    Object.assign(each, { became: 'reversed', reverses: reversed })
    return true
  }

  #standing({ id }: KnownClaim): readonly Answered[] {
    return this.#answers.filter(
      (one) =>
        one.claimId === id &&
        one.became === 'posted' &&
        !this.#answers.some(({ reverses }) => reverses === one),
    )
  }

  #mirrorOf(reversed: Answered, by: Answered, paidTo: string): readonly Posting[] {
    const { remittanceId, claim } = reversed
    const lines = this.#days.get(reversed.claimId ?? '')?.lines ?? []
    const ids = lines.map(({ chargeLineId }) => chargeLineId)
    return reverseClaim(this.#standingOf(placeOf(reversed), ids), {
      paidFrom: [clearing(remittanceId), unmatched(remittanceId, claim.position)],
      ...{ paidTo, key: `remittance/${placeOf(by)}`, position: by.claim.position },
    })
  }

  /** What the answer at `place` posted, but for what it mirrored. */
  #standingOf(place: string, lines: readonly string[]) {
    const accounts = accountsAt(lines, 1)
    return this.#postings.filter(
      ({ of, reverses, debit, credit }) =>
        of === place &&
        reverses === undefined &&
        [debit, credit].some((account) => accounts.includes(account)),
    )
  }

  #postLevels(remittance: Remittance, id: string) {
    const payerId = remittance.payerId ?? 'unknown'
    const all = providerLevels(remittance.providerAdjustments)
    this.#write(postProviderLevels(all, id, payerId), id)
    const added = all.filter(isCarried).map((level) => ({
      ...{ ...level, ...namesNobody, account: null, payerId },
      ...{ remittanceId: id, trace: remittance.traceNumber },
    }))
    const named = [...this.#levels, ...added].map((level): Level => {
      const better = level.code === 'FB' ? namesNobody : namedClaim(level.reference, this.#numbers)
      return better.namedBy > level.namedBy ? { ...level, ...better } : level
    })
    const own = named.filter((level) => level.payerId === payerId)
    const placed = accountsOfChains(own, payerId, (text) => text)
    this.#write(postChains(placed, clearing, `at-${id}`), id)
    const accounts = new Map(placed.map(({ carried, account }) => [carried, account]))
    this.#levels = named.map((level) => ({ ...level, account: accounts.get(level) ?? level.account }))
  }
}

function asStanding({ remittanceId, claim, paidOn }: Answered) {
  const { position, status, chargeCents, paidCents, patientCents } = claim
  const answers = { status, chargeCents, paidCents, patientCents, paidOn }
  return { remittanceId, position, coverageOrder: null, chargeLineIds: null, ...answers }
}

function placeOf({ remittanceId, claim }: Answered): string {
  return `${remittanceId}/${claim.position}`
}

function claimOf({ number, charge }: SampleSent, index: number): KnownClaim {
  const letter = String.fromCharCode(65 + index)
  const line = {
    ...{ chargeLineId: `L${letter}`, procedureCode: '97110', modifiers: ['GP'] },
    ...{ chargeCents: cents(charge), expectedAllowedCents: null },
  }
  return {
    ...{ id: letter, treatmentDayId: `day_${letter}`, coverageOrder: 1, patientId: `pat_${letter}` },
    ...{ payerId: '12345', payerFamily: null, serviceDate: '2026-11-10' },
    ...{ standing: 'submitted', heard: 1, said: 0, traceparent: null, adjudicatedAt: null, settledAt: null },
    versions: [{ claimNumber: number, version: 1, chargeCents: cents(charge), lines: [line] }],
  }
}

function dayOf({ id, treatmentDayId, patientId, serviceDate, versions }: KnownClaim): ChargeDay {
  const [version] = versions
  const lines = (version?.lines ?? []).map(({ chargeLineId, chargeCents }) => ({
    ...{ chargeLineId, procedureCode: '97110', modifiers: ['GP'], expectedAllowedCents: null },
    ...{ account: receivableOfPayer(`L${id}`, 1), bookedCents: chargeCents },
  }))
  return {
    ...{ treatmentCase: 'health', thirdParty: false },
    ...{ treatmentDayId, version: 1, patientId, serviceDate, patientPaidCents: cents(0), lines },
    coverages: [{ order: 1, payerId: '12345', payerFamily: 'commercial' }],
  }
}

function candidates(claims: readonly KnownClaim[], learnt: ReadonlyMap<string, ReadonlySet<string>>) {
  const numberOf = ({ versions }: KnownClaim) => versions[0]?.claimNumber ?? ''
  return {
    byNumber: new Map(claims.map((claim) => [numberOf(claim), claim])),
    byFolded: (folded: string) => claims.filter((claim) => foldedNumber(numberOf(claim)).startsWith(folded)),
    byPayerNumber: (number: string) =>
      claims.filter(({ id }) => learnt.get(plainPayerNumber(number))?.has(id) ?? false),
    byChargeLine: () => [],
    byRecord: () => [],
    byVisit: () => [],
    atOrder: () => null,
  }
}
