/**
 * Remittances made up at random, each seed repeatable: what adds up leaves its clearing account at 0 and
 * moves nothing else; what is a cent off is caught where it is off.
 */
import { cents } from '@tally/kernel'
import { type Chance as Drawn, chance as seededChance } from '@tally/testkit/chance'
import { describe, expect, it } from 'vitest'
import { clearing, due, unmatched } from './account.ts'
import type { BilledLine, KnownClaim } from './claim.ts'
import { claimOutcome } from './claim-outcome.ts'
import { brokenClaims, judgeRemittance } from './judge-remittance.ts'
import type { Matched, Unmatched } from './match-claim.ts'
import { namesNobody } from './named-claim.ts'
import { postClaim } from './post-claim.ts'
import { isCarried, postProviderLevels, providerLevels } from './post-provider-level.ts'
import { balanceOf, type Posting, post } from './posting.ts'
import { accountsOfChains, postChains } from './recoupment-chain.ts'
import {
  type SampleAdjustment,
  type SampleClaim,
  type SampleRemittance,
  sampleRead,
} from './sample-remittance.ts'

const seeds = Array.from({ length: 200 }, (_, index) => index + 1)
type Chance = Drawn['whole']

const reasons = [
  'CO 45',
  'CO 253',
  'CO 59',
  'PR 1',
  'PR 2',
  'PR 3',
  'PR 119',
  'OA 23',
  'PI 204',
  'CO 97',
  'CO 16',
]

function adjustmentsOf(chance: Chance, charge: number): SampleAdjustment[] {
  let left = charge
  return Array.from({ length: chance(0, 3) }, (): SampleAdjustment => {
    const [group = '', reason = ''] = (reasons[chance(0, reasons.length - 1)] ?? '').split(' ')
    const amount = chance(0, 9) === 0 ? -chance(1, 500) : chance(0, Math.max(0, left))
    left -= amount
    return [group, reason, amount]
  })
}

const totalOf = (adjustments: readonly SampleAdjustment[]) =>
  adjustments.reduce((sum, [, , amount]) => sum + amount, 0)

function claimOf(chance: Chance, number: string): SampleClaim {
  if (chance(0, 4) === 0) {
    const charge = chance(100, 90_000)
    const adjustments = adjustmentsOf(chance, charge)
    return { number, charge, paid: charge - totalOf(adjustments), adjustments }
  }
  const lines = Array.from({ length: chance(1, 6) }, (_, index) => {
    const charge = chance(100, 30_000)
    const adjustments = adjustmentsOf(chance, charge)
    return {
      code: `9711${index}`,
      charge,
      paid: charge - totalOf(adjustments),
      adjustments,
      control: `L${index}`,
    }
  })
  const [charge, paid] = [lines, lines].map((each, which) =>
    each.reduce((sum, line) => sum + (which === 0 ? line.charge : line.paid), 0),
  )
  const own: SampleAdjustment[] = chance(0, 3) === 0 ? [['CO', '131', chance(0, Math.max(0, paid ?? 0))]] : []
  return { number, charge: charge ?? 0, paid: (paid ?? 0) - totalOf(own), lines, adjustments: own }
}

/** Payments below 0 are carried forward, as payers do (RFI 222). */
function remittanceOf(chance: Chance): SampleRemittance {
  const claims = Array.from({ length: chance(0, 8) }, (_, index) => claimOf(chance, `CLAIM${index}`))
  const provider = Array.from({ length: chance(0, 3) }, () => {
    const code = ['WO', 'FB', '72', 'L6', 'CS', 'ZZ'][chance(0, 5)] ?? 'CS'
    return [code, `REF${chance(1, 3)}`, chance(-5000, 5000)] as [string, string, number]
  })
  const net =
    claims.reduce((sum, { paid }) => sum + paid, 0) - provider.reduce((sum, [, , each]) => sum + each, 0)
  return { claims, provider: net < 0 ? [...provider, ['FB', 'NEXT', net]] : provider }
}

/** Our side of a claim, as it was sent. */
function matchOf({ number, charge, lines = [] }: SampleClaim): Matched {
  const sent =
    lines.length > 0
      ? lines
      : [
          { charge: 0, control: 'L0' },
          { charge, control: 'L1' },
        ]
  const billed = sent.map(
    (line, index): BilledLine => ({
      ...{ chargeLineId: `${line.control}`, procedureCode: `9711${index}`, modifiers: ['GP'] },
      ...{ chargeCents: cents(line.charge), expectedAllowedCents: null },
    }),
  )
  const version = { claimNumber: number, version: 1, chargeCents: cents(charge), lines: billed }
  const claim: KnownClaim = {
    ...{
      id: number,
      treatmentDayId: 'day',
      coverageOrder: 1,
      patientId: 'pat',
      payerId: 'P',
      payerFamily: null,
      serviceDate: '2026-11-10',
    },
    ...{ standing: 'submitted', heard: 1, said: 0, traceparent: null, adjudicatedAt: null, settledAt: null },
    versions: [version],
  }
  return { kind: 'matched', claim, version, order: 1, tier: 1, evidence: '' }
}

const nobodys: Unmatched = { kind: 'unmatched', because: 'claim/not-found', evidence: null }

