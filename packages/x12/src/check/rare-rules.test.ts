/** What the reader finds on its way becomes a finding of the checker; rules that few files break; every rule is broken. */
import { describe, expect, test } from 'vitest'
import { checkClaims } from './check-claims.ts'
import { checkRules } from './check-rules.ts'
import type { CheckFacts } from './facts.ts'
import { rulesOfMost } from './payer-rules.ts'
import { breaks } from './sample-breaks.ts'
import { caughtByNobody } from './sample-defects-of-nobody.ts'
import { caughtByPeers } from './sample-defects-of-peers.ts'
import { rareBreaks } from './sample-rare-breaks.ts'
import { facts, workedClaim } from './sample-worked-claims.ts'

/** `severity rule` and the place. */
function found(text: string, told: CheckFacts = facts): string[] {
  const { claims, findings } = checkClaims(text, told)
  return [...findings, ...claims.flatMap((one) => one.findings)].map(
    ({ rule, severity, tag, element }) => `${severity} ${rule} ${tag}${element ?? ''}`,
  )
}

describe('among what is found', () => {
  test.each(rareBreaks)('of $name: $found', ({ text: broken, told, found: expected }) => {
    expect(found(broken, told)).toContain(expected)
  })

  test('every rule has a break that shows it', () => {
    const expected = [...breaks.map(([, , one]) => one), ...rareBreaks.map((one) => one.found)]
    const shown = new Set([
      ...[...caughtByPeers, ...caughtByNobody].map(({ rule }) => rule),
      ...expected.map((one) => one.split(' ')[1] ?? ''),
    ])
    expect(checkRules.map(({ slug }) => slug).filter((slug) => !shown.has(slug))).toEqual([])
  })

  test('what a payer does not want is not missed', () => {
    const nobodyNamed = workedClaim('medicare', [
      ['NM1*DN*1*SMITH*ALAN****XX*1467560003'],
      ['NM1*82*1*PATEL*ANITA****XX*1861400004'],
      ['PRV*PE*PXC*225100000X'],
    ])
    expect(found(nobodyNamed, { ...facts, payer: rulesOfMost })).toEqual([])
  })

  test('an ISA and a GS, once, however many ST they hold', () => {
    const text = workedClaim('medicare')
    const set = text.slice(text.indexOf('ST*'), text.indexOf('GE*'))
    const again = set.replaceAll('*0001', '*0002').replace('B0000101', 'B0000102').replace('PCN0', 'PCN1')
    const two = text
      .replace(set, set + again)
      .replace('GE*1*', 'GE*2*')
      .replace('*00501*', '*00401*')
    expect(found(two)).toEqual(['reject envelope/interchange-codes ISA12'])
    expect(found(two.replace('*X*005010X222A1', '*X*005010X222'))).toEqual([
      'reject envelope/interchange-codes ISA12',
      'reject envelope/guide-of-group GS8',
    ])
    expect(found(two.replace('ST*837*0002', 'ST*837*0001').replace('*0002~', '*0001~'))).toContain(
      'reject envelope/control-number-twice ST2',
    )
  })
})
