import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { fileOf, recounted, usual, workedRemittance } from './sample-remittance.ts'

const small = recounted(
  `ST*835*0001
BPR*I*64*C*ACH*CCP*01*021000021*DA*123456789*1512345678**01*031000053*DA*987654321*20261120
TRN*1*EFT1*1512345678
N1*PR*EXAMPLE HEALTH PLAN*XV*12345
N1*PE*EXAMPLE PHYSICAL THERAPY LLC*XX*1234567893
LX*1
CLP*PCN1*1*100*64*16*12*ICN1*11*1
SVC*HC:97110:GP*100*64**2
DTM*472*20261110
CAS*CO*45*20
CAS*PR*2*16
SE*0*0001`.split('\n'),
)

describe('a file cut at any byte', () => {
  test.each([
    ['terminated by tildes', fileOf(small)],
    ['of two transactions', fileOf(`${small}\n${small.replaceAll('0001', '0002').replace('EFT1', 'EFT2')}`)],
    ['without an envelope', `${small.replaceAll('\n', '~\n')}~`],
    ['terminated by carriage returns', fileOf(small, { ...usual, terminator: '\r', after: '' })],
  ])('%s has an error and posts nothing', (_, whole) => {
    const bytes = new TextEncoder().encode(whole)
    const lastContent = whole.trimEnd().length
    expect(readRemittances(bytes).transactions.map(({ verdict }) => verdict)).not.toContain('quarantine')
    for (let end = 0; end < lastContent; end++) {
      // Behind a line break that an editor took away nothing is missing; see read-segments.
      if (end === lastContent - 1 && whole.endsWith('\r')) continue
      const { transactions, findings } = readRemittances(bytes.subarray(0, end))
      expect(
        findings.some(({ severity }) => severity === 'error'),
        `cut at ${end}`,
      ).toBe(true)
      for (const { verdict, complete } of transactions) {
        expect(verdict, `cut at ${end}`).toBe('quarantine')
        expect(complete).toBe(false)
      }
    }
  })

  test('of 20 KB has an error at every one of them, and no total passes for one', { timeout: 60_000 }, () => {
    const claim = (number: number) => [
      `CLP*PCN${number}*1*100*64*16*12*ICN${number}*11*1`,
      `NM1*QC*1*DOE*JANE****MI*W${number}`,
      ...['SVC*HC:97110:GP*100*64**2', 'DTM*472*20261110', 'CAS*CO*45*20', 'CAS*PR*2*16'],
      `REF*6R*L${number}`,
    ]
    const claims = Array.from({ length: 140 }, (_, place) => claim(place + 1)).flat()
    const segments = small.split('\n')
    const whole = fileOf(
      recounted(
        [...segments.slice(0, 6), ...claims, ...segments.slice(-1)].map((segment) =>
          segment.replace('BPR*I*64*', `BPR*I*${140 * 64}*`),
        ),
      ),
    )
    const bytes = new TextEncoder().encode(whole)
    expect(bytes.length).toBeGreaterThan(20_000)
    expect(readRemittances(bytes).transactions).toMatchObject([{ verdict: 'post', totals: { claims: 140 } }])
    for (let end = 0; end < whole.trimEnd().length; end++) {
      const { transactions, findings } = readRemittances(bytes.subarray(0, end))
      const silent = !findings.some(({ severity }) => severity === 'error')
      if (silent || transactions.some(({ complete, verdict }) => complete || verdict !== 'quarantine'))
        expect.fail(`cut at ${end} it passes for a whole file`)
    }
  })

  test('says where, and what was read before it is no total', () => {
    const text = fileOf(workedRemittance)
    const { transactions, findings } = readRemittances(
      text.slice(0, text.indexOf('CLP*PCN0000000000000003*22') + 20),
    )
    expect(findings.map(({ rule }) => rule)).toEqual([
      'file/cut',
      'segment/unread',
      'envelope/no-se',
      'remittance/out-of-balance',
      'envelope/no-ge',
      'envelope/no-iea',
    ])
    expect(transactions).toMatchObject([
      { complete: false, verdict: 'quarantine', totals: { claims: 3, paidCents: 16000 } },
    ])
    expect(transactions[0]?.claims).toHaveLength(2)
  })

  test('even where the part that is left would add up', () => {
    const text = fileOf(workedRemittance.replace('172.55', '160'))
    const { transactions } = readRemittances(text.slice(0, text.indexOf('CLP*PCN0000000000000002')))
    expect(transactions).toMatchObject([
      { proof: { balanced: true }, complete: false, verdict: 'quarantine' },
    ])
  })
})
