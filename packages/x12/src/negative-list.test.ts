/**
 * What OpenEMR's reader of remittances does, and ours never may: (a) to (i) of product.md 2.1, a block each. The
 * blocks stand on the worked remittance of x12.md 2.12 or on one claim that pays a line.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { equalitiesOf } from './remittance/prove.ts'
import { readRemittances } from './remittance/read-remittances.ts'
import type { Remittance } from './remittance/remittance.ts'
import { changed, fileOf, recounted, workedRemittance } from './remittance/sample-remittance.ts'

function only(file: string): Remittance {
  const { transactions } = readRemittances(file)
  const [transaction] = transactions
  if (!transaction || transactions.length > 1) throw new TypeError('one ST was expected')
  return transaction
}

/** An ST of that payment, its claims and what stands behind them. */
function paying(payment: string, ...claims: readonly string[]): string {
  const segments = ['ST*835*0001', `BPR*I*${payment}*C*ACH************20261120`, 'TRN*1*EFT1*1512345678']
  return fileOf(recounted([...segments, 'LX*1', ...claims, 'SE*0*0001']))
}

/** A claim paid as it was charged, with other segments behind its line. */
function claimOf(charge: string, paid: string, ...behind: readonly string[]): string[] {
  return [`CLP*PCN1*1*${charge}*${paid}**12*ICN1`, `SVC*HC:97110:GP*${charge}*${paid}`, ...behind]
}

function dollars(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

describe('(a) no sum in floating point, nothing rounded', () => {
  test('dimes that a fraction cannot hold add up', () => {
    // 0.1 + 0.2 is 0.30000000000000004; 1.15 * 100 is 114.99999999999999.
    const one = only(
      paying('1.45', ...claimOf('.1', '.1'), ...claimOf('.2', '.2'), ...claimOf('1.15', '1.15')),
    )
    expect(one.totals).toMatchObject({ chargeCents: 145, paidCents: 145 })
    expect(one).toMatchObject({ paymentCents: 145, verdict: 'post', proof: { differenceCents: 0 } })
  })

  test('a thousand claims add up to the cent, and a cent more is a cent too much', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 99_999_999 }), { minLength: 1, maxLength: 1000 })
    fc.assert(
      fc.property(amounts, fc.constantFrom(0, 1, -1), (paid, off) => {
        const sum = paid.reduce((total, amount) => total + amount, 0)
        fc.pre(sum + off > 0)
        const claims = paid.flatMap((amount) => claimOf(dollars(amount), dollars(amount)))
        const one = only(paying(dollars(sum + off), ...claims))
        expect(one.totals.paidCents).toBe(sum)
        expect(one.proof).toMatchObject({ balanced: off === 0, differenceCents: off })
        expect(one.verdict).toBe(off === 0 ? 'post' : 'quarantine')
      }),
      { numRuns: 30 },
    )
  })

  test.each(['10.005', '10.004', '1e1', '10.00000000001'])('%s is no amount and rounds to none', (amount) => {
    const { transactions, findings } = readRemittances(paying('10', ...claimOf('10', amount)))
    expect(transactions[0]).toMatchObject({ verdict: 'quarantine', claims: [] })
    expect(findings.map(({ rule }) => rule)).toContain('amount/not-to-the-cent')
  })
})

describe('(b) no line and no adjustment is made up to balance a claim', () => {
  test.each<[string, string[]]>([
    ['a line that lacks an adjustment', claimOf('100', '60', 'CAS*CO*45*30')],
    ['a claim whose lines are charged less', ['CLP*PCN1*1*100*60', 'SVC*HC:97110*80*60', 'CAS*CO*45*20']],
    ['a claim whose lines are paid more', ['CLP*PCN1*1*100*60', 'SVC*HC:97110*100*70', 'CAS*CO*45*30']],
  ])('%s stays as it was sent, and is named with its difference', (_, claim) => {
    const one = only(paying('60', ...claim))
    expect(one.verdict).toBe('post-in-part')
    expect(one.proof.claimsOutOfBalance).toMatchObject([{ claim: 1 }])
    expect(one.proof.claimsOutOfBalance[0]?.differenceCents).not.toBe(0)
    const [read] = one.claims
    expect(read?.lines).toHaveLength(1)
    const told = [...(read?.adjustments ?? []), ...(read?.lines[0]?.adjustments ?? [])]
    expect(told).toHaveLength(claim.filter((segment) => segment.startsWith('CAS')).length)
    expect(equalitiesOf(one).some(({ holds }) => !holds)).toBe(true)
  })
})

test('(c) a negative amount stays negative, whatever its group and reason', () => {
  const groups = fc.constantFrom('CO', 'PR', 'OA', 'PI', 'CR')
  const reasons = fc.constantFrom('1', '2', '23', '45', '59', '94', '97', '144', '253', 'A2', 'B10')
  fc.assert(
    fc.property(groups, reasons, fc.integer({ min: 1, max: 99_999 }), (group, reason, amount) => {
      const paid = dollars(10_000 + amount)
      const cas = `CAS*${group}*${reason}*${dollars(-amount)}`
      const one = only(paying(paid, `CLP*PCN1*1*100*${paid}`, `SVC*HC:97110*100*${paid}`, cas))
      expect(one.claims[0]?.lines[0]?.adjustments).toEqual([
        { group, reason, amountCents: -amount, quantity: null },
      ])
      expect(one.verdict).toBe('post')
    }),
  )
})

