/**
 * What is looked at before a claim goes out, beside what the writer refuses: the basics that cost a physical
 * therapy clinic most (coding-rules.md 3.6, x12.md 1.7 and 1.8). Every rule says its outcome, also when it passes.
 */
import type { PayerFamily, ServiceDate } from '@tally/kernel'
import type { ClaimDocument } from '@tally/x12'

export interface Scrubbed {
  readonly rule: string
  readonly outcome: 'passed' | 'hold' | 'warn'
  readonly says: string
  readonly citation: string
  readonly fix: string | null
}

export interface ScrubFacts {
  readonly family: PayerFamily
  /** In the practice's zone. */
  readonly today: ServiceDate
  readonly timelyFilingDueOn: ServiceDate | null
}

type Rule = (claim: ClaimDocument, facts: ScrubFacts) => Scrubbed

/** All rules over one claim, in the order a biller would look. */
export function scrubClaim(claim: ClaimDocument, facts: ScrubFacts): readonly Scrubbed[] {
  return rules.map((rule) => rule(claim, facts))
}

/** Evaluations bill the discipline's plan of care too, so every line of therapy carries it. */
const disciplineModifiers = ['GP', 'GO', 'GN']

const rules: readonly Rule[] = [
  function memberIdIsThere({ subscriber }) {
    const employer = subscriber.party.kind === 'organization'
    const known = subscriber.memberId !== null
    return verdict('scrub/member-id', known || employer, 'x12.md 1.3, 2010BA NM109; RFI 1317, 1990', {
      passed: known
        ? 'the subscriber has a member id'
        : 'the subscriber is an employer, who may have no member id',
      failed: 'the payer finds nobody without a member id',
      fix: 'correct the encounter with the member id of the card',
    })
  },
  function diagnosisIsThere({ diagnoses }) {
    return verdict('scrub/diagnosis', diagnoses.length > 0 && diagnoses.length <= 12, 'x12.md 1.4, HI', {
      passed: `${diagnoses.length} diagnoses`,
      failed: `a claim has 1 to 12 diagnoses, this one ${diagnoses.length}`,
      fix: 'correct the encounter with the diagnoses that were treated',
    })
  },
  function everyLinePointsToADiagnosis({ lines }) {
    const bare = lines.filter(({ diagnosisPointers }) => diagnosisPointers.length === 0).length
    return verdict('scrub/pointer', bare === 0, 'x12.md 1.5, SV107', {
      passed: 'every line points to its diagnosis',
      failed: `${bare} lines point to no diagnosis`,
      fix: 'correct the encounter with diagnosisPointers on each service',
    })
  },
  function therapyLinesSayTheirDiscipline({ lines }, { family }) {
    const wanted = ['medicare-b', 'medicare-advantage', 'tricare', 'va'].includes(family)
    const bare = lines.filter(
      ({ modifiers }) => !modifiers.some((each) => disciplineModifiers.includes(each)),
    ).length
    return verdict('scrub/discipline-modifier', !wanted || bare === 0, 'MCPM ch.5 s20.1; x12.md 1.7', {
      passed: wanted ? 'every line says its plan of care' : 'this payer does not ask for it',
      failed: `${bare} lines without GP, GO or GN are refused by this payer`,
      fix: 'code the encounter with its discipline',
    })
  },
  function medicareKnowsTheCertifier({ referringProvider }, { family }) {
    return verdict(
      'scrub/certifying-physician',
      family !== 'medicare-b' || referringProvider !== null,
      'x12.md 1.7, NM1*DN',
      {
        passed:
          family === 'medicare-b' ? 'the certifying physician is named' : 'this payer does not ask for it',
        failed: 'Medicare wants the certifying physician’s NPI as the referring provider',
        fix: 'correct the encounter with referringProvider',
      },
    )
  },
  function assignmentIsAccepted({ acceptAssignment }, { family }) {
    return verdict('scrub/assignment', family !== 'medicare-b' || acceptAssignment, 'x12.md 1.7, CLM07', {
      passed: 'assignment is as the payer wants it',
      failed: 'therapists take assignment from Medicare: CLM07 is A',
      fix: 'correct the encounter with acceptAssignment true',
    })
  },
  function theWindowIsOpen(_claim, { today, timelyFilingDueOn }) {
    const open = timelyFilingDueOn === null || today <= timelyFilingDueOn
    const shut = verdict('scrub/timely-filing', open, 'coding-rules.md 6.7', {
      passed:
        timelyFilingDueOn === null ? 'no filing window is known' : `to be filed by ${timelyFilingDueOn}`,
      failed: `the window closed on ${timelyFilingDueOn}`,
      fix: 'send it with a delay reason, or write it off: payers deny late claims with CARC 29',
    })
    return open ? shut : { ...shut, outcome: 'warn' }
  },
]

function verdict(
  rule: string,
  holds: boolean,
  citation: string,
  words: { readonly passed: string; readonly failed: string; readonly fix: string },
): Scrubbed {
  return holds
    ? { rule, outcome: 'passed', says: words.passed, citation, fix: null }
    : { rule, outcome: 'hold', says: words.failed, citation, fix: words.fix }
}
