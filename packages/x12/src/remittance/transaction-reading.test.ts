/** Where a claim begins and ends, what is counted, and where a finding stands. */
import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { brief, fileHolding, fileOf, filePaying } from './sample-remittance.ts'

const readText = (text: string) => {
  const { transactions, findings } = readRemittances(text)
  return { only: transactions[0], claims: transactions[0]?.claims ?? [], said: brief(findings) }
}
const read = (...segments: readonly string[]) => readText(filePaying('0', ...segments))

/** Without what follows `last`, and half of what it ends with. */
function cutWithin(text: string, last: string): string {
  const at = text.indexOf(last)
  expect(at).toBeGreaterThan(0)
  return text.slice(0, at + last.length - 1)
}

const clp = 'CLP*P*25*0*0'

describe('what belongs to no claim is refused', () => {
  test.each([
    ['before the first', ['CAS*CO*45*1'], ['error segment/no-claim 6 null']],
    ['between two, behind the LX', [clp, 'LX*2', 'CAS*CO*45*1', clp], ['error segment/no-claim 8 null']],
    ['a line there', [clp, 'LX*2', 'SVC*HC:97110*1*1', clp], ['error segment/no-claim 8 null']],
    ['behind the PLB', [clp, 'PLB*1**CS*0', 'CAS*CO*45*1'], ['error segment/no-claim 8 null']],
  ])('%s', (_, segments, expected) => {
    const { only, claims, said } = read(...segments)
    expect(said).toEqual(expected)
    expect(claims.flatMap(({ adjustments, lines }) => [...adjustments, ...lines])).toEqual([])
    expect(only?.verdict).toBe('quarantine')
  })

  test('what an LX says of all its claims is no one’s', () => {
    const { claims, said } = read('LX*1', 'TS3*1*11*20261231*1*0', clp, 'LX*2', 'REF*EA*MRN1', clp)
    expect(claims.map(({ references }) => references)).toEqual([[], []])
    expect(said).toEqual([])
  })
})

test('a segment of no 835 is said wherever it stands, and the others are read', () => {
  const { claims, said } = read('ZZZ*1', clp, 'ZZZ*1', 'SVC*HC:97110*0*0', 'ZZZ*1', 'REF*6R*L1')
  expect(said).toEqual([6, 8, 10].map((segment) => `warn segment/unknown ${segment} null`))
  expect(claims).toMatchObject([{ lines: [{ lineControlNumber: 'L1' }] }])
})

describe('of a file that was cut', () => {
  const whole = filePaying('0', clp, 'CAS*CO*45*10', 'CLP*Q*25*10*20', 'PLB*1**CS*10*WO*30')

  test.each([
    ['an adjustment is not read, which may lack a digit', 'CAS*CO*45*10', { '25': 1 }, [[]]],
    ['a claim is not read, but counted', 'CLP*Q*25*10*20', { '25': 1, '': 1 }, [[1000]]],
    ['a provider adjustment is not read', 'WO*30', { '25': 2 }, [[1000], []]],
  ])('%s', (_, last, byStatus, adjusted) => {
    const { only, claims, said } = readText(cutWithin(whole, last))
    expect(only?.totals).toMatchObject({ byStatus, claims: Object.values(byStatus).reduce((a, b) => a + b) })
    expect(
      claims.map(({ adjustments }) => adjustments.map(({ amountCents }) => Number(amountCents))),
    ).toEqual(adjusted)
    expect(only?.providerAdjustments).toEqual([])
    expect(said.filter((one) => one.includes('segment/unread'))).toHaveLength(1)
    expect(only?.verdict).toBe('quarantine')
  })
})

test('a claim without a status counts as one', () => {
  const { only, claims } = read('CLP*P**0*0', clp)
  expect(only?.totals).toMatchObject({ claims: 2, byStatus: { '': 1, '25': 1 } })
  expect(claims.map(({ status }) => status)).toEqual(['', '25'])
})

describe('a finding stands', () => {
  test('at the line that breaks, at the claim, or at the ST', () => {
    const { said } = read('CLP*P*1*30*5*1', 'SVC*HC:97110*10*10', 'SVC*HC:97140*20*5', 'LQ*HE*N362')
    expect(said).toEqual([
      'error line/out-of-balance 8 null',
      'error claim/out-of-balance 6 null',
      'error claim/out-of-balance 6 null',
      'warn claim/patient-share 6 5',
      'error remittance/out-of-balance 3 null',
    ])
  })

  test('in the order of the file: of the last claim before its SE', () => {
    const { said } = readText(filePaying('0', 'CLP*P*1*10*0').replace('SE*5', 'SE*6'))
    expect(said).toEqual(['error claim/out-of-balance 6 null', 'error envelope/segment-count 7 1'])
  })

  test('with both sides in cents', () => {
    const { findings } = readRemittances(filePaying('7', 'CLP*P*1*5*5', 'SVC*HC:97110*5*5'))
    expect(findings.map(({ says }) => says)).toEqual(['transaction: 700 and 500 cents differ'])
  })
})

test('an ST says where it stands in the file', () => {
  const { transactions } = readRemittances(fileOf('ST*835*0001\nSE*2*0001\nST*835*0002\nLX*1\nSE*3*0002'))
  expect(transactions.map(({ segments }) => segments)).toEqual([
    { first: 3, last: 4 },
    { first: 5, last: 7 },
  ])
})

test('an ST of nothing is told what it lacks', () => {
  expect(readText(fileHolding()).said).toEqual([
    'error payment/no-trace 3 null',
    'error payment/missing 3 null',
  ])
})
