/**
 * Breaks of rules that few files break: of the envelope, of what the reader finds on its way, and of what is told beside
 * the file. Each is found, among what else is.
 */
import type { CheckFacts } from './facts.ts'
import { type PayerRules, rulesOfMedicareB, rulesOfMost } from './payer-rules.ts'
import type { Break } from './sample-breaks.ts'
import { type Change, facts, workedClaim } from './sample-worked-claims.ts'

export interface RareBreak {
  readonly name: string
  readonly text: string
  readonly told: CheckFacts
  /** `severity rule` and the place, a tag and its element. */
  readonly found: string
}

const isa =
  'ISA*00*          *00*          *ZZ*CLINICSUB      *ZZ*CLEARHOUSE     *261121*0930*^*00501*000000101*0*T*:'
const gs = 'GS*HC*CLINICSUB*CLEARHOUSE*20261121*0930*101*X*005010X222A1'
const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
const first = 'SV1*HC:97110:GP:KX*100*UN*2***1:2'
const text = workedClaim('medicare')
const after = (segment: string, ...more: string[]): Change => [segment, segment, ...more]

/** Beside what else the change breaks. */
const ofSegments: readonly Break[] = [
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

const ofFile: readonly (readonly [name: string, text: string, found: string])[] = [
  ['nothing', '', 'reject file/empty '],
  ['something else', 'PK\u0003\u0004 and so on', 'reject file/not-x12 '],
  ['a cover before the ISA', `Dear sirs ${text}`, 'reject file/heading '],
  ['a file cut', text.slice(0, -8), 'reject file/cut IEA'],
  [
    'no line break at the end of lines',
    text.replaceAll('~\n', '\n').slice(0, -1),
    'warn file/last-line-break ',
  ],
  ['more than can be told', text.replace('N3*1 OAK ST~', 'Q*1~'.repeat(1_100)), 'reject file/more-findings '],
  ['another transaction', text.replaceAll('005010X222A1', '005010X223A2'), 'info file/other-content ST'],
  ['an envelope of nothing', `${isa}~IEA*0*000000101~`, 'reject file/no-claims '],
  ['an ISA that ends before its time', text.slice(0, 60), 'reject envelope/isa '],
  [
    'an ISA of 105 characters',
    text.replace(isa, isa.replace('CLINICSUB      ', 'CLINICSUB')),
    'reject envelope/isa-length ',
  ],
  ['one sign that separates two things', text.replace(/:~/, '*~'), 'reject envelope/separators '],
  ['no envelope', text.split('\n').slice(2, -2).join('\n'), 'reject envelope/missing '],
  ['a guide of 4010', text.replaceAll('005010X222A1', '004010X098A1'), 'info envelope/version GS8'],
  ['an SE too many', text.replace('SE*39*0001~', 'SE*39*0001~SE*39*0001~'), 'reject envelope/no-st SE'],
  ['no SE', text.replace('SE*39*0001~', ''), 'reject envelope/no-se REF'],
  ['no GS', text.replace(`${gs}~`, ''), 'reject envelope/no-gs GE'],
  ['an IEA too many', `${text}IEA*1*000000101~`, 'reject envelope/no-isa IEA'],
  [
    'a segment of a hundred elements',
    text.replace('N3*1 OAK ST', `N3${'*1'.repeat(100)}`),
    'reject segment/too-many-elements N3',
  ],
  [
    'a segment without end',
    text.replace('N3*1 OAK ST', `N3*${'1'.repeat(11_000)}`),
    'reject segment/too-long N3',
  ],
  [
    'a segment that cannot be read',
    text.replace('N3*1 OAK ST', `N3*${'1'.repeat(11_000)}`),
    'reject segment/unread N3',
  ],
  ['no claim', text.replace(/CLM[\s\S]*(?=SE\*)/, ''), 'reject batch/no-claims ST'],
  ['no HL', text.replaceAll(/HL[^~]*~\n/g, ''), 'reject hierarchy/missing CLM'],
  ['a level of another kind', text.replace('HL*2*1*22*0', 'HL*2*1*24*0'), 'reject hierarchy/level HL3'],
  ['no subscriber', text.replace(/HL\*2[\s\S]*?(?=CLM)/, ''), 'reject claim/no-subscriber CLM'],
  ['no billing provider', text.replace(/HL\*1[\s\S]*?(?=HL\*2)/, ''), 'reject claim/no-billing-provider CLM'],
  ['no NM1*85', text.replace(/NM1\*85[^~]*~\n/, ''), 'reject billing/provider-missing HL'],
  ['no line', text.replace(/LX\*1[\s\S]*(?=SE\*)/, ''), 'reject claim/no-lines CLM'],
  ['eleven other payers', workedClaim('medicare', [elevenPayers()]), 'reject cob/payer-count SBR'],
  ['5,001 claims', manyClaims(), 'warn batch/size ST'],
  ['the same file twice in one', `${text}\n${text}`, 'reject envelope/control-number-twice ISA13'],
  ['the same claim twice in one', `${text}\n${text}`, 'reject claim/number-twice CLM1'],
]

const seen = {
  interchanges: new Set(['000000101']),
  groups: new Set(['101']),
  batches: new Set(['B0000101']),
  claims: new Set(['PCN0000000000000001']),
}
const replaced: readonly Change[] = [
  [clm, clm.replace(':1*', ':7*')],
  after('DTP*454*D8*20261005', 'REF*F8*ICN1'),
]
const nobodyNamed: readonly Change[] = [
  ['NM1*DN*1*SMITH*ALAN****XX*1467560003'],
  ['NM1*82*1*PATEL*ANITA****XX*1861400004'],
  ['PRV*PE*PXC*225100000X'],
]
const of = (changes: Partial<PayerRules>, base = rulesOfMedicareB): CheckFacts => ({
  ...facts,
  payer: { ...base, ...changes },
})
const some = of({ referringProvider: 'expected', renderingProvider: 'expected' }, rulesOfMost)

const ofFacts: readonly (readonly [
  name: string,
  change: readonly Change[],
  told: CheckFacts,
  found: string,
])[] = [
  ['no tables of codes', [], { today: facts.today }, 'info file/codes-not-looked-up '],
  [
    'an ISA13 that was used',
    [],
    { ...facts, seenControlNumbers: seen },
    'reject envelope/control-number-used ISA13',
  ],
  [
    'a GS06 that was used',
    [],
    { ...facts, seenControlNumbers: seen },
    'reject envelope/control-number-used GS6',
  ],
  [
    'a BHT03 that was used',
    [],
    { ...facts, seenControlNumbers: seen },
    'reject envelope/control-number-used BHT3',
  ],
  ['a CLM01 that was used', [], { ...facts, seenControlNumbers: seen }, 'reject claim/number-used CLM1'],
  [
    'a payer that takes no 7',
    replaced,
    of({ takesReplacement: 'no' }),
    'reject payer/frequency-not-taken CLM5',
  ],
  ['Medicare and a 7', replaced, facts, 'info payer/frequency-unclear CLM5'],
  ['a payer of two lines', [], of({ mostLines: 2 }), 'reject claim/line-count LX'],
  ['a payer of one diagnosis', [], of({ mostDiagnoses: 1 }), 'reject diagnosis/count HI2'],
  ['a payer that refuses CQ', [], of({ refusedModifiers: ['CQ'] }), 'reject payer/modifier-refused SV11'],
  ['a payer of other ids', [], of({ memberIds: ['9999'] }), 'reject payer/member-id-form NM19'],
  [
    'a payer of which some want who referred',
    nobodyNamed,
    some,
    'warn therapy/referring-provider-expected CLM',
  ],
  [
    'a payer of which some want who rendered',
    nobodyNamed,
    some,
    'warn therapy/rendering-provider-expected LX',
  ],
]

export const rareBreaks: readonly RareBreak[] = [
  ...ofSegments.map(([claim, change, found]): RareBreak => {
    const name = change.map(([from]) => from.slice(0, 40)).join(', ')
    return { name: `a change of ${name}`, text: workedClaim(claim, change), told: facts, found }
  }),
  ...ofFile.map(([name, own, found]): RareBreak => ({ name, text: own, told: facts, found })),
  ...ofFacts.map(([name, change, told, found]): RareBreak => {
    return { name, text: workedClaim('medicare', change), told, found }
  }),
]

function elevenPayers(): Change {
  const other = (turn: string) => [
    ...[`SBR*${turn}*18*******CI`, 'OI***Y***Y', 'NM1*IL*1*DOE****MI*X1', `NM1*PR*2*P*****PI*${turn}`],
  ]
  return after('PRV*PE*PXC*225100000X', ...[...'STABCDEFGHU'].flatMap(other))
}

function manyClaims(): string {
  const [head = '', claim = '', tail = ''] = text.split(/(?<=\n)(?=CLM\*|SE\*)/)
  const many = Array.from({ length: 5_000 }, (_, index) => claim.replace('PCN0000000000000001', `C${index}`))
  return [head, ...many, claim, tail].join('')
}
