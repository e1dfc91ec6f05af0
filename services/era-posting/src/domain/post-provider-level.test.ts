import { expect, it } from 'vitest'
import { postProviderLevels, providerLevels, totalOf } from './post-provider-level.ts'
import { balanceOf } from './posting.ts'
import { sampleRead } from './sample-remittance.ts'

const levels = (...provider: readonly (readonly [string, string, number])[]) =>
  providerLevels(
    sampleRead({ payment: 0, provider }).providerAdjustments,
    '12345',
    (text) => `token of ${text}`,
  )

it.each<[string, [string, string, number], string]>([
  ['an overpayment taken back', ['WO', 'ICN9', 1000], 'recoupment:12345:token-of-ICN9 <- clearing:R 1000'],
  ['one credited again', ['WO', 'ICN9', -1000], 'clearing:R <- recoupment:12345:token-of-ICN9 1000'],
  ['a balance carried forward', ['FB', 'EFT1', -4000], 'clearing:R <- recoupment:12345:token-of-EFT1 4000'],
  ['and closed', ['FB', 'EFT1', 4000], 'recoupment:12345:token-of-EFT1 <- clearing:R 4000'],
  ['an authorized return', ['72', 'ICN9', -500], 'clearing:R <- recoupment:12345:token-of-ICN9 500'],
  ['interest, which is income', ['L6', 'ICN3', -255], 'clearing:R <- interest:12345 255'],
  ['any other', ['CS', 'CARE MANAGEMENT', -50000], 'clearing:R <- provider-level:CS:12345 50000'],
  ['one that nobody knows', ['ZZ', '', 700], 'provider-level:ZZ:12345 <- clearing:R 700'],
])('at the provider’s level: %s', (_, adjustment, posting) => {
  const [only] = postProviderLevels(levels(adjustment), 'R')
  expect(`${only?.debit} <- ${only?.credit} ${only?.cents}`).toBe(posting)
})

it('several leave clearing by their sum, each under a key of its own', () => {
  const all = levels(['L6', 'ICN3', -255], ['WO', 'ICN9', 1000], ['WO', 'ICN9', 1])
  const postings = postProviderLevels(all, 'R')
  expect(totalOf(all)).toBe(746)
  expect(balanceOf('clearing:R', postings)).toBe(-746)
  expect(new Set(postings.map(({ key }) => key)).size).toBe(3)
})
