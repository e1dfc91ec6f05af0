/** Who claims for whom: with HL by its numbers, without any by the order of the segments. */
import { describe, expect, test } from 'vitest'
import { readClaims } from './read-claims.ts'
import { fileOf837 } from './sample-files.ts'

const claim = (number: string) =>
  `CLM*${number}*10***11:B:1*Y*A*Y*Y\nHI*ABK:M542\nLX*1\nSV1*HC:97110:GP*10*UN*1***1`
const billing = (name: string) => `NM1*85*2*${name}*****XX*1234567893`
const insured = (name: string) => `NM1*IL*1*${name}*ANN****MI*W1`
const payer = (name: string) => `NM1*PR*2*${name}*****PI*12345`

/** For each claim: number, billing provider, subscriber, payer, patient, other payers, lines. */
function read(body: string) {
  const { batches, findings } = readClaims(fileOf837(body))
  const claims = batches.flatMap((batch) => batch.claims)
  return {
    claims: claims.map(({ claimNumber, billing: above, subscriber, patient, otherPayers, lines }) =>
      [
        claimNumber,
        above?.provider?.name ?? '-',
        subscriber?.subscriber?.name ?? '-',
        subscriber?.payer?.name ?? '-',
        patient?.patient?.name ?? '-',
        otherPayers.map((other) => other.payer?.name ?? '-').join('+') || '-',
        lines.length,
      ].join(' '),
    ),
    findings: findings.map(({ rule, segment }) => `${rule} ${segment}`),
  }
}

describe('with HL', () => {
  test('a claim belongs to the level before it, several to one', () => {
    const body = `
HL*1**20*1\n${billing('ONE')}
HL*2*1*22*1\nSBR*P********CI\n${insured('ADAM')}\n${payer('PLAN')}
HL*3*2*23*0\nPAT*19\nNM1*QC*1*BEA*ANN\n${claim('C1')}\n${claim('C2')}
HL*4*2*23*0\nPAT*01\nNM1*QC*1*CARL*ANN\n${claim('C3')}
HL*5*1*22*0\nSBR*P*18*******MB\n${insured('DORA')}\n${payer('OTHER')}\n${claim('C4')}
HL*6**20*1\n${billing('TWO')}
HL*7*6*22*0\nSBR*P*18*******CI\n${insured('EVE')}\n${payer('PLAN')}\n${claim('C5')}`
    expect(read(body)).toEqual({
      claims: [
        'C1 ONE ADAM PLAN BEA - 1',
        'C2 ONE ADAM PLAN BEA - 1',
        'C3 ONE ADAM PLAN CARL - 1',
        'C4 ONE DORA OTHER - - 1',
        'C5 TWO EVE PLAN - - 1',
      ],
      findings: [],
    })
  })

  test('HL02 decides, not the order', () => {
    const body = `
HL*1**20*1\n${billing('ONE')}
HL*2**20*1\n${billing('TWO')}
HL*3*1*22*0\nSBR*P*18*******CI\n${insured('ADAM')}\n${payer('PLAN')}\n${claim('C1')}`
    expect(read(body).claims).toEqual(['C1 ONE ADAM PLAN - - 1'])
  })

  test.each([
    ['names nobody', 'HL*3*9*22*0', 'hierarchy/parent 9', 'C1 TWO ADAM PLAN - - 1'],
    ['is left out', 'HL*3**22*0', 'hierarchy/parent 9', 'C1 TWO ADAM PLAN - - 1'],
    ['names a level of its own kind', 'HL*3*3*22*0', 'hierarchy/parent 9', 'C1 TWO ADAM PLAN - - 1'],
  ])('an HL02 that %s: the latest, and a doubt', (_, hl, finding, expected) => {
    const body = `
HL*1**20*1\n${billing('ONE')}
HL*2**20*1\n${billing('TWO')}
${hl}\nSBR*P*18*******CI\n${insured('ADAM')}\n${payer('PLAN')}\n${claim('C1')}`
    expect(read(body)).toEqual({ claims: [expected], findings: [finding] })
  })

  test('a dependent below another billing provider’s subscriber is nobody’s', () => {
    const body = `
HL*1**20*1\n${billing('ONE')}
HL*2*1*22*1\nSBR*P********CI\n${insured('ADAM')}\n${payer('PLAN')}
HL*3**20*1\n${billing('TWO')}
HL*4*9*23*0\nPAT*19\nNM1*QC*1*BEA*ANN\n${claim('C1')}`
    expect(read(body)).toEqual({
      claims: ['C1 - - - BEA - 1'],
      findings: ['hierarchy/parent 13', 'claim/no-subscriber 16', 'claim/no-billing-provider 16'],
    })
  })

  test('a level that the guide does not know holds its claims, and no subscriber', () => {
    const body = `HL*1**20*1\n${billing('ONE')}\nHL*2*1*77*0\n${insured('ADAM')}\n${claim('C1')}`
    const { claims, findings } = read(body)
    expect(claims).toEqual(['C1 - - - - - 1'])
    expect(findings[0]).toBe('hierarchy/level 7')
  })

  test('an SBR behind a CLM is another payer, with everything up to the next', () => {
    const other = (name: string) => `SBR*S*18*******CI\nOI***Y***Y\n${insured('ADAM')}\n${payer(name)}`
    const [head = '', line = ''] = claim('C1').split('\nLX')
    const body = `HL*1**20*1\n${billing('ONE')}\nHL*2*1*22*0\nSBR*P*18*******MB\n${insured('ADAM')}\n${payer('PLAN')}
${head}\n${other('TWO')}\n${other('THREE')}\nLX${line}\nSVD*A*1*HC:97110**1\nCAS*CO*45*9\nSVD*B*2*HC:97110**1`
    expect(read(body)).toEqual({ claims: ['C1 ONE ADAM PLAN - TWO+THREE 1'], findings: [] })
  })
})