describe('(d) remark codes of the claim are read', () => {
  test('all five of an MOA, with the crossover that MA18 tells of', () => {
    const clp = 'CLP*PCN0000000000000001*1*250*160*40*12*202611200000001*11*1'
    const one = only(
      fileOf(
        changed(workedRemittance, clp, clp, 'NM1*TT*2*OTHER PLAN*****PI*54321', 'MOA***MA18*N89*MA07*N1*N2'),
      ),
    )
    expect(one.claims[0]).toMatchObject({
      remarks: ['MA18', 'N89', 'MA07', 'N1', 'N2'],
      crossoverTo: { name: 'OTHER PLAN', id: '54321' },
    })
  })

  test('those of an MIA too', () => {
    const mia = `MIA*1****MA01${'*'.repeat(15)}N1*N2*N3*N4`
    const one = only(paying('10', 'CLP*PCN1*1*10*10', mia, 'SVC*HC:97110*10*10'))
    expect(one.claims[0]?.remarks).toEqual(['MA01', 'N1', 'N2', 'N3', 'N4'])
  })
})

test('(e) every remark of a line is kept, in order', () => {
  const one = only(paying('10', ...claimOf('10', '10', 'LQ*HE*N54', 'LQ*HE*M15', 'LQ*HE*N362')))
  expect(one.claims[0]?.lines[0]?.remarks).toEqual(['N54', 'M15', 'N362'])
})

describe('(f) the quantity of an adjustment is kept', () => {
  test.each<[string, (number | null)[]]>([
    ['CAS*CO*151*20*2', [2]],
    ['CAS*CO*151*20*1.5', [1.5]],
    ['CAS*CO*151*20', [null]],
    ['CAS*CO*151*10*2*45*10*3', [2, 3]],
    ['CAS*CO*151*10**45*10*3', [null, 3]],
    ['CAS*CO*151*20*0', [0]],
  ])('%s', (cas, quantities) => {
    const one = only(paying('80', ...claimOf('100', '80', cas)))
    expect(one.claims[0]?.lines[0]?.adjustments.map(({ quantity }) => quantity)).toEqual(quantities)
    expect(one.verdict).toBe('post')
  })
})

describe('(g) a provider adjustment is money with its code, reference and day', () => {
  test('it stands beside the claims, counts in the proof and is no warning', () => {
    const wo = 'PLB*1234567893*20261231*WO:ICN9PCN9*10*L6:ICN1*-2.5'
    const claim = ['CLP*PCN1*1*100*100', 'AMT*I*2.5', 'SVC*HC:97110*100*100']
    const { transactions, findings } = readRemittances(paying('92.5', ...claim, wo))
    const place = { providerId: '1234567893', fiscalDate: '2026-12-31' }
    expect(transactions[0]?.providerAdjustments).toMatchObject([
      { ...place, reason: 'WO', reference: 'ICN9PCN9', amountCents: 1000 },
      { ...place, reason: 'L6', reference: 'ICN1', amountCents: -250 },
    ])
    expect(transactions[0]).toMatchObject({
      ...{ verdict: 'post', totals: { providerAdjustmentCents: 750 } },
      proof: { balanced: true, differenceCents: 0 },
    })
    expect(findings).toEqual([])
  })

  test('without it the payment is out by as much', () => {
    const one = only(paying('92.5', ...claimOf('100', '100')))
    expect(one).toMatchObject({ verdict: 'quarantine', proof: { differenceCents: -750 } })
  })
})

describe('(h) a line is read whatever qualifies its procedure', () => {
  test.each(['HC', 'AD', 'ER', 'HP', 'IV', 'N4', 'NU', 'N6', 'WK', 'ZZ', 'UI', 'RX'])('%s', (qualifier) => {
    const { transactions, findings } = readRemittances(
      paying('10', 'CLP*PCN1*1*10*10', `SVC*${qualifier}:97110:GP*10*10**1`),
    )
    expect(transactions[0]?.claims[0]?.lines).toMatchObject([
      { procedureCode: '97110', modifiers: ['GP'], paidCents: 1000 },
    ])
    expect(transactions[0]?.verdict).toBe('post')
    expect(findings).toEqual([])
  })
})

describe('(i) the claim number is returned as it came, and means nothing here', () => {
  test.each([
    ...['PCN0000000000000001', 'pcn0000000000000', '0', '1', '12-34', '12.34', '0012345', 'A B', 'N/A', '#7'],
    ...['x'.repeat(38), '9'.repeat(60), '1e5', '-5', '12345.6789-10', 'Ω1', '__proto__', 'null'],
  ])('%s', (number) => {
    const one = only(paying('10', `CLP*${number}*1*10*10`, 'SVC*HC:97110*10*10'))
    expect(one.claims.map(({ claimNumber }) => claimNumber)).toEqual([number])
    expect(one.verdict).toBe('post')
  })

  test('two claims of one number stay two, and one without any is kept', () => {
    const claim = (number: string) => [`CLP*${number}*1*10*10`, 'SVC*HC:97110*10*10']
    const one = only(paying('30', ...claim('PCN1'), ...claim('PCN1'), ...claim('')))
    expect(one.claims.map(({ position, claimNumber }) => [position, claimNumber])).toEqual([
      [1, 'PCN1'],
      [2, 'PCN1'],
      [3, ''],
    ])
    expect(one.verdict).toBe('post')
  })
})
