/**
 * Claims as an 837P (005010X222A1): one interchange, one group, one ST. Either the whole batch is right, or the
 * answer is everything that is wrong with it; a file with a known fault is never written. Claims of one
 * billing provider stand together in the order given, so a claim is found again by its number, not its place.
 */
import type { ServiceDate } from '@tally/kernel'
import { billingProviderSegments } from './claim/billing-provider-loop.ts'
import { claimSegments } from './claim/claim-loop.ts'
import { applyClaimRules } from './claim/claim-rules.ts'
import { applyDateRules } from './claim/date-rules.ts'
import { lineDecisionSegments } from './claim/line-decision-loop.ts'
import { applyLineRules } from './claim/line-rules.ts'
import { applyMedicareRules } from './claim/medicare-rules.ts'
import { otherPayerSegments } from './claim/other-payer-loop.ts'
import { applyOtherPayerRules } from './claim/other-payer-rules.ts'
import { patientSegments } from './claim/patient-loop.ts'
import { claimProviderSegments } from './claim/provider-loops.ts'
import { serviceLineSegments } from './claim/service-line-loop.ts'
import { headerSegments } from './claim/submission-header.ts'
import { subscriberSegments } from './claim/subscriber-loop.ts'
import type { ClaimDocument, Submission } from './claim-document.ts'
import {
  type ControlNumbers,
  controlNumbersOf,
  interchangeText,
  transactionControl,
} from './writer/interchange-text.ts'
import { Pen } from './writer/pen.ts'
import { noFindings, type Problem, type Replacement, type Unsent } from './writer/problem.ts'
import { type SegmentsText, type SegmentToWrite, segmentsText } from './writer/segment-text.ts'

/** Where a claim stands in the file: a 999 names segments, counted from the ST. */
export interface ClaimInFile {
  readonly claimNumber: string
  readonly stControl: string
  readonly firstSegment: number
  readonly lastSegment: number
}