describe('without HL', () => {
  const levels = ['hierarchy/missing']
  const rules = (body: string) => read(body).findings.map((finding) => finding.split(' ')[0])

  test.each([
    [
      'NM1 alone',
      [
        billing('ONE'),
        insured('ADAM'),
        claim('C1'),
        insured('BEA'),
        claim('C2'),
        billing('TWO'),
        insured('CARL'),
        claim('C3'),
      ],
      ['C1 ONE ADAM - - - 1', 'C2 ONE BEA - - - 1', 'C3 TWO CARL - - - 1'],
    ],
    [
      'the SBR begins a subscriber',
      [
        'PRV*BI*PXC*261QP2000X',
        billing('ONE'),
        'SBR*P*18*******CI',
        insured('ADAM'),
        payer('PLAN'),
        claim('C1'),
      ].concat(['SBR*P*18*******MB', insured('BEA'), payer('OTHER'), claim('C2')]),
      ['C1 ONE ADAM PLAN - - 1', 'C2 ONE BEA OTHER - - 1'],
    ],
    [
      'the PAT begins a patient',
      [
        billing('ONE'),
        'SBR*P********CI',
        insured('ADAM'),
        payer('PLAN'),
        'PAT*19',
        'NM1*QC*1*BEA*ANN',
        claim('C1'),
      ].concat([
        'PAT*19',
        'NM1*QC*1*CARL*ANN',
        claim('C2'),
        'SBR*P*18*******CI',
        insured('DORA'),
        claim('C3'),
      ]),
      ['C1 ONE ADAM PLAN BEA - 1', 'C2 ONE ADAM PLAN CARL - 1', 'C3 ONE DORA - - - 1'],
    ],
    [
      'two claims of one subscriber',
      [billing('ONE'), insured('ADAM'), payer('PLAN'), claim('C1'), claim('C2')],
      ['C1 ONE ADAM PLAN - - 1', 'C2 ONE ADAM PLAN - - 1'],
    ],
    [
      'an other payer before the lines',
      [
        billing('ONE'),
        'SBR*S*18*******CI',
        insured('ADAM'),
        payer('PLAN'),
        claim('C1').replace('\nLX', `\nSBR*P*18*******MB\n${insured('ADAM')}\n${payer('FIRST')}\nLX`),
      ],
      ['C1 ONE ADAM PLAN - FIRST 1'],
    ],
  ])('%s', (_, segments, expected) => {
    const body = segments.join('\n')
    expect(read(body).claims).toEqual(expected)
    expect(rules(body)).toEqual(levels)
  })

  test('a subscriber without a claim is nobody else’s', () => {
    const body = [billing('ONE'), insured('ADAM'), payer('PLAN'), insured('BEA'), claim('C1')].join('\n')
    expect(read(body).claims).toEqual(['C1 ONE BEA - - - 1'])
  })

  test('a PAT without a relationship speaks of the subscriber', () => {
    const segments = [billing('ONE'), 'SBR*P*18*******CI', insured('ADAM'), 'PAT*******01*155', claim('C1')]
    expect(read(segments.join('\n')).claims).toEqual(['C1 ONE ADAM - - - 1'])
    const [only] = readClaims(fileOf837(segments.join('\n'))).batches[0]?.claims ?? []
    expect([only?.patient, only?.subscriber?.unread[0]?.elements[0]]).toEqual([null, 'PAT'])
  })

  test('the taxonomy may stand before the billing provider or behind it', () => {
    for (const pair of [
      [billing('ONE'), 'PRV*BI*PXC*261QP2000X'],
      ['PRV*BI*PXC*261QP2000X', billing('ONE')],
    ]) {
      const [only] =
        readClaims(fileOf837([...pair, insured('ADAM'), claim('C1')].join('\n'))).batches[0]?.claims ?? []
      expect(only?.billing?.provider?.name).toBe('ONE')
      expect(only?.billing?.taxonomy ?? only?.billing?.provider?.taxonomy).toBe('261QP2000X')
    }
  })

  test('a claim before anybody is named stands alone, and that is said', () => {
    expect(rules(claim('C1'))).toEqual([...levels, 'claim/no-subscriber', 'claim/no-billing-provider'])
  })
})

