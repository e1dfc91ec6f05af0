/** What payers want of therapy: modifiers, who referred, who rendered. */
import { describe, expect, test } from 'vitest'
import type { CheckFacts } from './facts.ts'
import { type PayerRules, rulesOfMost } from './payer-rules.ts'
import {
  after,
  billing,
  first,
  foundIn,
  type Row,
  referrer,
  renderer,
  second,
  therapist,
  third,
} from './sample-findings.ts'
import { facts } from './sample-worked-claims.ts'
import { therapyRules } from './therapy-rules.ts'

const of = (changes: Partial<PayerRules>): CheckFacts => ({ ...facts, payer: { ...rulesOfMost, ...changes } })
const wantsModifier = of({ therapyModifier: 'required' })
const wantsReferrer = of({ referringProvider: 'required' })
const wantsRenderer = of({ renderingProvider: 'required' })
const group = 'PRV*BI*PXC*261QP2000X'
const ofLine = 'REF*6R*L00000002'
const code = (to: string): Row[2][number] => [first, first.replace('97110:GP:KX', to)]
const noTaxonomy: Row[2] = [[group], [therapist]]
const noBilling: Row[2] = [
  ['HL*1**20*1'],
  [group],
  [billing],
  ['N3*100 MAIN ST'],
  ['N4*PORTLAND*OR*972011234'],
  ['REF*EI*930000001'],
]

/** Where no taxonomy is given the code tells what is therapy. */
const byCode = '97012 97140 97150 97168 97530 97542 G0283'
  .split(' ')
  .map(
    (own): Row => [
      `${own} and no taxonomy`,
      'medicare',
      [...noTaxonomy, code(own)],
      ['reject therapy/modifier-missing SV1-1 at 28: line 1 has none of GP, GO, GN'],
      wantsModifier,
    ],
  )

