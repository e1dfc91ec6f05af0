/** What a patient is asked for, and the page that asks. */
import { cents, noCents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import type { PatientHold } from './patient-hold.ts'
import { type AccountLine, balanceOfPatient, linesToBill, moneyOfLine, type Statement } from './statement.ts'
import { statementPage } from './statement-page.ts'

const money = moneyOfLine({
  bookedCents: cents(10000),
  ofPayers: new Map([
    ['revenue', cents(-10000)],
    ['clearing', cents(3000)],
    ['adjustment', cents(4000)],
    ['write-off', cents(500)],
    ['receivable:patient', cents(2000)],
  ]),
  ofPatient: new Map([
    ['receivable:payer', cents(-2000)],
    ['cash', cents(700)],
    ['write-off', cents(100)],
  ]),
  patientBalanceCents: cents(1200),
})

const line = (id: string, balance: number, hold: PatientHold | null = null): AccountLine => ({
  ...{ chargeLineId: id, treatmentDayId: 'day_1', serviceDate: '2026-11-10', procedureCode: '97110' },
  ...{ modifiers: ['GP'], balanceCents: cents(balance), hold, money },
})
const held = { chargeLineId: 'H', because: 'patient/work-injury', says: 'x', releasable: true }

it('where a line’s charge went makes the charge', () => {
  expect(money).toEqual({
    ...{ chargeCents: 10000, payerPaidCents: 3000, adjustedCents: 4000, writtenOffCents: 600 },
    ...{ patientPaidCents: 700, openAtPayersCents: 500 },
  })
  const { chargeCents, ...parts } = money
  expect(Object.values(parts).reduce<number>((sum, each) => sum + each, 1200)).toBe(chargeCents)
})

describe('a patient is asked for', () => {
  it.each<[string, readonly AccountLine[], number, number, number]>([
    ['what lines leave', [line('A', 1200), line('B', 300)], 0, 1500, 0],
    ['less what was paid ahead', [line('A', 1200)], 200, 1000, 0],
    ['nothing that is held back', [line('A', 1200), line('H', 5000, held)], 0, 1200, 0],
    ['nothing when more was paid', [line('A', 1200)], 1500, 0, 300],
    ['less what a held line was overpaid', [line('A', 1200), line('H', -200, held)], 0, 1000, 0],
  ])('%s', (_, lines, credit, due, over) => {
    const balance = balanceOfPatient(lines, cents(credit))
    expect([balance.dueCents, balance.overpaidCents]).toEqual([due, over])
  })

  it('line by line, without those that are held or settled', () => {
    const lines = [line('A', 1200), line('Z', 0), line('H', 5000, held), line('O', -100, held)]
    expect(linesToBill(lines).map(({ chargeLineId }) => chargeLineId)).toEqual(['A', 'O'])
  })
})

describe('the page', () => {
  const statement: Statement = {
    ...{ practice: 'Physio & <Sons>', payTo: { address: ['1 <B> AVE'], phone: '5035550100' } },
    ...{ patientId: 'pat_A', asOf: '2026-11-24', lines: [line('A', 1200)] },
    patient: { externalId: 'MRN "7"', name: "<script>alert('x')</script>", address: ['1 A ST'] },
    balance: balanceOfPatient([line('A', 1200)], noCents),
  }

  it('holds no script, whatever a name holds, and nothing from elsewhere', () => {
    const page = statementPage(statement)
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|onload/i)
    expect(page).toContain('Physio &amp; &lt;Sons&gt;')
    expect(page).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;')
    expect(page).toContain('MRN &quot;7&quot;')
    expect(page).toContain('1 &lt;B&gt; AVE<br>Questions: 5035550100')
  })

  it('is made for paper and asks for what is due', () => {
    const page = statementPage(statement)
    expect(page).toContain('@media print')
    expect(page).toContain('<th scope="row">Please pay</th><td>$12.00</td>')
  })
})
