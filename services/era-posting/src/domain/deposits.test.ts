/** Bank days, bank files and which remittances a deposit pays. */
import { cents, plusDays, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { isBankDay, plusBankDays } from './bank-day.ts'
import { type BankColumns, centsIn, readBankFile } from './bank-file.ts'
import { type DuePayment, matchDeposit, traceTokens } from './match-deposit.ts'

describe('banks', () => {
  it('keep the holidays of the Federal Reserve of 2026 and 2027', () => {
    const holidays = [
      ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-09-07', '2026-10-12'],
      ...['2026-11-11', '2026-11-26', '2026-12-25', '2027-01-01', '2027-01-18', '2027-02-15', '2027-05-31'],
      // Juneteenth of 2027 is a Saturday, 4 July a Sunday.
      ...['2027-07-05', '2027-09-06', '2027-10-11', '2027-11-11', '2027-11-25'],
    ]
    const closed: string[] = []
    for (let day = serviceDate('2026-01-01'); day <= '2027-12-31'; day = plusDays(day, 1)) {
      const weekend = [6, 0].includes((daysSince(day) + 4) % 7)
      if (!weekend && !isBankDay(day)) closed.push(day)
    }
    expect(closed).toEqual(holidays)
  })

  it.each([
    ['over a weekend', '2026-11-20', 3, '2026-11-25'],
    ['over Thanksgiving', '2026-11-24', 3, '2026-11-30'],
    ['over Christmas and a weekend', '2026-12-23', 3, '2026-12-29'],
    ['from a Saturday', '2026-11-21', 1, '2026-11-23'],
  ])('count %s', (_, from, days, to) => {
    expect(plusBankDays(serviceDate(from), days)).toBe(to)
  })
})

/** Days since 1 January 1970, a Thursday, without asking the code under test. */
function daysSince(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const [y, m] = month > 2 ? [year, month - 3] : [year - 1, month + 9]
  return (
    365 * y +
    Math.floor(y / 4) -
    Math.floor(y / 100) +
    Math.floor(y / 400) +
    Math.floor((153 * m + 2) / 5) +
    date -
    719469
  )
}

describe('an amount of a bank’s file', () => {
  it.each<[string, number | null]>([
    ['1234.56', 123456],
    ['$1,234.56', 123456],
    ['12', 1200],
    ['12.5', 1250],
    ['-3.05', -305],
    ['(12.00)', -1200],
    ['0.29', 29],
    ['1.15', 115],
    ['1,23.00', null],
    ['1.234,56', null],
    ['1.005', null],
    ['1e3', null],
    ['', null],
    ['(-1.00)', null],
    ['99999999999.99', 9999999999999],
  ])('%s is %s cents', (text, amount) => {
    expect(centsIn(text)).toBe(amount)
  })
})

const recognised: BankColumns = { date: null, amount: null, description: null, trace: null }
const read = (text: string, columns: Partial<BankColumns> = {}) =>
  readBankFile(text, { ...recognised, ...columns })

describe('a bank’s file', () => {
  it('is read by the heads it has, behind what the bank writes above them', () => {
    const file = read(
      'Account,000123\n\nPosting Date,Description,Reference No.,Amount\n11/20/2026,"HCCLAIMPMT, EX",T1,"1,200.00"\n',
    )
    expect(file).toEqual({
      kind: 'read',
      lines: [
        {
          ...{ row: 4, on: '2026-11-20', amountCents: 120000, description: 'HCCLAIMPMT, EX', trace: 'T1' },
          occurrence: 0,
        },
      ],
    })
  })

  it.each<[string, string, Partial<BankColumns>]>([
    [
      'by the names that are given',
      'Tag;Summe;Text\n2026-11-20;12.00;A1',
      { date: 'Tag', amount: 'SUMME', trace: 'text' },
    ],
    ['with tabs', 'Date\tAmount\tTrace\n20261120\t12.00\tA1', {}],
    ['with a byte order mark and CRLF', '\uFEFFDate,Credit,Trace\r\n11/20/26,12.00,A1\r\n', {}],
  ])('%s', (_, text, columns) => {
    const file = read(text, columns)
    expect(file).toMatchObject({
      kind: 'read',
      lines: [{ on: '2026-11-20', amountCents: 1200, trace: 'A1' }],
    })
  })

  it('tells equal lines apart by their place among each other', () => {
    const file = read('Date,Amount,Description\n2026-11-20,5.00,A\n2026-11-20,5.00,A\n2026-11-20,5.00,B\n')
    expect(file.kind === 'read' && file.lines.map(({ occurrence }) => occurrence)).toEqual([0, 1, 0])
  })

  it.each<[string, string, string[]]>([
    ['without heads', '2026-11-20,5.00\n', ['bank-file/no-columns']],
    ['with a broken quotation', 'Date,Amount\n2026-11-20,"5.00\n', ['bank-file/not-csv']],
    [
      'with amounts and days that are none, all of them named',
      'Date,Amount\n2026-11-31,5.00\n2026-11-20,five\n2026-11-20,5.00',
      ['bank-file/date', 'bank-file/amount'],
    ],
  ])('%s is not read in part', (_, text, codes) => {
    const file = read(text)
    expect(file.kind === 'unreadable' && file.problems.map(({ code }) => code)).toEqual(codes)
  })
})

describe('a deposit', () => {
  const due = (id: string, open: number, payment = open): DuePayment => ({
    ...{ remittanceId: id, trace: `T${id}`, paymentCents: cents(payment), openCents: cents(open) },
  })
  it.each<[string, number, readonly DuePayment[], readonly string[] | string]>([
    ['pays the remittance of its trace and amount', 500, [due('A', 500)], ['A']],
    ['pays several that it names, together', 800, [due('A', 500), due('B', 300)], ['A', 'B']],
    ['pays the one of them that has its amount', 300, [due('A', 500), due('B', 300)], ['B']],
    ['of another amount pays none', 499, [due('A', 500)], 'deposit/amount-differs'],
    ['that names none waits', 500, [], 'deposit/no-remittance'],
    ['that came before waits', 500, [due('A', 0, 500)], 'deposit/already-deposited'],
    ['that may be either waits', 500, [due('A', 500), due('B', 500)], 'deposit/ambiguous'],
  ])('%s', (_, amount, named, expected) => {
    const match = matchDeposit(cents(amount), named)
    const found =
      match.kind === 'matched' ? match.pays.map(({ remittanceId }) => remittanceId) : match.because
    expect(found).toEqual(expected)
  })

  it.each([
    ['HCCLAIMPMT TRN*1*EFT20261120001*1512345678~', 'EFT20261120001'],
    ['CHECK 0001001', '1001'],
    ['ref 2026-118-77', '202611877'],
  ])('of the text %s may name %s', (text, trace) => {
    expect(traceTokens(text)).toContain(trace)
  })

  it('names no words', () => {
    expect(traceTokens('COUNTER DEPOSIT SALEM 12')).not.toContain('SALEM')
  })
})
