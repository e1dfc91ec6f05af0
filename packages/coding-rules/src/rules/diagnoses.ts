/** The diagnoses of a day: each a code of its date, and no two that exclude each other. */
import type { Finding, ServiceDate } from '@tally/kernel'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import { diagnosisEdition, neverTogether, type Standing, standingOf } from '../tables/diagnosis-tables.ts'
import type { TreatmentDayInput } from '../treatment-day-input.ts'

export const notValidOnDate: RuleCard = {
  slug: 'diagnosis/not-valid-on-date',
  edition: diagnosisEdition,
  citation: 'ICD-10-CM code lists FY2024 to FY2027; 45 CFR 162.1002',
  sentence:
    'A diagnosis is a code that can be billed on the date of service: no heading, not ended, not to come.',
}

export const excludes1: RuleCard = {
  slug: 'diagnosis/excludes1',
  edition: 'ICD-10-CM FY2021',
  citation: 'ICD-10-CM tabular list, Excludes1 notes; Official Guidelines I.A.12.a',
  sentence:
    'Two diagnoses of which an Excludes1 note names the other are not reported together without a reason.',
}

/** Findings on the lines that point to a diagnosis, or on the whole day when none does. */
export function judgeDiagnoses({ diagnoses, services, serviceDate }: TreatmentDayInput): Finding[] {
  const findings: Finding[] = []
  const linesOf = (...places: readonly number[]) =>
    services
      .filter(({ diagnosisPointers }) => diagnosisPointers.some((one) => places.includes(one)))
      .map(({ lineId }) => lineId)
  const codes = diagnoses.map((code) => code.replace('.', ''))
  codes.forEach((code, place) => {
    const lineIds = linesOf(place + 1)
    const invalid = ofDate(code, serviceDate, lineIds)
    if (invalid) findings.push(invalid)
    codes.slice(place + 1).forEach((other, further) => {
      if (!neverTogether(code, other)) return
      const both = { diagnosis: dotted(code), other: dotted(other) }
      const says = `${both.diagnosis} and ${both.other} exclude each other`
      const fix = 'keep the one that was treated, or confirm that the two are unrelated'
      const on = linesOf(place + 1, place + further + 2)
      findings.push(findingOf('hold', on, fix, reasonOf(excludes1, says, both)))
    })
  })
  return findings
}

function ofDate(code: string, serviceDate: ServiceDate, lineIds: readonly string[]): Finding | null {
  const standing = standingOf(code, serviceDate)
  if (standing.kind === 'billable') return null
  const { severity, says, fix } = wordsOf(standing)
  const facts = { diagnosis: dotted(code), serviceDate, standing: standing.kind }
  return findingOf(
    severity,
    lineIds,
    fix,
    reasonOf(notValidOnDate, `${facts.diagnosis} on ${serviceDate}: ${says}`, facts),
  )
}

function wordsOf(standing: Exclude<Standing, { kind: 'billable' }>) {
  const correct = 'diagnose with a code that is valid on the date of service'
  switch (standing.kind) {
    case 'heading':
      return { severity: 'reject', says: 'a heading, with codes of its own below it', fix: correct } as const
    case 'unlisted':
      return { severity: 'reject', says: 'in no list of codes', fix: correct } as const
    case 'ended':
      return { severity: 'reject', says: `ended on ${standing.on}`, fix: correct } as const
    case 'to-come':
      return { severity: 'reject', says: `begins on ${standing.on}`, fix: correct } as const
    case 'undetermined':
      return {
        severity: 'warn',
        says: 'not in the lists at hand, which do not cover the date',
        fix: 'check the code in the list of the date of service',
      } as const
  }
}

function dotted(code: string): string {
  return code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code
}
