/** What the reader finds on its way becomes a finding of the checker, and rules that few files break. */
import { describe, expect, test } from 'vitest'
import { checkClaims } from './check-claims.ts'
import { type PayerRules, rulesOfMost } from './payer-rules.ts'
import { type Change, facts, type WorkedClaim, workedClaim } from './sample-worked-claims.ts'

function found(text: string, payer?: PayerRules): string[] {
  const { claims, findings } = checkClaims(text, payer ? { ...facts, payer } : facts)
  return [...findings, ...claims.flatMap((one) => one.findings)]
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, severity, tag, element }) => `${severity} ${rule} ${tag}${element ?? ''}`)
}

const isa =
  'ISA*00*          *00*          *ZZ*CLINICSUB      *ZZ*CLEARHOUSE     *261121*0930*^*00501*000000101*0*T*:'
const gs = 'GS*HC*CLINICSUB*CLEARHOUSE*20261121*0930*101*X*005010X222A1'
const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
const first = 'SV1*HC:97110:GP:KX*100*UN*2***1:2'
const text = workedClaim('medicare')
const after = (segment: string, ...more: string[]): Change => [segment, segment, ...more]

const rows: readonly (readonly [WorkedClaim, readonly Change[], string])[] = [
  ['medicare', [[gs, gs.replace('*101*', '*0101*')]], 'reject envelope/control-number-form GS6'],
  ['medicare', [after('REF*6R*L00000003', 'HL*3*1*22*0')], 'warn hierarchy/no-claim HL'],
  [
    'medicare',
    [['NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73', 'NM1*IL*1**JANE****MI*1EG4TE5MK73']],
    'reject subscriber/name NM13',
  ],
  [
    'secondary',
    [['AMT*D*160'], ['AMT*EAF*40'], ['OI***Y***Y'], ['SBR*P*18*******MB']],
    'reject cob/nobody-before SBR1',
  ],
  ['medicare', [[isa, isa.replace('CLINICSUB      ', 'CLINICSUB')]], 'reject envelope/isa-length '],
  ['medicare', [after('SE*39*0001', 'NTE*ADD*X')], 'reject envelope/outside NTE'],
  ['medicare', [['GE*1*101']], 'reject envelope/no-ge GS'],
  ['medicare', [['IEA*1*000000101']], 'reject envelope/no-iea ISA'],
  ['medicare', [after('DTP*454*D8*20261005', '1X*2')], 'reject segment/tag '],
  ['medicare', [after('DTP*454*D8*20261005', 'N4*PORTLAND*OR')], 'reject segment/unplaced N4'],
  ['medicare', [['LX*1', 'HI*BP:0']], 'reject line/no-number SV1'],
  ['medicare', [[first]], 'reject line/no-service LX'],
  ['medicare', [[clm, clm.replace('*250*', '**')]], 'reject amount/missing CLM2'],
  ['medicare', [[first, first.replace('UN*2', 'UN*TWO')]], 'reject quantity/no-number SV14'],
  ['medicare', [[first, first.replace('1:2', '1:B')]], 'reject quantity/no-number SV17'],
  ['medicare', [[first, first.replaceAll(':', '>')]], 'reject segment/component-separator SV11'],
  ['secondary', [['CAS*CO*45*20', 'CAS*CO**20']], 'reject adjustment/no-reason CAS2'],
]