const rows: readonly Row[] = [
  // GP, GO, GN.
  ...byCode,
  ['a code that is not of therapy alone', 'medicare', [...noTaxonomy, code('99213')], [], wantsModifier],
  ['no service', 'medicare', [...noTaxonomy, [first]], [], wantsModifier],
  ['no service to be read', 'medicare', [[first, 'SV1**100*UN*2***1:2']], [], wantsModifier],
  ['GO', 'medicare', [code('97110:GO')], [], wantsModifier],
  ['GN behind others', 'medicare', [code('97110:KX:GN')], [], wantsModifier],
  [
    'others alone',
    'medicare',
    [code('97110:KX:CQ')],
    ['reject therapy/modifier-missing SV1-1 at 30: line 1 has none of GP, GO, GN'],
    wantsModifier,
  ],
  [
    'none at two lines',
    'medicare',
    [code('97110'), [third, third.replace(':GP:KX', '')]],
    [
      'reject therapy/modifier-missing SV1-1 at 30: line 1 has none of GP, GO, GN',
      'reject therapy/modifier-missing SV1-1 at 38: line 3 has none of GP, GO, GN',
    ],
    wantsModifier,
  ],
  [
    'wanted by some',
    'medicare',
    [code('97110')],
    ['warn therapy/modifier-expected SV1-1 at 30: line 1 has none of GP, GO, GN'],
    of({ therapyModifier: 'expected' }),
  ],
  ['wanted by none', 'medicare', [code('97110')], [], of({ therapyModifier: 'no' })],
  [
    'a therapist renders for a physician',
    'medicare',
    [[group, 'PRV*BI*PXC*207Q00000X'], code('99213')],
    ['reject therapy/modifier-missing SV1-1 at 30: line 1 has none of GP, GO, GN'],
    wantsModifier,
  ],
  [
    'a physician renders for a therapist',
    'medicare',
    [[group, 'PRV*BI*PXC*225100000X'], [therapist, 'PRV*PE*PXC*207Q00000X'], code('99213')],
    ['reject therapy/modifier-missing SV1-1 at 30: line 1 has none of GP, GO, GN'],
    wantsModifier,
  ],
  [
    'physicians, and a code of therapy',
    'medicare',
    [[group, 'PRV*BI*PXC*207Q00000X'], [therapist, 'PRV*PE*PXC*207Q00000X'], code('97110')],
    [],
    wantsModifier,
  ],
  [
    'a physician bills, nobody’s taxonomy renders',
    'medicare',
    [[group, 'PRV*BI*PXC*207Q00000X'], [therapist], code('97110')],
    [],
    wantsModifier,
  ],
  [
    'a physician renders, nobody’s taxonomy bills',
    'medicare',
    [[group], [therapist, 'PRV*PE*PXC*207Q00000X'], code('97110')],
    [],
    wantsModifier,
  ],
  [
    'a therapist renders, nobody’s taxonomy bills',
    'medicare',
    [[group], code('99213')],
    ['reject therapy/modifier-missing SV1-1 at 29: line 1 has none of GP, GO, GN'],
    wantsModifier,
  ],
  [
    'a therapist bills, nobody’s taxonomy renders',
    'medicare',
    [[group, 'PRV*BI*PXC*225100000X'], [therapist], code('99213')],
    ['reject therapy/modifier-missing SV1-1 at 29: line 1 has none of GP, GO, GN'],
    wantsModifier,
  ],
  [
    'a physician of one line',
    'medicare',
    [[group], [second, second.replace(':GP:CQ:KX', '')], after(ofLine, renderer, 'PRV*PE*PXC*207Q00000X')],
    [],
    wantsModifier,
  ],
  [
    'a therapist of one line',
    'medicare',
    [
      [group],
      [therapist, 'PRV*PE*PXC*207Q00000X'],
      code('97110'),
      [second, second.replace(':GP:CQ:KX', '')],
      after(ofLine, renderer, therapist),
    ],
    ['reject therapy/modifier-missing SV1-1 at 33: line 2 has none of GP, GO, GN'],
    wantsModifier,
  ],
  [
    'no level that bills, a therapist renders',
    'medicare',
    [...noBilling, code('97110')],
    ['reject therapy/modifier-missing SV1-1 at 24: line 1 has none of GP, GO, GN'],
    wantsModifier,
  ],
  // Who referred.
  [
    'nobody referred',
    'medicare',
    [[referrer]],
    ['reject therapy/referring-provider-missing CLM at 21: NM1*DN is missing'],
    wantsReferrer,
  ],
  [
    'nobody referred, wanted by some',
    'medicare',
    [[referrer]],
    ['warn therapy/referring-provider-expected CLM at 21: NM1*DN is missing'],
    of({ referringProvider: 'expected' }),
  ],
  ['nobody referred, wanted by none', 'medicare', [[referrer]], [], of({ referringProvider: 'no' })],
  [
    'nobody referred, one line of therapy',
    'medicare',
    [...noTaxonomy, [referrer], code('99213'), [third, third.replace('97530', '99213')]],
    ['reject therapy/referring-provider-missing CLM at 20: NM1*DN is missing'],
    wantsReferrer,
  ],
  [
    'nobody referred, no line of therapy',
    'medicare',
    [
      ...noTaxonomy,
      [referrer],
      code('99213'),
      [second, second.replace('97140', '99213')],
      [third, third.replace('97530', '99213')],
    ],
    [],
    wantsReferrer,
  ],
  // Who rendered.
  [
    'nobody rendered',
    'medicare',
    [[renderer], [therapist]],
    [
      'reject therapy/rendering-provider-missing LX at 27: nobody is named who rendered line 1',
      'reject therapy/rendering-provider-missing LX at 31: nobody is named who rendered line 2',
      'reject therapy/rendering-provider-missing LX at 35: nobody is named who rendered line 3',
    ],
    wantsRenderer,
  ],
  [
    'nobody rendered, wanted by some',
    'medicare',
    [[renderer], [therapist]],
    [
      'warn therapy/rendering-provider-expected LX at 27: nobody is named who rendered line 1',
      'warn therapy/rendering-provider-expected LX at 31: nobody is named who rendered line 2',
      'warn therapy/rendering-provider-expected LX at 35: nobody is named who rendered line 3',
    ],
    of({ renderingProvider: 'expected' }),
  ],
  [
    'nobody rendered, wanted by none',
    'medicare',
    [[renderer], [therapist]],
    [],
    of({ renderingProvider: 'no' }),
  ],
  [
    'one line’s renderer',
    'medicare',
    [[renderer], [therapist], after(ofLine, renderer, therapist)],
    [
      'reject therapy/rendering-provider-missing LX at 27: nobody is named who rendered line 1',
      'reject therapy/rendering-provider-missing LX at 37: nobody is named who rendered line 3',
    ],
    wantsRenderer,
  ],
  [
    'a person bills',
    'medicare',
    [[renderer], [therapist], [billing, 'NM1*85*1*PATEL*ANITA****XX*1861400004']],
    [],
    wantsRenderer,
  ],
  ['nobody bills', 'medicare', [[renderer], [therapist], [billing]], [], wantsRenderer],
  ['no level that bills', 'medicare', [...noBilling, [renderer], [therapist]], [], wantsRenderer],
  // What the payer refuses.
  [
    'one of them',
    'medicare',
    [],
    ['reject payer/modifier-refused SV1-1 at 34: line 2 has CQ, which the payer refuses'],
    of({ refusedModifiers: ['CQ', '59'] }),
  ],
  [
    'the first of two',
    'medicare',
    [],
    [
      'reject payer/modifier-refused SV1-1 at 30: line 1 has GP, which the payer refuses',
      'reject payer/modifier-refused SV1-1 at 34: line 2 has GP, which the payer refuses',
      'reject payer/modifier-refused SV1-1 at 38: line 3 has GP, which the payer refuses',
    ],
    of({ refusedModifiers: ['KX', 'GP'] }),
  ],
  ['none of them', 'medicare', [], [], of({ refusedModifiers: ['59'] })],
  ['at no service', 'medicare', [[second, 'SV1**60*UN*1***1']], [], of({ refusedModifiers: ['CQ'] })],
]

describe('of therapy is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(therapyRules, row)).toEqual(row[3])
  })
})
