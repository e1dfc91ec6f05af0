/**
 * Days that can't be (x12.md 1.4, 1.5, 1.8 9). A day that does not exist was told when it was read, and is missing
 * here: then nothing more is said of it.
 */
import type { ServiceDate } from '@tally/kernel'
import { claimDates } from '../claim/claim-dates.ts'
import { startsCare } from '../claim/date-rules.ts'
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentAt, segmentIn } from './under-check.ts'

const missing: Check<ClaimUnderCheck> = {
  slug: 'line/date-missing',
  snip: 2,
  severity: 'reject',
  sentence: 'A line has its date of service, DTP*472.',
  citation: 'x12.md 1.5, 5.3; TR3 2400 DTP*472',
  fix: 'Enter the day on which the service was given.',
  check({ claim }, fault) {
    for (const line of claim.lines) {
      if (line.dates.every(({ qualifier }) => qualifier !== '472'))
        fault(headOf(line), null, `line ${line.position} has no DTP*472`)
    }
  },
}

const future: Check<ClaimUnderCheck> = {
  slug: 'line/date-in-future',
  snip: 4,
  severity: 'reject',
  sentence: 'No service is after today, nor after the claim was written (BHT04).',
  citation: 'x12.md 1.5, 1.8 (9), 5.3; TR3 2400 DTP*472',
  fix: 'Correct the date, or send the claim when the service has been given.',
  check(subject, fault) {
    const last = lastPossible(subject)
    for (const line of subject.claim.lines) {
      const { serviceFrom: from, serviceTo: to } = line
      const day = (to ?? '') > (from ?? '') ? to : from
      if (day !== null && day > last)
        fault(segmentIn(line, 'DTP', '472'), 3, `the service, ${day}, is after ${last}`)
    }
  },
}

const beforeBirth: Check<ClaimUnderCheck> = {
  slug: 'line/date-before-birth',
  snip: 4,
  severity: 'reject',
  sentence: 'No service is before the patient’s birth.',
  citation: 'x12.md 1.5, 1.8 (9); TR3 2400 DTP*472',
  fix: 'Correct the date of service or the birth date.',
  check({ claim }, fault) {
    const patient = claim.patient ? claim.patient.patient : (claim.subscriber?.subscriber ?? null)
    const born = patient?.birthDate ?? null
    if (born === null) return
    for (const line of claim.lines) {
      if (line.serviceFrom !== null && line.serviceFrom < born)
        fault(segmentIn(line, 'DTP', '472'), 3, `the service of line ${line.position} is before the birth`)
    }
  },
}

const reversed: Check<ClaimUnderCheck> = {
  slug: 'claim/date-reversed',
  snip: 2,
  severity: 'reject',
  sentence: 'A span of days (RD8) ends no earlier than it begins.',
  citation: 'x12.md 1.2; TR3 DTP03',
  fix: 'Correct one of the two days.',
  check({ claim }, fault) {
    for (const { dates } of [claim, ...claim.lines]) {
      for (const { from, to, segment } of dates) {
        if (from !== null && to !== null && to < from)
          fault(segmentAt(claim, segment), 3, 'the span ends before it begins')
      }
    }
  },
}

/** By DTP01: what may not be ahead, and what can't come after the treatment it led to. */
const pastOnly: ReadonlySet<string> = new Set(
  claimDates.filter(({ ahead }) => ahead !== true).map(({ qualifier }) => qualifier),
)
const leadsToCare: ReadonlySet<string> = new Set(
  claimDates.filter(({ field }) => startsCare.has(field)).map(({ qualifier }) => qualifier),
)

const claimDateInFuture: Check<ClaimUnderCheck> = {
  slug: 'claim/date-in-future',
  snip: 4,
  severity: 'reject',
  sentence: 'Onset, accident, admission and the like are not after today, nor after the claim was written.',
  citation: 'x12.md 1.4, 1.8 (9); TR3 2300 DTP',
  fix: 'Correct the date.',
  check(subject, fault) {
    const { claim } = subject
    const last = lastPossible(subject)
    for (const { qualifier, from, segment } of claim.dates) {
      if (from !== null && from > last && pastOnly.has(qualifier))
        fault(segmentAt(claim, segment), 3, `DTP*${qualifier} is after ${last}`)
    }
  },
}

const claimDateOrder: Check<ClaimUnderCheck> = {
  slug: 'claim/date-after-care',
  snip: 4,
  severity: 'reject',
  sentence: 'Onset, accident and first treatment are not after the last service.',
  citation: 'x12.md 1.4, 1.8 (9); TR3 2300 DTP',
  fix: 'Correct it, or the date of service.',
  check(subject, fault) {
    const { claim } = subject
    let served: ServiceDate | null = null
    for (const { serviceFrom: from } of claim.lines) if (from !== null && from > (served ?? '')) served = from
    const last = lastPossible(subject)
    if (served === null) return
    for (const { qualifier, from, segment } of claim.dates) {
      if (from !== null && from > served && from <= last && leadsToCare.has(qualifier))
        fault(segmentAt(claim, segment), 3, `DTP*${qualifier} is after the last service, ${served}`)
    }
  },
}

/** Whichever of the two is earlier. */
function lastPossible({ facts: { today }, writtenOn }: ClaimUnderCheck): ServiceDate {
  return writtenOn !== null && writtenOn < today ? writtenOn : today
}

export const dateRules: readonly Check<ClaimUnderCheck>[] = [
  missing,
  future,
  beforeBirth,
  reversed,
  claimDateInFuture,
  claimDateOrder,
]