describe('among what is found', () => {
  test.each(rows)('%s %j: %s', (claim, change, expected) => {
    expect(found(workedClaim(claim, change))).toContain(expected)
  })

  test.each([
    ['a cover before the ISA', `Dear sirs ${text}`, 'reject file/heading '],
    ['no envelope', text.split('\n').slice(2, -2).join('\n'), 'reject envelope/missing '],
    ['a file cut', text.slice(0, -8), 'reject file/cut IEA'],
    ['no SE', text.replace('SE*39*0001~', ''), 'reject envelope/no-se REF'],
    ['no GS', text.replace(`${gs}~`, ''), 'reject envelope/no-gs GE'],
    ['a file of something else', 'PK\u0003\u0004 and so on', 'reject file/not-x12 '],
    ['no claim', text.replace(/CLM[\s\S]*(?=SE\*)/, ''), 'reject batch/no-claims ST'],
    ['no HL', text.replaceAll(/HL[^~]*~\n/g, ''), 'reject hierarchy/missing CLM'],
    ['no subscriber', text.replace(/HL\*2[\s\S]*?(?=CLM)/, ''), 'reject claim/no-subscriber CLM'],
    [
      'no billing provider',
      text.replace(/HL\*1[\s\S]*?(?=HL\*2)/, ''),
      'reject claim/no-billing-provider CLM',
    ],
    ['no NM1*85', text.replace(/NM1\*85[^~]*~\n/, ''), 'reject billing/provider-missing HL'],
    ['no line', text.replace(/LX\*1[\s\S]*(?=SE\*)/, ''), 'reject claim/no-lines CLM'],
    ['a level of another kind', text.replace('HL*2*1*22*0', 'HL*2*1*24*0'), 'reject hierarchy/level HL3'],
    [
      'a segment without end',
      text.replace('N3*1 OAK ST~', `N3*${'1'.repeat(11_000)}~`),
      'reject segment/too-long N3',
    ],
    [
      'more than can be told',
      text.replace('N3*1 OAK ST~', 'Q*1~'.repeat(1_100)),
      'reject file/more-findings ',
    ],
  ])('of %s', (_, input, expected) => {
    expect(
      found(input).some((one) => one.startsWith(expected.trimEnd())),
      found(input).slice(0, 9).join('\n'),
    ).toBe(true)
  })

  test('eleven other payers, an amount of eleven digits, 5,001 claims', () => {
    const other = (turn: string) => [
      `SBR*${turn}*18*******CI`,
      'OI***Y***Y',
      'NM1*IL*1*DOE****MI*X1',
      `NM1*PR*2*P*****PI*${turn}`,
    ]
    const payers = [...'STABCDEFGHU'].flatMap(other)
    expect(found(workedClaim('medicare', [after('PRV*PE*PXC*225100000X', ...payers)]))).toContain(
      'reject cob/payer-count SBR',
    )
    const much = workedClaim('medicare', [
      [clm, clm.replace('*250*', '*100000000.00*')],
      [first, first.replace('*100*', '*99999850*')],
    ])
    expect(found(much)).toEqual(['reject claim/amount-too-long CLM2'])
    const lines = text.split('\n')
    const from = lines.findIndex((line) => line.startsWith('CLM'))
    const claim = lines.slice(
      from,
      lines.findIndex((line) => line.startsWith('SE')),
    )
    const many = Array.from({ length: 5_000 }, (_, index) =>
      claim.map((line) => line.replace('PCN0000000000000001', `C${index}`)),
    )
    const full = [...lines.slice(0, from), ...many.flat(), ...lines.slice(from)].join('\n')
    expect(found(full)).toEqual(['warn batch/size ST', 'reject envelope/segment-count SE1'])
  })

  test('an ISA and a GS, once, however many ST they hold', () => {
    const set = text.slice(text.indexOf('ST*'), text.indexOf('GE*'))
    const again = set.replaceAll('*0001', '*0002').replace('B0000101', 'B0000102').replace('PCN0', 'PCN1')
    const two = text
      .replace(set, set + again)
      .replace('GE*1*', 'GE*2*')
      .replace('*00501*', '*00401*')
    expect(found(two)).toEqual(['reject envelope/interchange-codes ISA12'])
    expect(found(two.replace(gs, gs.replace('222A1', '222')))).toEqual([
      'reject envelope/interchange-codes ISA12',
      'reject envelope/guide-of-group GS8',
    ])
    expect(found(two.replace('ST*837*0002', 'ST*837*0001').replace('*0002~', '*0001~'))).toContain(
      'reject envelope/control-number-twice ST2',
    )
  })

  test('a payer of which some want who referred and who rendered', () => {
    const change: Change[] = [
      ['NM1*DN*1*SMITH*ALAN****XX*1467560003'],
      ['NM1*82*1*PATEL*ANITA****XX*1861400004'],
      ['PRV*PE*PXC*225100000X'],
    ]
    const payer: PayerRules = { ...rulesOfMost, referringProvider: 'expected', renderingProvider: 'expected' }
    expect(new Set(found(workedClaim('medicare', change), payer))).toEqual(
      new Set([
        'warn therapy/referring-provider-expected CLM',
        'warn therapy/rendering-provider-expected LX',
      ]),
    )
    expect(found(workedClaim('medicare', change), rulesOfMost)).toEqual([])
  })
})
