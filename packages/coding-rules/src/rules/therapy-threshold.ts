/**
 * KX: which lines of a day stand above the calendar year's threshold of their bucket (PT with SLP, and OT). A
 * line whose allowed amount brings the year's use above it needs KX as a whole, and so does every later line.
 * KX attests, so a person's attestation puts it on; without one the line is held. Where not every line of a
 * bucket is priced, charges stand in: Medicare never allows more, so charges that stay within the threshold
 * prove that no line crosses it, and anything else is held.
 */
import { type Cents, type Finding, noCents, type Reason, type ServiceDate, sumOf } from '@tally/kernel'
import type { CodedLine, TherapyAccrued } from '../coded-day.ts'
import type { PayerRules } from '../payer-profile.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import { therapyThresholds } from '../tables/therapy-tables.ts'
import type { TreatmentDayInput } from '../treatment-day-input.ts'
import { heldNotYet, reasonNotYet } from './not-yet.ts'
import { provisional } from './price-basis.ts'

export const kxRequired: RuleCard = {
  slug: 'modifier/kx-required',
  edition: therapyThresholds.edition,
  citation: therapyThresholds.citation,
  sentence:
    'A line that brings the year above the KX threshold, and every later one, carries KX, which a person must attest.',
}

export const targetedReview: RuleCard = {
  slug: 'therapy/targeted-review',
  edition: therapyThresholds.edition,
  citation: 'MCPM ch.5 s10.3; Bipartisan Budget Act of 2018',
  sentence: 'Above the review threshold in either bucket Medicare may pick the patient’s claims for review.',
}

export const kxEarly: RuleCard = {
  slug: 'modifier/kx-early',
  edition: therapyThresholds.edition,
  citation: therapyThresholds.citation,
  sentence: 'KX that the clinic sent below the threshold comes off: routine KX draws a review.',
}

export const abnOnFile: RuleCard = {
  slug: 'modifier/abn',
  edition: '2026',
  citation: 'MCPM ch.30 s50; CMS ABN form instructions',
  sentence:
    'With a required ABN on file GA stands in place of KX above the threshold, or on the whole day when no line is above it.',
}

export interface Watched {
  /** With KX where it is needed and attested. */
  readonly lines: readonly CodedLine[]
  readonly findings: readonly Finding[]
  /** null: the year's use or a line's price is unknown. */
  readonly after: TherapyAccrued | null
}

type Bucket = 'PT+SLP' | 'OT'

/** What one bucket makes of its lines. */
interface Decided {
  readonly usedAfter: Cents | null
  readonly overReview: boolean
  readonly findings: readonly Finding[]
  /** By line, why it does or doesn't need KX. */
  readonly kx: ReadonlyMap<CodedLine, { readonly needed: boolean; readonly reason: Reason }>
}

/** `lines` are priced where they can be. */
export function watchThreshold(
  day: TreatmentDayInput,
  rules: PayerRules,
  lines: readonly CodedLine[],
): Watched {
  if (!rules.kx) return { lines, findings: [], after: null }
  const { therapyAccrued } = day
  if (therapyAccrued === null) {
    const unknown = marked(day, rules, lines, () => undefined)
    return { lines: unknown, findings: unwatched(day, lines), after: null }
  }
  const ptSlp = decide('PT+SLP', lines, therapyAccrued.ptSlpCents, day, rules)
  const ot = decide('OT', lines, therapyAccrued.otCents, day, rules)
  const reviewFlag = ptSlp.overReview || ot.overReview
  const after =
    ptSlp.usedAfter === null || ot.usedAfter === null
      ? null
      : { ptSlpCents: ptSlp.usedAfter, otCents: ot.usedAfter, reviewFlag }
  return {
    lines: marked(day, rules, lines, (line) => ptSlp.kx.get(line) ?? ot.kx.get(line)),
    findings: [
      ...ptSlp.findings,
      ...ot.findings,
      ...(reviewFlag && after ? [review(after)] : []),
      ...early(day, lines, (line) => (ptSlp.kx.get(line) ?? ot.kx.get(line))?.needed ?? true),
    ],
    after,
  }
}

/**
 * KX by attestation, or GA in its place where a required ABN is on file: on the lines above the threshold, and
 * when none is, on every line, because then necessity itself is in doubt.
 */
function marked(
  { kxAttested, abn }: TreatmentDayInput,
  rules: PayerRules,
  lines: readonly CodedLine[],
  kxOf: (line: CodedLine) => { readonly needed: boolean; readonly reason: Reason } | undefined,
): CodedLine[] {
  const noticed = hasNotice(abn, rules)
  const anyAbove = lines.some((line) => kxOf(line)?.needed)
  return lines.map((line) => {
    const kx = kxOf(line)
    const reasons = kx ? [...line.reasons, kx.reason] : line.reasons
    const above = kx?.needed ?? false
    if (noticed && (above || !anyAbove)) return withModifier(line, 'GA', reasons)
    return above && kxAttested && !noticed ? withModifier(line, 'KX', reasons) : { ...line, reasons }
  })
}

/** A required ABN, to the one payer that knows it. */
function hasNotice(abn: TreatmentDayInput['abn'], rules: PayerRules): boolean {
  return rules.abn && abn === 'required'
}

function withModifier(line: CodedLine, modifier: 'KX' | 'GA', reasons: readonly Reason[]): CodedLine {
  const { procedureCode } = line
  const says =
    modifier === 'KX'
      ? `KX on ${procedureCode}: above the threshold, and attested`
      : `GA on ${procedureCode}: a required ABN is on file`
  const rule = modifier === 'KX' ? kxRequired : abnOnFile
  return {
    ...line,
    modifiers: line.modifiers.includes(modifier) ? line.modifiers : [...line.modifiers, modifier],
    reasons: [...reasons, reasonOf(rule, says, { procedureCode, modifier })],
  }
}

