/**
 * The fifty defects of x12.md 5.3, each one change of a right claim: the first 21 some open validator catches, the
 * other 29 none does. Each gives its own finding, at its place, and nothing else.
 */
import { describe, expect, test } from 'vitest'
import { checkClaims } from './check-claims.ts'
import { checkRules } from './check-rules.ts'
import { caughtByNobody } from './sample-defects-of-nobody.ts'
import { caughtByPeers, type Defect } from './sample-defects-of-peers.ts'
import { facts, workedClaim } from './sample-worked-claims.ts'

function placesFound(text: string) {
  const { claims, findings } = checkClaims(text, facts)
  return [...findings, ...claims.flatMap((claim) => claim.findings)]
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, severity, tag, element, segment }) => ({ rule, severity, tag, element, segment }))
}

function expectOnly({ claim = 'medicare', change, rule, tag, element, severity }: Defect): void {
  const text = workedClaim(claim, change)
  const found = placesFound(text)
  expect(found).toEqual([
    { rule, severity: severity ?? 'reject', tag, element, segment: expect.any(Number) as number },
  ])
  // The place is one of the file, and holds the tag.
  expect(text.split('~')[(found[0]?.segment ?? 0) - 1]?.trim().split('*')[0]).toBe(tag)
  expect(checkRules.map(({ slug }) => slug)).toContain(rule)
}

test('21 and 29 are fifty', () => {
  expect([caughtByPeers.length, caughtByNobody.length]).toEqual([21, 29])
})

describe('a defect that some open validator catches', () => {
  test.each(caughtByPeers)('$name: $rule', expectOnly)
})

describe('a defect that none catches', () => {
  test.each(caughtByNobody)('$name: $rule', expectOnly)
})
