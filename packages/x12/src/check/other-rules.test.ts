/** What the fifty defects do not touch: each rule with the change that breaks it alone. Beside the slug its place. */
import { describe, expect, test } from 'vitest'
import { checkClaims } from './check-claims.ts'
import { checkRules } from './check-rules.ts'
import type { CheckFacts } from './facts.ts'
import { rulesByDefault, rulesOfMedicareB } from './payer-rules.ts'
import { breaks } from './sample-breaks.ts'
import { type Change, facts, type WorkedClaim, workedClaim } from './sample-worked-claims.ts'

/** `rule tag element`, beyond info. */
function found(claim: WorkedClaim, change: readonly Change[], told: CheckFacts = facts): string[] {
  const { claims, findings } = checkClaims(workedClaim(claim, change), told)
  return [...findings, ...claims.flatMap((one) => one.findings)]
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, severity, tag, element }) => `${severity} ${rule} ${tag}${element ?? ''}`)
}

const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
const first = 'SV1*HC:97110:GP:KX*100*UN*2***1:2'
const member = 'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73'
const after = (segment: string, ...more: string[]): Change => [segment, segment, ...more]

describe('a change breaks its rule and no other', () => {
  test.each(breaks)('%s %j: %s', (claim, change, expected) => {
    const all = found(claim, change)
    expect([...new Set(all)]).toEqual([expected])
  })
})

describe('what is told beside the file', () => {
  const text = workedClaim('medicare')

  test('numbers that were used before', () => {
    const seen = {
      interchanges: new Set(['000000101']),
      groups: new Set(['101']),
      batches: new Set(['B0000101']),
      claims: new Set(['PCN0000000000000001']),
    }
    expect(found('medicare', [], { ...facts, seenControlNumbers: seen })).toEqual([
      'reject envelope/control-number-used ISA13',
      'reject envelope/control-number-used GS6',
      'reject envelope/control-number-used BHT3',
      'reject claim/number-used CLM1',
    ])
  })

  test('the same file twice in one', () => {
    const { claims, findings } = checkClaims(`${text}\n${text}`, facts)
    expect(findings.map(({ rule, tag }) => `${rule} ${tag}`)).toEqual([
      'envelope/control-number-twice ISA',
      'envelope/control-number-twice BHT',
    ])
    expect(claims.map((claim) => claim.findings.map(({ rule }) => rule))).toEqual([
      [],
      ['claim/number-twice'],
    ])
  })

  test('without tables no code is looked up, and that is said', () => {
    const { claims, findings } = checkClaims(
      workedClaim('medicare', [[first, first.replace('97110', '97999')]]),
      { today: facts.today },
    )
    expect(findings.map(({ rule, severity, snip }) => ({ rule, severity, snip }))).toEqual([
      { rule: 'file/codes-not-looked-up', severity: 'info', snip: 5 },
    ])
    expect(claims[0]?.findings).toEqual([])
  })

  test.each([
    [{ takesReplacement: 'no' }, 'reject payer/frequency-not-taken CLM5'],
    [{ mostLines: 2 }, 'reject claim/line-count LX'],
    [{ mostDiagnoses: 1 }, 'reject diagnosis/count HI2'],
    [{ refusedModifiers: ['CQ'] }, 'reject payer/modifier-refused SV11'],
    [{ memberIds: ['9999'] }, 'reject payer/member-id-form NM19'],
  ] as const)('a payer with %j', (changes, expected) => {
    const change: Change[] =
      'takesReplacement' in changes
        ? [[clm, clm.replace(':1*', ':7*')], after('DTP*454*D8*20261005', 'REF*F8*ICN1')]
        : []
    const payerRules = { ...rulesOfMedicareB, ...changes } as typeof rulesOfMedicareB
    expect(found('medicare', change, { ...facts, payer: payerRules })).toEqual([expected])
  })

  test('a payer that takes five digits, a payer that takes no SBR05 of 43', () => {
    const five = { ...rulesOfMedicareB, nineDigitZip: false }
    expect(
      found('medicare', [['N4*PORTLAND*OR*972011234', 'N4*PORTLAND*OR*97201']], { ...facts, payer: five }),
    ).toEqual([])
    const second: Change[] = [
      ['SBR*S*18*******CI', 'SBR*S*18***43****MB'],
      ['NM1*IL*1*DOE*JANE****MI*SUPP000105', member],
    ]
    expect(found('secondary', second)).toEqual([])
    const told = { ...facts, payer: { ...rulesOfMedicareB, secondaryTypes: ['12'] } }
    expect(found('secondary', second, told)).toEqual(['reject medicare/secondary-type SBR5'])
  })

  test('rules by the payer of each claim', () => {
    const asked: unknown[] = []
    const told: CheckFacts = {
      ...facts,
      payer: (of) => {
        asked.push(of)
        return of.id === '02302' ? { ...rulesByDefault(of), mostLines: 1 } : null
      },
    }
    expect(found('medicare', [], told)).toEqual(['reject claim/line-count LX'])
    expect(asked).toEqual([{ id: '02302', filingIndicator: 'MB' }])
  })
})

describe('what is not judged is named', () => {
  const rulesOf = (text: string) => {
    const { claims, findings } = checkClaims(text, facts)
    return {
      claims: claims.length,
      judged: claims.flatMap((claim) => claim.findings),
      said: findings.map(({ rule, severity }) => `${severity} ${rule}`),
    }
  }

  test('a guide of 4010', () => {
    const text = workedClaim('medicare', [
      ['N3*1 OAK ST', 'N3* bad '],
      [clm, clm.replace('250', '999')],
    ])
    expect(rulesOf(text.replaceAll('005010X222A1', '004010X098A1'))).toEqual({
      claims: 1,
      judged: [],
      said: ['info envelope/version'],
    })
  })

  test('another transaction', () => {
    const text = workedClaim('medicare').replaceAll('005010X222A1', '005010X223A2')
    expect(rulesOf(text)).toEqual({ claims: 0, judged: [], said: ['info file/other-content'] })
  })

  test('but an empty file is refused', () => {
    expect(rulesOf('').said.toSorted()).toEqual(['reject file/empty', 'reject file/no-claims'])
  })
})

describe('cards', () => {
  test('each slug stands once, each with a sentence, a source and what to do', () => {
    const slugs = checkRules.map(({ slug }) => slug)
    expect(new Set(slugs).size).toBe(slugs.length)
    for (const { slug, sentence, citation, fix, snip } of checkRules) {
      expect(slug).toMatch(/^[a-z]+\/[a-z0-9-]+$/)
      expect(sentence).toMatch(/\.$/)
      expect(fix).toMatch(/\.$/)
      expect(citation).not.toBe('')
      expect(snip).toBeGreaterThan(0)
    }
  })
})