function early(
  { services, kxAttested }: TreatmentDayInput,
  lines: readonly CodedLine[],
  needed: (line: CodedLine) => boolean,
): Finding[] {
  const sent = services.filter(({ modifiers }) => modifiers.includes('KX')).map(({ lineId }) => lineId)
  if (sent.length === 0 || !kxAttested) return []
  return lines
    .filter((line) => line.sourceLineIds.some((lineId) => sent.includes(lineId)) && !needed(line))
    .map(({ procedureCode, sourceLineIds }) => {
      const reason = reasonOf(kxEarly, `${procedureCode}: KX sent below the threshold`, { procedureCode })
      return findingOf('warn', sourceLineIds, 'send KX above the threshold alone', reason)
    })
}

function unwatched({ kxAttested }: TreatmentDayInput, lines: readonly CodedLine[]): Finding[] {
  if (lines.length === 0) return []
  const reason = reasonNotYet('therapy used this year is unknown; whether a line needs KX is not watched yet')
  const info = findingOf('info', [], 'watch the therapy threshold by hand until Tally does', reason)
  if (!kxAttested) return [info]
  const undecided = reasonNotYet(
    'KX is attested; which lines carry it cannot be told while the use of the year is unknown',
  )
  return [heldNotYet(namesOf(lines), undecided)]
}

function decide(
  bucket: Bucket,
  all: readonly CodedLine[],
  used: Cents,
  day: TreatmentDayInput,
  rules: PayerRules,
): Decided {
  const lines = all.filter((line) => (line.discipline === 'OT' ? 'OT' : 'PT+SLP') === bucket)
  const threshold = therapyThresholds.lastKnown(bucket, day.serviceDate)
  const thresholdCents = threshold?.row.threshold_cents ?? null
  const older =
    threshold?.stale && lines.length > 0
      ? [lastKnown(bucket, lines, threshold.row.threshold_cents, day.serviceDate)]
      : []
  if (thresholdCents === null || lines.some((line) => line.expectedAllowedCents === null)) {
    const findings = [...older, ...mayNeedKx(bucket, lines, used, thresholdCents, day.serviceDate)]
    return { usedAfter: null, overReview: false, findings, kx: new Map() }
  }
  let before = used
  const kx = new Map<CodedLine, { needed: boolean; reason: Reason }>()
  for (const line of lines) {
    const after = sumOf([before, line.expectedAllowedCents ?? noCents])
    const needed = after > thresholdCents
    kx.set(line, { needed, reason: whyKx(bucket, line, before, thresholdCents, needed) })
    before = after
  }
  const open = day.kxAttested || hasNotice(day.abn, rules) ? [] : [...kx].filter(([, { needed }]) => needed)
  const fix = 'attest that the service is skilled, necessary and documented, or give the patient an ABN'
  const held = open.map(([line, { reason }]) => findingOf('hold', line.sourceLineIds, fix, reason))
  const overReview = threshold !== undefined && before > threshold.row.review_cents
  return { usedAfter: before, overReview, findings: [...older, ...held], kx }
}

function whyKx(
  bucket: Bucket,
  line: CodedLine,
  usedCents: Cents,
  thresholdCents: number,
  needed: boolean,
): Reason {
  const { procedureCode, expectedAllowedCents: allowedCents } = line
  const says =
    `${procedureCode}: ${usedCents} cents of ${bucket} used before it, ${allowedCents} allowed, ` +
    `threshold ${thresholdCents}: ${needed ? 'KX' : 'no KX'}`
  const facts = { procedureCode, bucket, usedCents, allowedCents, thresholdCents, needed }
  return reasonOf(kxRequired, says, facts)
}

function lastKnown(
  bucket: Bucket,
  lines: readonly CodedLine[],
  thresholdCents: number,
  serviceDate: ServiceDate,
): Finding {
  const says = `the ${bucket} threshold of ${serviceDate} is not held; the last known, ${thresholdCents} cents, is used`
  const reason = reasonOf(provisional, says, { bucket, serviceDate, thresholdCents })
  return findingOf('warn', namesOf(lines), 'load the threshold of the year', reason)
}

function review(after: TherapyAccrued): Finding {
  const says = `${after.ptSlpCents} cents of PT and SLP and ${after.otCents} of OT this year: above the review threshold`
  return findingOf(
    'info',
    [],
    'keep the record ready: a review may ask for it',
    reasonOf(targetedReview, says, { ...after }),
  )
}

function mayNeedKx(
  bucket: Bucket,
  lines: readonly CodedLine[],
  used: Cents,
  threshold: number | null,
  serviceDate: ServiceDate,
): Finding[] {
  if (lines.length === 0) return []
  const amounts = lines.map((line) => line.expectedAllowedCents ?? line.chargeCents)
  const known = amounts.filter((amount) => amount !== null)
  const charged = known.length === amounts.length ? sumOf(known) : null
  if (threshold !== null && charged !== null && used + charged <= threshold) return []
  const sums = `${used} cents used, ${charged ?? 'unknown'} charged, threshold ${threshold ?? 'unknown'}`
  const says = `${bucket}: ${sums} on ${serviceDate}; a line may need KX`
  const reason = reasonNotYet(says, {
    bucket,
    usedCents: used,
    chargedCents: charged,
    thresholdCents: threshold,
  })
  return [heldNotYet(namesOf(lines), reason)]
}

function namesOf(lines: readonly CodedLine[]): string[] {
  return lines.flatMap((line) => line.sourceLineIds)
}
