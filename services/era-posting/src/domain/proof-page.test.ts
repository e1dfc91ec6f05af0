/** The proof of a remittance on paper. */
import { cents, noCents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type ProofOnPage, proofPage } from './proof-page.ts'
import { brokenIn, type ProvenEquality, proofText } from './prove-posting.ts'

const equality = (
  says: string,
  level: ProvenEquality['level'],
  [left, right]: readonly [number, number],
  claim: number | null = null,
): ProvenEquality => ({
  ...{ says, level, claim, line: null, leftCents: cents(left), rightCents: cents(right) },
  holds: left === right,
})

const payment = equality(
  'payment = claim payments less provider-level adjustments',
  'transaction',
  [17255, 17255],
)
const clearing = equality('clearing account = 0', 'ledger', [0, 0])
const first = equality('claim charge less all adjustments = claim payment', 'claim', [8000, 8000], 1)
const second = equality('claim charge less all adjustments = claim payment', 'claim', [5000, 4900], 2)
const patient = equality(
  'patient responsibility = adjustments of group PR (a warning: no money hangs on it)',
  'claim',
  [1600, 0],
  1,
)

const proof: ProofOnPage = {
  ...{ remittanceId: 'RMT1', payerName: 'PAYER & <SONS>', traceNumber: `"T'1"`, paidOn: '2026-11-20' },
  ...{ paymentCents: cents(17255), status: 'posted-in-part', because: null, balanced: true, clears: true },
  ...{
    postings: 12,
    digest: 'd1',
    proofDigest: 'p1',
    kept: { digest: 'p1', provenAt: '2026-11-21T10:00:00Z' },
  },
  equalities: [first, second, payment, clearing],
  matches: [
    { claim: 1, outcome: 'posted', because: null, tier: 4, evidence: 'REF*6R <of> both lines' },
    { claim: 2, outcome: 'unmatched', because: 'claim/out-of-balance', tier: null, evidence: null },
  ],
  providerAdjustments: [
    { code: 'WO', reference: 'ICN<1>', account: 'recoupment:12345:token', amountCents: cents(-255) },
    { code: 'L6', reference: '', account: null, amountCents: noCents },
  ],
}

describe('the page of a proof', () => {
  const page = proofPage(proof)

  it('has every equality with both sides, and says which does not hold', () => {
    expect(page).toContain(
      '<tr><td></td><td>payment = claim payments less provider-level adjustments</td><td>$172.55</td><td>$172.55</td><td>holds</td></tr>',
    )
    expect(page).toContain(
      '<tr><td>claim 2</td><td>claim charge less all adjustments = claim payment</td><td>$50.00</td><td>$49.00</td><td>DOES NOT HOLD</td></tr>',
    )
    expect(page.match(/<td>holds<\/td>/g)).toHaveLength(3)
    expect(page).toContain('4, of which 1 do not hold')
  })

  it('has how each claim was matched, the provider level, and the digests', () => {
    expect(page).toContain('<td>tier 4: its charge lines</td><td>REF*6R &lt;of&gt; both lines</td>')
    expect(page).toContain('<td>2</td><td>unmatched</td><td></td><td></td><td>claim/out-of-balance</td>')
    expect(page).toContain('<td>WO</td><td>ICN&lt;1&gt;</td><td>recoupment:12345:token</td><td>-$2.55</td>')
    expect(page).toContain('<td>not posted</td>')
    expect(page).toContain('2026-11-21T10:00:00Z, the same digest')
    expect(proofPage({ ...proof, kept: { digest: 'p0', provenAt: 'then' } })).toContain(
      'then, another digest: p0',
    )
    expect(proofPage({ ...proof, kept: null })).toContain('not yet')
  })

  it('holds no script, whatever a payer is called, and nothing from elsewhere', () => {
    expect(page).toContain('PAYER &amp; &lt;SONS&gt;')
    expect(page).toContain('&quot;T&#39;1&quot;')
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|url\(|onload/i)
    expect(page).toContain('@media print')
  })
})

describe('what of a proof is broken', () => {
  it.each<[string, readonly ProvenEquality[], readonly number[], number]>([
    ['nothing where all hold', [first, payment, clearing], [1], 0],
    ['a claim that was posted', [first, second, payment], [1, 2], 1],
    ['not a claim that was kept from its receivable for it', [first, second, payment], [1], 0],
    ['not what CLP05 says', [patient], [1], 0],
    ['the ledger, whatever was posted', [{ ...clearing, leftCents: cents(1), holds: false }], [], 1],
  ])('%s', (_, equalities, reached, count) => {
    expect(brokenIn(equalities, new Set(reached))).toBe(count)
  })

  it('and its digest is of the 835 alone, both sides of each', () => {
    expect(proofText([first, clearing])).toBe(proofText([first]))
    for (const other of [
      { ...first, leftCents: cents(1) },
      { ...first, rightCents: cents(1) },
      { ...first, claim: 2 },
      { ...first, line: 1 },
    ])
      expect(proofText([other])).not.toBe(proofText([first]))
  })
})
