import { serviceDate } from '@tally/kernel'
import { type ClaimDocument, claimNumberWithCheck, write837p } from '@tally/x12'
import { expect, it } from 'vitest'
import { assembleClaim } from './assemble-claim.ts'
import { checkBatch, checkWritten, claimRulesOf } from './check-written.ts'
import { defaultProfile } from './payer-profile.ts'
import { sampleCharges, sampleClaim, sampleVisit } from './sample-claim.ts'

const document = assembleClaim(sampleClaim, sampleCharges, [sampleVisit], {
  ...{
    claimNumber: claimNumberWithCheck('T1'),
    frequency: '1',
    payerClaimNumber: null,
    priorAuthorization: null,
  },
})
const today = serviceDate('2026-03-03')
const medicare = claimRulesOf('medicare-b', defaultProfile('02302', 'medicare-b'))
const outcomes = (claim: ClaimDocument, rules = medicare) =>
  checkWritten(claim, { today, rules }).map(({ outcome, rule }) => `${outcome} ${rule}`)
const first = (change: Partial<ClaimDocument['lines'][number]>): Partial<ClaimDocument> => ({
  lines: document.lines.map((line, index) => (index === 0 ? { ...line, ...change } : line)),
})

it('a right claim passes, and it says how much was looked at', () => {
  expect(checkWritten(document, { today, rules: medicare })).toMatchObject([
    { rule: 'check/837p', outcome: 'passed', says: expect.stringMatching(/^1\d\d rules over the claim/) },
  ])
})

it.each<[string, Partial<ClaimDocument>, string]>([
  ['a procedure that ended', first({ procedureCode: '97001' }), 'hold line/procedure-not-valid-on-date'],
  ['a diagnosis that is a heading', { diagnoses: ['M545', 'M6281'] }, 'hold diagnosis/not-valid-on-date'],
  [
    'no Medicare number',
    { subscriber: { ...document.subscriber, memberId: 'W123' } },
    'hold payer/member-id-form',
  ],
])('%s is found where the writer writes it', (_, change, found) => {
  expect(outcomes({ ...document, ...change })).toEqual([found])
})

it('what the writer refuses is said in its own words', () => {
  expect(
    outcomes({ ...document, chargeCents: (document.chargeCents + 1) as typeof document.chargeCents }),
  ).toEqual(['hold x12/claim-total'])
})

it('a payer’s entry adds to its family, and only to it', () => {
  const plan = defaultProfile('60054', 'commercial')
  const bare = { ...document, subscriber: { ...document.subscriber, filingIndicator: 'CI' } }
  const rules = claimRulesOf('commercial', { ...plan, claimRules: { mostLines: 1 } })
  expect(outcomes(bare, claimRulesOf('commercial', plan))).toEqual(['passed check/837p'])
  expect(outcomes(bare, rules)).toEqual(['hold claim/line-count'])
})

it('of a batch the claims are named that stop it, by their payer’s rules', () => {
  const other = { ...document, claimNumber: claimNumberWithCheck('T2'), ...first({ chargeLineId: 'OTHER1' }) }
  const plan = { ...other, payer: { ...other.payer, id: '60054' } }
  const written = write837p({
    usage: 'T',
    submitter: { name: 'CLINIC', id: 'CLINIC', contact: { name: 'BILLING', phone: '5035550100' } },
    receiver: { name: 'CLEARINGHOUSE', id: 'CLEARINGHOUSE' },
    control: { interchange: 1, group: 1, batchId: '1', writtenAt: { date: today, time: '12:00' } },
    claims: [document, plan],
  })
  expect(written.ok).toBe(true)
  const text = written.ok ? written.text : ''
  const rules = new Map([
    [
      '60054',
      claimRulesOf('commercial', { ...defaultProfile('60054', 'commercial'), claimRules: { mostLines: 1 } }),
    ],
  ])
  const checked = checkBatch(text, { today, rules })
  expect([...checked.refused]).toEqual([[claimNumberWithCheck('T2'), ['claim/line-count']]])
  expect(checked.ofFile).toEqual([])
  const cut = checkBatch(text.slice(0, -20), { today, rules: new Map() })
  expect(cut.ofFile).toContain('file/cut')
})
