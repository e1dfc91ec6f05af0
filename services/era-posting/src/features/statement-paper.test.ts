/** The paper says what the page says, on as many pages as it takes. */
import { inflateSync } from 'node:zlib'
import { cents, noCents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type AccountLine, balanceOfPatient, type Statement } from '../domain/statement.ts'
import { statementPaper } from './statement-paper.ts'

const line = (place: number): AccountLine => ({
  ...{
    chargeLineId: `L${place}`,
    treatmentDayId: 'day_1',
    serviceDate: '2026-11-10',
    procedureCode: '97110',
  },
  ...{ modifiers: ['GP'], balanceCents: cents(100 + place), hold: null },
  money: {
    ...{ chargeCents: cents(10000), payerPaidCents: cents(9900 - place), adjustedCents: noCents },
    ...{ writtenOffCents: noCents, patientPaidCents: noCents, openAtPayersCents: noCents },
  },
})

function statement(count: number, name = 'Alma Sample'): Statement {
  const lines = Array.from({ length: count }, (_, place) => line(place))
  return {
    ...{ practice: 'Example Physical Therapy', payTo: { address: ['1 EXAMPLE AVE'], phone: null } },
    ...{ patientId: 'pat_A', asOf: '2026-11-24', lines },
    patient: { externalId: 'MRN-7', name, address: ['12 EXAMPLE ST'] },
    balance: balanceOfPatient(lines, noCents),
  }
}

/** What the text operators of a PDF show, page by page. */
function pagesOf(paper: Buffer): string[] {
  const raw = paper.toString('latin1')
  const streams = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)]
  return streams.flatMap(([, body = '']) => {
    try {
      const shown = inflateSync(Buffer.from(body, 'latin1')).toString('latin1')
      const texts = [...shown.matchAll(/\[([^\]]*)\] TJ/g)].map(([, parts = '']) =>
        [...parts.matchAll(/<([0-9a-f]*)>/g)]
          .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
          .join(''),
      )
      return texts.length > 0 ? [texts.join('\n')] : []
    } catch {
      return []
    }
  })
}

describe('the paper', () => {
  it('names whom it asks, what for, and how much', async () => {
    const [page = '', ...more] = pagesOf(await statementPaper(statement(2)))
    for (const words of [
      'Example Physical Therapy',
      '1 EXAMPLE AVE',
      'Alma Sample',
      'MRN-7',
      '97110 GP',
      '$1.01',
      'Please pay',
      '$2.01',
    ]) {
      expect(page).toContain(words)
    }
    expect(more).toEqual([])
  })

  it('of a hundred lines has pages, and no line is lost', async () => {
    const pages = pagesOf(await statementPaper(statement(100)))
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.join('\n').match(/97110 GP/g)).toHaveLength(100)
    expect(pages.at(-1)).toContain('Please pay')
  })

  it('writes letters that its fonts do not hold without their marks', async () => {
    const [page = ''] = pagesOf(await statementPaper(statement(1, 'Zoë Nováková Łukasz Đặng 😀')))
    expect(page).toContain('Zoë Nováková Lukasz Dang ?')
  })
})
