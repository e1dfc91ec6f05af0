/** Breaks in the reading of an 835 that change nothing anybody can see. */
import type { Equivalent } from './mutation-result.ts'

export const remittanceEquivalents: readonly Equivalent[] = [
  {
    path: 'src/remittance/prove.ts',
    line: 'if (!first || first.claim === null) return null',
    breaks: ['first.claim === null → false'],
    why: 'an equality of a claim names it: the check only pleases the compiler',
  },
  {
    path: 'src/remittance/prove.ts',
    line: 'claim === null || line === null',
    breaks: ['claim === null → false'],
    why: 'what names its line names its claim: the check only pleases the compiler',
  },
  {
    path: 'src/remittance/read-adjustments.ts',
    line: 'if (place >= cas.elements.length) return',
    breaks: [
      'place >= cas.elements.length → false',
      'place >= cas.elements.length → place > cas.elements.length',
    ],
    why: 'a short way: behind its last element a CAS holds no adjustment',
  },
  {
    path: 'src/remittance/read-claim.ts',
    line: 'const unpaid = paidCents === 0 && chargeCents > 0',
    breaks: [
      'paidCents === 0 && chargeCents > 0 → true',
      'paidCents === 0 && chargeCents > 0 → paidCents === 0 || chargeCents > 0',
      'paidCents === 0 → true',
      'chargeCents > 0 → true',
      'chargeCents > 0 → chargeCents >= 0',
    ],
    why: 'a short way: a claim that was paid is not denied, whatever the adjustments of its lines',
  },
  {
    path: 'src/remittance/reading.ts',
    line: 'const magnitude = this.magnitude + Math.abs(amount)',
    breaks: ['this.magnitude + Math.abs(amount) → this.magnitude - Math.abs(amount)'],
    why: 'the same sum below zero, where the safe integers end as far away',
  },
  {
    path: 'src/remittance/transaction-reading.ts',
    line: 'private readonly beginning: Segment[] = []',
    breaks: ['[] → ["Stryker was here"]'],
    why: 'what is no segment has no tag, so nobody finds it',
  },
  {
    path: 'src/remittance/transaction-reading.ts',
    line: 'this.claim = { clp: segment, own: [], lines: [] }',
    breaks: ['[] → ["Stryker was here"]'],
    why: 'what is no segment has no tag, so it says nothing of its claim',
  },
  {
    path: 'src/remittance/transaction-reading.ts',
    line: 'if (!this.header) this.beginning.push(segment)',
    breaks: ['!this.header → true'],
    why: 'behind the header it would be held and never read: it takes memory, and nothing more',
  },
  {
    path: 'src/remittance/transaction-reading.ts',
    line: 'if (breaks.length > 0) this.keepBreaks(claim, breaks)',
    breaks: ['breaks.length > 0 → true', 'breaks.length > 0 → breaks.length >= 0'],
    why: 'a short way: of no breaks none is kept',
  },
]
