/** What a former claim becomes: booked for what is open, answered for what was charged. */
import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { contentOf, openClaim } from './open-claim.ts'
import { openingTotals, readOpeningFile } from './opening-file.ts'
import { balanceOf } from './posting.ts'

const heads =
  'claimNumber,patientId,serviceDate,procedureCode,modifiers,chargeCents,openPayerCents,openPatientCents,payerId,payerFamily,memberId'
const ids = { treatmentDayId: 'day_D', patientId: 'pat_P', claimId: 'C', lineIds: ['L1', 'L2'] }

function claimsOf(...rows: readonly string[]) {
  const file = readOpeningFile([heads, ...rows].join('\n'), serviceDate('2026-12-01'))
  if (file.kind === 'refused') throw new Error(JSON.stringify(file.problems))
  return file.claims
}
function opened(...rows: readonly string[]) {
  const [claim] = claimsOf(...rows)
  if (!claim) throw new Error('the file has a claim')
  return openClaim('old', claim, ids)
}

describe('a claim with something open at payer and patient', () => {
  const both = opened(
    'A1,M,2026-11-10,97110,GP KX,10000,4000,1500,12345,commercial,W1',
    'A1,M,2026-11-10,97530,GP,9000,0,-700,12345,commercial,W1',
  )

  it('asks for its whole charge', () => {
    expect(both.version).toMatchObject({ claimNumber: 'A1', chargeCents: 19000 })
    expect(both.version.lines.map(({ chargeCents, modifiers }) => [chargeCents, modifiers])).toEqual([
      [10000, ['GP', 'KX']],
      [9000, ['GP']],
    ])
  })

  it('is booked for what is open, the credit apart', () => {
    expect(both.day.lines.map(({ bookedCents }) => bookedCents)).toEqual([5500, 0])
    const balance = (account: string) => balanceOf(account, both.postings)
    expect(balance('receivable:payer:L1:1')).toBe(4000)
    expect(balance('receivable:patient:pat_P:L1')).toBe(1500)
    expect(balance('patient-credit:pat_P')).toBe(-700)
    expect(balance('opening:old')).toBe(-4800)
  })

  it('may be found by its visit', () => {
    expect(both.visit).toBe('W1|2026-11-10|19000|97110 97530')
  })
})

it('one of several days counts its age from the first and is no single visit', () => {
  const { day, visit } = opened(
    'A1,M,2026-11-12,97110,GP,10000,4000,0,12345,commercial,W1',
    'A1,M,2026-11-10,97110,GP,10000,4000,0,12345,commercial,W1',
  )
  expect([day.serviceDate, visit]).toEqual(['2026-11-10', null])
})

it('a visit without a payer is the patient’s and no claim', () => {
  const { claim, day } = opened('V1,M,2026-11-10,97110,,10000,0,4000,,,')
  expect(claim).toBeNull()
  expect([day.coverages, day.lines[0]?.account]).toEqual([[], 'receivable:patient:pat_P:L1'])
})

it('one of which nothing is open is known by its numbers and moves nothing', () => {
  const { claim, postings } = opened('A1,M,2026-11-10,97110,GP,10000,0,0,12345,commercial,')
  expect([claim?.payerId, postings]).toEqual(['12345', []])
})

it('its content is the same wherever it stands in a file, and another when a cell is', () => {
  const row = 'A1,M,2026-11-10,97110,GP,10000,4000,0,12345,commercial,W1'
  const content = (text: string, place: number) =>
    contentOf(claimsOf(row.replace('A1', 'A0'), text)[place] ?? raise())
  const [alone] = claimsOf(row)
  expect(content(row, 1)).toBe(contentOf(alone ?? raise()))
  expect(content(row.replace('4000', '4001'), 1)).not.toBe(content(row, 1))
})

it('the totals tell patients’ credit apart', () => {
  const totals = openingTotals(
    claimsOf('V1,M,2026-11-10,97110,,10000,0,4000,,,', 'V2,M,2026-11-10,97110,,10000,0,-300,,,'),
  )
  expect(totals).toEqual({ claims: 2, lines: 2, openPayerCents: 0, openPatientCents: 4000, creditCents: 300 })
})

function raise(): never {
  throw new Error('the file has such a claim')
}
