/** What the tests of single rules share: the segments of the worked claims that they change, and what is found after it. */

import { checkClaims } from './check-claims.ts'
import type { CheckRule } from './check-rule.ts'
import type { CheckFacts } from './facts.ts'
import { type Change, facts, type WorkedClaim, workedClaim } from './sample-worked-claims.ts'

/** A worked claim, its change, and all that must be found of the rules under test. */
export type Row = readonly [
  name: string,
  claim: WorkedClaim,
  change: readonly Change[],
  found: readonly string[],
  told?: CheckFacts,
]

export const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
export const comp = 'CLM*WORK0000000000103*190***11:B:1*Y*A*Y*Y**EM'
export const diagnoses = 'HI*ABK:M5450*ABF:M6281'
export const first = 'SV1*HC:97110:GP:KX*100*UN*2***1:2'
export const second = 'SV1*HC:97140:GP:CQ:KX*60*UN*1***1'
export const third = 'SV1*HC:97530:GP:KX*90*UN*2***1:2'
export const served = 'DTP*472*D8*20261110'
export const treated = 'DTP*454*D8*20261005'
export const billing = 'NM1*85*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893'
export const referrer = 'NM1*DN*1*SMITH*ALAN****XX*1467560003'
export const renderer = 'NM1*82*1*PATEL*ANITA****XX*1861400004'
export const therapist = 'PRV*PE*PXC*225100000X'

export const after = (segment: string, ...more: string[]): Change => [segment, segment, ...more]

/** The second of several equal segments becomes `to`. */
export const ofSecond = (segment: string, ...to: string[]): Change[] => [
  [segment, 'KEPT'],
  [segment, ...to],
  ['KEPT', segment],
]

/** Of `rules`: `severity rule TAG-element at place: says`, the place that of the segment in its file. */
export function foundOf(rules: readonly CheckRule[], text: string, told: CheckFacts = facts): string[] {
  const slugs = new Set(rules.map(({ slug }) => slug))
  const { claims, findings } = checkClaims(text, told)
  return [...findings, ...claims.flatMap((one) => one.findings)]
    .filter(({ rule }) => slugs.has(rule))
    .map(({ rule, severity, tag, element, segment, says }) => {
      return `${severity} ${rule} ${tag}${element === null ? '' : `-${element}`} at ${segment}: ${says}`
    })
}

export function foundIn(rules: readonly CheckRule[], [, claim, change, , told]: Row): string[] {
  return foundOf(rules, workedClaim(claim, change), told)
}
