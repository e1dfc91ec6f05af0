import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { fileOf, workedRemittance } from './sample-remittance.ts'
import { type RemittancesToWrite, write835 } from './write-835.ts'

const worked = (): RemittancesToWrite => ({
  usage: 'T',
  submitter: { id: 'EXPAYER' },
  receiver: { id: 'EXCLINIC' },
  control: { interchange: 201, group: 201, writtenAt: { date: serviceDate('2026-11-20'), time: '08:15' } },
  remitter: null,
  remittances: readRemittances(fileOf(workedRemittance)).transactions,
})

/** The worked remittance with another value at a pointer. */
function withValue(pointer: string, value: unknown): RemittancesToWrite {
  const file = structuredClone(worked())
  const path = pointer.slice(1).split('/')
  const last = path.pop() ?? ''
  const holder = path.reduce<Record<string, unknown>>(
    (at, key) => at[key] as Record<string, unknown>,
    file as never,
  )
  if (!(last in holder)) throw new Error(`the sample holds no ${pointer}`)
  holder[last] = value
  return file
}

const claim = '/remittances/0/claims/0'
const line = `${claim}/lines/0`
/** Read in the test: what is read while tests are collected counts for all of them when breaks are tried. */
const twice = () => {
  const [remittance] = worked().remittances
  return [remittance, remittance]
}
const adjustment = { group: 'CO', reason: '45', amountCents: cents(2000), quantity: null }

describe('what cannot come back as it is, is refused where it stands', () => {
  test.each<[pointer: string, value: unknown, rule: string, x12: string, at?: string]>([
    ['/control/interchange', 0, 'x12/control-number', 'ISA13'],
    ['/control/group', 1_000_000_000, 'x12/control-number', 'GS06'],
    ['/submitter/id', 'A', 'x12/too-short', 'ISA06'],
    ['/receiver/id', 'A*B', 'x12/delimiter', 'ISA08'],
    ['/remittances', [], 'x12/batch-size', 'ST'],
    ['/remittances/0/controlNumber', '', 'x12/missing', 'ST02'],
    ['/remittances/0/controlNumber', '1', 'x12/too-short', 'ST02'],
    ['/remittances', twice, 'x12/control-number', 'ST02', '/remittances/1/controlNumber'],
    ['/remittances/0/handling', '', 'x12/missing', 'BPR01'],
    ['/remittances/0/method', '', 'x12/missing', 'BPR04'],
    ['/remittances/0/paymentCents', null, 'x12/missing', 'BPR02'],
    ['/remittances/0/paymentCents', -1, 'x12/amount', 'BPR02'],
    ['/remittances/0/paymentCents', 10_000_000_000, 'x12/amount', 'BPR02'],
    ['/remittances/0/traceNumber', '', 'x12/missing', 'TRN02'],
    ['/remittances/0/traceNumber', 'A~B', 'x12/delimiter', 'TRN02'],
    ['/remittances/0/originatorId', '151234567', 'x12/too-short', 'TRN03'],
    ['/remittances/0/payer/name', 'A:B', 'x12/delimiter', '1000A N102'],
    ['/remittances/0/payer/name', ' A', 'x12/unwritable', '1000A N102'],
    ['/remittances/0/payer/name', 'A'.repeat(61), 'x12/too-long', '1000A N102'],
    ['/remittances/0/payer/id', '', 'x12/missing', '1000A N104'],
    ['/remittances/0/payeeId', 'OTHER', 'x12/code', '1000B N104'],
    [`${claim}/claimNumber`, 'P^1', 'x12/delimiter', '2100 CLP01'],
    [`${claim}/claimNumber`, 'P1 ', 'x12/unwritable', '2100 CLP01'],
    [`${claim}/status`, '', 'x12/missing', '2100 CLP02'],
    [`${claim}/frequency`, '11', 'x12/too-long', '2100 CLP09'],
    [`${claim}/patient/last`, 'MUÑOZ', 'x12/delimiter', '2100 NM103'],
    [`${claim}/patient/memberId`, 'A\nB', 'x12/delimiter', '2100 NM109'],
    [`${claim}/remarks`, Array(11).fill('M1'), 'x12/batch-size', '2100 MIA MOA'],
    [
      `${claim}/references`,
      [{ qualifier: '', value: 'A' }],
      'x12/missing',
      '2100 REF01',
      `${claim}/references/0/qualifier`,
    ],
    [
      `${claim}/adjustments`,
      [{ ...adjustment, group: '' }],
      'x12/missing',
      '2100 CAS01',
      `${claim}/adjustments/0/group`,
    ],
    [
      `${claim}/adjustments`,
      [{ ...adjustment, quantity: 1e21 }],
      'x12/units',
      '2100 CAS04',
      `${claim}/adjustments/0/quantity`,
    ],
    [`${line}/adjustments/0/reason`, '', 'x12/missing', '2110 CAS02'],
    [`${line}/unitsPaid`, Number.NaN, 'x12/units', '2110 SVC05'],
    [`${line}/modifiers`, ['GP', 'KX', 'CQ', '59', 'GA'], 'x12/modifier', '2110 SVC01'],
    [`${line}/procedureCode`, '', 'x12/modifier', '2110 SVC01', `${line}/modifiers`],
    [
      `${line}/submittedProcedure`,
      { procedureCode: '', modifiers: [] },
      'x12/missing',
      '2110 SVC06',
      `${line}/submittedProcedure/procedureCode`,
    ],
    [`${line}/allowedCents`, null, 'x12/amount', '2110 AMT02'],
    [`${line}/remarks`, [''], 'x12/missing', '2110 LQ02', `${line}/remarks/0`],
    ['/remittances/0/providerAdjustments/0/reason', '', 'x12/missing', 'PLB03'],
    ['/remittances/0/providerAdjustments/0/reference', 'A:B', 'x12/delimiter', 'PLB03'],
  ])('%s as %j: %s at %s', (pointer, given, rule, x12, at = pointer) => {
    const value = typeof given === 'function' ? given() : given
    const written = write835(withValue(pointer, value))
    expect(
      written.ok ? [] : written.problems.map((problem) => [problem.pointer, problem.rule, problem.x12]),
    ).toEqual([[at, rule, x12]])
  })

  test('a line without a day, in a claim of one day that a reader would give it', () => {
    const file = withValue(`${line}/serviceDate`, null)
    expect(write835(file).ok).toBe(true)
    const [only] = file.remittances
    const claims = only?.claims.map((one) => ({ ...one, serviceFrom: serviceDate('2026-11-10') })) ?? []
    const written = write835({ ...file, remittances: only ? [{ ...only, claims }] : [] })
    expect(written).toMatchObject({
      ok: false,
      problems: [{ pointer: `${line}/serviceDate`, rule: 'x12/service-date' }],
    })
  })

  test('all at once, and none of them says a value', () => {
    const file = withValue(`${claim}/patient/last`, 'SECRET*NAME')
    const [only] = file.remittances
    const written = write835({
      ...file,
      submitter: { id: '' },
      remittances: only ? [{ ...only, traceNumber: '' }] : [],
    })
    expect(written).toMatchObject({
      ok: false,
      problems: [{ x12: 'ISA06' }, { x12: 'TRN02' }, { x12: '2100 NM103' }],
    })
    expect(JSON.stringify(written)).not.toContain('SECRET')
  })
})
