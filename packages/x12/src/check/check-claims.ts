/**
 * `tally x12 check`, and claim-submission before anything is sent: the claims of an 837P (005010X222A1) with all
 * that a payer or clearinghouse would refuse or question, each with rule, place, source and what to do. A file of
 * another guide is named and not judged. A fault of a level above stands at every claim under it, since each would
 * be refused.
 */
import type { Cents } from '@tally/kernel'
import type { ClaimRead } from '../claims/claim-read.ts'
import { type BatchHead, passClaims } from '../claims/pass-claims.ts'
import { collectFindings } from '../reader/finding.ts'
import { type CheckFinding, findingBy } from './check-rule.ts'
import { codesNotLookedUp } from './check-rules.ts'
import { lineChargeOf } from './claim-total-rules.ts'
import type { CheckFacts } from './facts.ts'
import { judgedReading } from './judged-reading.ts'
import { RuleRun } from './run-rules.ts'

export interface ClaimChecked {
  /** CLM01, CLM05-3 and CLM02. */
  readonly clm01: string | null
  readonly frequency: string | null
  readonly chargeCents: Cents | null
  /** The sum of SV102; null where one is missing or no amount. */
  readonly lineChargeCents: Cents | null
  readonly lines: number
  readonly findings: readonly CheckFinding[]
}

export interface ClaimsChecked {
  readonly claims: readonly ClaimChecked[]
  /** Of the file, its envelopes and headings. */
  readonly findings: readonly CheckFinding[]
}

export function checkClaims(input: string | Uint8Array, facts: CheckFacts): ClaimsChecked {
  const { findings: read, report } = collectFindings()
  const reading = judgedReading(read)
  const rules = new RuleRun(facts)
  const claims: ClaimChecked[] = []
  const ofFile: CheckFinding[] = []
  let judged = false
  let named = false
  let claimPlaces: number[] = []
  passClaims(input, report, {
    claim(claim, head) {
      claimPlaces.push(claim.segment)
      const findings = isJudged(head) ? [...rules.claim(claim, head), ...reading.ofClaim(claim)] : []
      claims.push(checkedOf(claim, inOrder(findings)))
    },
    batch(head, { lastSegment }) {
      if (isJudged(head)) for (const finding of rules.batch(head, claimPlaces)) ofFile.push(finding)
      else reading.unjudged(head.segment, lastSegment)
      claimPlaces = []
      judged ||= isJudged(head)
      named ||= !isJudged(head)
    },
    other() {
      named = true
    },
  })
  for (const finding of reading.ofFile(judged, named)) ofFile.push(finding)
  if (!facts.knows && judged)
    ofFile.push(findingBy(codesNotLookedUp, null, null, 'no tables of codes were handed in'))
  return { claims, findings: inOrder(ofFile) }
}

/** Guides before 5010 have other places and other codes. */
function isJudged({ version }: BatchHead): boolean {
  return !/^00[1-4]/.test(version ?? '')
}

function checkedOf(claim: ClaimRead, findings: readonly CheckFinding[]): ClaimChecked {
  return {
    clm01: claim.claimNumber,
    frequency: claim.frequency,
    chargeCents: claim.chargeCents,
    lineChargeCents: lineChargeOf(claim),
    lines: claim.lines.length,
    findings,
  }
}

function inOrder(findings: CheckFinding[]): readonly CheckFinding[] {
  return findings.sort(
    (one, other) => one.segment - other.segment || (one.element ?? 0) - (other.element ?? 0),
  )
}