describe('out of place', () => {
  const above = `HL*1**20*1\n${billing('ONE')}\nHL*2*1*22*0\nSBR*P*18*******MB\n${insured('ADAM')}\n${payer('PLAN')}`

  test('a service without LX is a line all the same', () => {
    const body = `${above}\n${claim('C1').replace('LX*1\n', '')}`
    expect(read(body)).toEqual({ claims: ['C1 ONE ADAM PLAN - - 1'], findings: ['line/no-number 13'] })
  })

  test('a provider before its service, as some write it, is the line’s; the date behind it too', () => {
    const body = `${above}\n${claim('C1').replace('SV1', 'NM1*82*1*PATEL*A****XX*1861400004\nPRV*PE*PXC*225100000X\nSV1')}\nDTP*472*D8*20261110`
    const [only] = readClaims(fileOf837(body)).batches[0]?.claims ?? []
    expect(only?.lines).toMatchObject([
      {
        renderingProvider: { name: 'PATEL', taxonomy: '225100000X' },
        serviceFrom: '2026-11-10',
        chargeCents: 1000,
      },
    ])
  })

  test.each([
    ['a segment of another transaction', `${claim('C1')}\nEB*1`, 'segment/unknown 15'],
    [
      'a line’s decision on the claim',
      claim('C1').replace('HI*', 'SVD*A*1*HC:97110**1\nHI*'),
      'segment/unplaced 12',
    ],
    ['an adjustment on the claim', claim('C1').replace('HI*', 'CAS*CO*45*1\nHI*'), 'segment/unplaced 12'],
    ['an LX before any claim', `LX*1\n${claim('C1')}`, 'segment/unplaced 11'],
    ['a claim without lines', claim('C1').split('\nLX')[0] ?? '', 'claim/no-lines 11'],
    ['a line without a service', claim('C1').split('\nSV1')[0] ?? '', 'line/no-service 13'],
  ])('%s is kept and said', (_, body, finding) => {
    expect(read(`${above}\n${body}`).findings).toEqual([finding])
  })

  test('what no field carries stays on its loop as it stands', () => {
    const body = `${above}\n${claim('C1').replace('HI*', 'CRC*07*Y*04\nHI*')}\nMEA*TR*HT*70`
    const [only] = readClaims(fileOf837(body)).batches[0]?.claims ?? []
    expect(only?.unread).toEqual([{ segment: 12, elements: ['CRC', '07', 'Y', '04'] }])
    expect(only?.lines[0]?.unread).toEqual([{ segment: 16, elements: ['MEA', 'TR', 'HT', '70'] }])
  })
})