/** All that the version asks for is charged. */
function dayOf(match: Matched | Unmatched) {
  const billed = match.kind === 'matched' ? match.version.lines : []
  return {
    coverages: [],
    lines: billed.map((line) => ({ ...line, account: '', bookedCents: line.chargeCents })),
  }
}

/** Everything that the ST posts; some of its claims are nobody's. */
function allPostings(sample: SampleRemittance, chance: Chance): readonly Posting[] {
  const remittance = sampleRead(sample)
  const broken = brokenClaims(remittance)
  const levels = providerLevels(remittance.providerAdjustments)
  const carried = levels.filter(isCarried).map((level) => ({
    ...{ ...level, remittanceId: 'R', trace: 'TRACE', ...namesNobody, account: null },
  }))
  return [
    ...post(due('TRACE'), clearing('R'), cents(remittance.paymentCents ?? 0), 'payment'),
    ...postProviderLevels(levels, 'R', 'P'),
    ...postChains(
      accountsOfChains(carried, 'P', (text) => text),
      clearing,
      'cause',
    ),
    ...remittance.claims.flatMap((answered, index) => {
      const { position, paidCents } = answered
      const match =
        chance(0, 3) === 0 ? nobodys : matchOf(sample.claims?.[index] ?? { number: '', charge: 0, paid: 0 })
      const outcome = claimOutcome(answered, match, broken.get(position), dayOf(match))
      if (outcome.kind !== 'posts')
        return post(clearing('R'), unmatched('R', position), paidCents, `${position}`)
      return postClaim(
        outcome.lines.map((line) => ({ ...line, chargeLineId: `${position}${line.chargeLineId}` })),
        {
          key: `remittance/R/${position}`,
          position,
          paidFrom: clearing('R'),
          patientId: 'pat',
          coverageOrder: 1,
          ...{ nextOrder: null, uncharged: new Set<string>() },
        },
      )
    }),
  ]
}

describe.each(seeds)('the remittance of seed %i', (seed) => {
  const sample = remittanceOf(seededChance(seed).whole)
  const remittance = sampleRead(sample)
  const postings = allPostings(sample, seededChance(seed + 10_000).whole)

  it('adds up, clears to 0, and every line that is posted loses its whole charge', () => {
    expect(judgeRemittance(remittance, [], true)).toEqual({ kind: 'post', inPart: false })
    expect(balanceOf(clearing('R'), postings)).toBe(0)
    expect(balanceOf(due('TRACE'), postings)).toBe(remittance.paymentCents)
    const accounts = new Set(postings.flatMap(({ debit, credit }) => [debit, credit]))
    expect([...accounts].reduce((sum, account) => sum + balanceOf(account, postings), 0)).toBe(0)
    expect(postings.every((posting) => posting.cents > 0 && posting.debit !== posting.credit)).toBe(true)
    expect(new Set(postings.map(({ key }) => key)).size).toBe(postings.length)
    for (const [index, claim] of (sample.claims ?? []).entries()) {
      const own = [...accounts].filter((account) => account.startsWith(`receivable:payer:${index + 1}L`))
      if (own.length === 0) continue
      expect(own.reduce((sum, account) => sum + balanceOf(account, postings), 0)).toBe(-claim.charge)
    }
  })

  it('puts nothing on the patient but group PR, and every adjustment of a posted claim somewhere', () => {
    const his = postings.filter(({ debit, credit }) =>
      [debit, credit].some((each) => each.startsWith('receivable:patient')),
    )
    const byPosition = Map.groupBy(his, ({ position }) => position ?? 0)
    for (const [position, own] of byPosition) {
      const claim = remittance.claims[position - 1]
      const all = [...(claim?.adjustments ?? []), ...(claim?.lines.flatMap((line) => line.adjustments) ?? [])]
      const shares = all.filter(({ group }) => group === 'PR').map(({ amountCents }) => amountCents as number)
      const [lowest, most] = [shares.filter((each) => each < 0), shares.filter((each) => each > 0)]
      const sum = (each: readonly number[]) => each.reduce((total, amount) => total + amount, 0)
      const patient = own.reduce(
        (total, each) => total + (each.debit.startsWith('receivable:patient') ? each.cents : -each.cents),
        0,
      )
      expect(patient).toBeLessThanOrEqual(sum(most))
      expect(patient).toBeGreaterThanOrEqual(sum(lowest))
    }
  })

  it('with a cent more on the payment is quarantined whole', () => {
    const payment = (remittance.paymentCents ?? 0) + 1
    expect(judgeRemittance(sampleRead({ ...sample, payment }), [], true)).toEqual({
      ...{ kind: 'quarantine', because: 'remittance/out-of-balance' },
    })
  })

  it('with a cent more on one claim’s charge posts all but that claim', () => {
    const [first, ...others] = sample.claims ?? []
    if (!first) return expect(remittance.claims).toEqual([])
    const off = { ...sample, claims: [{ ...first, charge: first.charge + 1 }, ...others] }
    expect(judgeRemittance(sampleRead(off), [], true)).toEqual({ kind: 'post', inPart: true })
    const after = allPostings(off, seededChance(seed + 10_000).whole)
    expect(balanceOf(clearing('R'), after)).toBe(0)
    expect(balanceOf(unmatched('R', 1), after)).toBe(0 - first.paid)
    expect(after.filter(({ position, credit }) => position === 1 && credit.startsWith('receivable'))).toEqual(
      [],
    )
  })
})
