import { describe, expect, it } from 'vitest'
import { gatherNumbers, namedClaim, noNumbers, numbersIn } from './named-claim.ts'

const known = gatherNumbers()
known.add('A', 'K7M2P4X90001V1A', '20261120000000001')
known.add('B', 'K7M2P4X90001V2B', '0000000001')
known.add('C', 'Q9R8T7W60002V1C', 'SHORT7')
known.add('D', 'D4D4D4D40004V1D', 'SHARED00001')
known.add('E', 'E5E5E5E50005V1E', 'SHARED00001')

describe('the reference of a provider-level adjustment names', () => {
  it.each<[string, string, string | null, boolean?]>([
    ['the claim of our number', 'K7M2P4X90001V1A', 'A', true],
    ['the claim of the payer’s number', '20261120000000001', 'A', true],
    ['in lower case and with blanks around it', '  k7m2p4x90001v1a ', 'A', true],
    ['the claim of a short number, where it is all there is', 'SHORT7', 'C', true],
    ['none by a short number inside another text', 'XXSHORT7XX', null],
    ['the claim of both joined', 'K7M2P4X90001V1A20261120000000001EFT1', 'A', false],
    [
      'the claim of the longer one, where a shorter one stands in it by chance',
      'Q9R8T7W60002V1C0000000001',
      'C',
      false,
    ],
    ['the claim of the only number in a text', 'RECOVERY 0000000001 OF MAY', 'B', false],
    ['the claim of a cut number that begins one alone', 'Q9R8T7W60002', 'C', false],
    ['none by a cut number that begins two', 'K7M2P4X90001V', null],
    ['none by too short a beginning', 'Q9R8T7W6', null],
    ['none by a payer’s number that two claims have', 'SHARED00001', null],
    ['none that nobody knows', 'LETTER 77', null],
    ['none when there is none', '', null],
  ])('%s', (_, reference, claimId, whole = false) => {
    expect(namedClaim(reference, known)).toMatchObject({ claimId, namedWhole: whole })
  })

  it('nobody, where no numbers are held', () => {
    noNumbers.add('A', 'K7M2P4X90001V1A', null)
    expect(namedClaim('K7M2P4X90001V1A', noNumbers).claimId).toBeNull()
  })

  it('each number once, the longest first', () => {
    const numbers = numbersIn('ABCDEFGHIJKL')
    expect(numbers.map(({ length }) => length)).toEqual([12, 11, 11, 10, 10, 10])
    expect(numbersIn('1234567890 ABCDEFGHIJ').slice(1)).toEqual(['1234567890', 'ABCDEFGHIJ'])
  })
})
