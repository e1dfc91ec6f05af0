import { expect, it } from 'vitest'
import { postProviderLevels, providerLevels, totalOf } from './post-provider-level.ts'
import { balanceOf } from './posting.ts'
import { type SampleProviderLevel, sampleRead } from './sample-remittance.ts'

const levels = (...provider: readonly SampleProviderLevel[]) =>
  providerLevels(sampleRead({ payment: 0, provider }).providerAdjustments)

it.each<[string, SampleProviderLevel, string]>([
  ['interest, which is income', ['L6', 'ICN3', -255], 'clearing:R <- interest:12345 255'],
  ['interest that goes back', ['L6', 'ICN3', 255], 'interest:12345 <- clearing:R 255'],
  ['any other', ['CS', 'CARE MANAGEMENT', -50000], 'clearing:R <- provider-level:CS:12345 50000'],
  ['one that nobody knows', ['ZZ', '', 700], 'provider-level:ZZ:12345 <- clearing:R 700'],
])('at the provider’s level: %s', (_, adjustment, posting) => {
  const [only] = postProviderLevels(levels(adjustment), 'R', '12345')
  expect(`${only?.debit} <- ${only?.credit} ${only?.cents}`).toBe(posting)
})

it('several leave clearing by their sum, each under a key of its own', () => {
  const all = levels(['L6', 'ICN3', -255], ['CS', 'ICN9', 1000], ['CS', 'ICN9', 1])
  const postings = postProviderLevels(all, 'R', '12345')
  expect(totalOf(all)).toBe(746)
  expect(balanceOf('clearing:R', postings)).toBe(-746)
  expect(new Set(postings.map(({ key }) => key)).size).toBe(3)
})

it('what is carried is posted where its chain stands, not here', () => {
  expect(postProviderLevels(levels(['WO', 'A', 1], ['FB', 'B', 2], ['72', 'C', -3]), 'R', '12345')).toEqual(
    [],
  )
})