export type Written837p =
  | {
      readonly ok: true
      readonly text: string
      readonly claims: readonly ClaimInFile[]
      readonly controlNumbers: ControlNumbers
      readonly replacements: readonly Replacement[]
      readonly unsent: readonly Unsent[]
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Receivers keep to this many claims in one ST. */
const mostClaims = 5000

export function write837p(submission: Submission): Written837p {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  const { control, claims } = submission
  const { segments: header, sender, receiver, batchId } = headerSegments(pen, submission)
  const texts: ClaimText[] = []
  claims.forEach((claim, index) => {
    const loops = claimLoops(pen.within(`claims/${index}`), claim, control.writtenAt.date)
    // What is wrong has no text, and nothing is written of a batch in which something is.
    if (findings.problems.length === 0) texts.push(textOf(loops))
  })
  refuseBatch(pen, claims)
  const { problems, replacements, unsent } = findings
  if (problems.length > 0) return { ok: false, problems }
  const { body, places } = inHierarchy(segmentsText(header), texts)
  const envelope = { usage: submission.usage, sender, receiver, control }
  const guide = { functionalId: 'HC', transactionSet: '837', guide: '005010X222A1' } as const
  return {
    ok: true,
    text: interchangeText({ ...envelope, ...guide }, body),
    claims: claims.map(({ claimNumber }, index) => ({
      claimNumber,
      stControl: transactionControl,
      ...(places[index] ?? { firstSegment: 0, lastSegment: 0 }),
    })),
    controlNumbers: controlNumbersOf(control, batchId),
    replacements,
    unsent,
  }
}

/** What keeps one claim from going out, with pointers into it, before any batch is made. */
export function problemsOfClaim(claim: ClaimDocument, writtenOn: ServiceDate): Problem[] {
  const findings = noFindings()
  claimLoops(new Pen(findings, ''), claim, writtenOn)
  return findings.problems
}

interface ClaimLoops {
  readonly provider: readonly SegmentToWrite[]
  readonly subscriber: readonly SegmentToWrite[]
  readonly patient: readonly SegmentToWrite[]
  readonly claim: readonly SegmentToWrite[]
}

function claimLoops(pen: Pen, claim: ClaimDocument, writtenOn: ServiceDate): ClaimLoops {
  const loops = {
    provider: billingProviderSegments(pen, claim),
    subscriber: subscriberSegments(pen, claim),
    patient: claim.patient ? patientSegments(pen, claim.patient, claim) : [],
    claim: [
      ...claimSegments(pen, claim),
      ...claimProviderSegments(pen, claim),
      ...otherPayerSegments(pen, claim),
      ...claim.lines.flatMap((line, index) => [
        ...serviceLineSegments(pen.within(`lines/${index}`), line, index, claim),
        ...lineDecisionSegments(pen, line, claim),
      ]),
    ],
  }
  applyClaimRules(pen, claim)
  applyLineRules(pen, claim)
  applyDateRules(pen, claim, writtenOn)
  applyMedicareRules(pen, claim)
  applyOtherPayerRules(pen, claim)
  return loops
}

/** A claim's loops without their HL, whose numbers are known when all claims are. */
interface ClaimText {
  readonly provider: SegmentsText
  readonly subscriber: SegmentsText
  /** null where the subscriber is the patient. */
  readonly patient: SegmentsText | null
  readonly claim: SegmentsText
}

function textOf({ provider, subscriber, patient, claim }: ClaimLoops): ClaimText {
  return {
    provider: segmentsText(provider),
    subscriber: segmentsText(subscriber),
    patient: patient.length > 0 ? segmentsText(patient) : null,
    claim: segmentsText(claim),
  }
}

function refuseBatch(pen: Pen, claims: readonly ClaimDocument[]): void {
  if (claims.length < 1 || claims.length > mostClaims) {
    const says = `${claims.length} claims are given; a batch has 1 to ${mostClaims}.`
    pen.refuse('x12/batch-size', ['claims', 'ST', null], says, 'Make several batches.')
  }
  const seen = new Set<string>()
  claims.forEach(({ claimNumber }, index) => {
    if (seen.has(claimNumber)) {
      const says = 'Two claims of the batch have the same number.'
      const place = [`claims/${index}/claimNumber`, '2300 CLM01', '26'] as const
      pen.refuse('x12/claim-number-twice', place, says, 'Give every claim version its own number.')
    }
    seen.add(claimNumber)
  })
}

interface Span {
  readonly firstSegment: number
  readonly lastSegment: number
}

/** Numbers the levels: billing providers (20), below them subscribers (22), below them patients (23). */
function inHierarchy(
  header: SegmentsText,
  claims: readonly ClaimText[],
): { readonly body: SegmentsText; readonly places: readonly Span[] } {
  const texts: string[] = []
  const places: Span[] = []
  let count = 0
  let level = 0
  const put = (segments: SegmentsText): void => {
    texts.push(segments.text)
    count += segments.count
  }
  const open = (parent: number | null, code: string, child: '0' | '1'): number => {
    level += 1
    put(segmentsText([['HL', String(level), parent === null ? '' : String(parent), code, child]]))
    return level
  }
  put(header)
  const numbered = claims.map((claim, index) => ({ ...claim, index }))
  for (const group of Map.groupBy(numbered, ({ provider }) => provider.text).values()) {
    const provider = open(null, '20', '1')
    if (group[0]) put(group[0].provider)
    for (const { subscriber, patient, claim, index } of group) {
      // The ST itself is segment 1 and does not stand in the body.
      const firstSegment = count + 2
      const insured = open(provider, '22', patient ? '1' : '0')
      put(subscriber)
      if (patient) {
        open(insured, '23', '0')
        put(patient)
      }
      put(claim)
      places[index] = { firstSegment, lastSegment: count + 1 }
    }
  }
  return { body: { text: texts.join(''), count }, places }
}
