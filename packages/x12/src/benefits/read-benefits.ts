/** `tally x12 benefits`: the answer of a 271, one entry for each person asked about (x12.md 3.2). */

import { contentOfTransaction } from '../reader/content-of.ts'
import { dateIn } from '../reader/date-in.ts'
import { envelopesOf } from '../reader/envelope.ts'
import { collectFindings, type Report } from '../reader/finding.ts'
import { segmentsIn } from '../reader/read-segments.ts'
import { element, given, type Segment } from '../reader/segment.ts'
import { beforeFirst, type Loop, splitAt } from '../reader/split-at.ts'
import type {
  Benefit,
  BenefitsAnswer,
  InsuredPerson,
  Rejection,
  SubscriberBenefits,
  YesNo,
} from './benefit.ts'
import {
  careEpisodesIn,
  coverageIn,
  familyHintsIn,
  insuranceTypesIn,
  otherPayersIn,
  plansIn,
  therapyCoveredIn,
} from './cover.ts'
import { amountsLeft, coinsuranceIn, copayIn } from './patient-share.ts'
import { datesIn, readBenefit, referencesIn } from './read-benefit.ts'
import { readRejection } from './rejection.ts'
import { concernsPlan, therapyTypes } from './service-types.ts'
import { therapyAmountIn, therapyVisitsIn } from './therapy-visits.ts'

export function readBenefits(input: string | Uint8Array): BenefitsAnswer {
  const { findings, report } = collectFindings()
  const subscribers: SubscriberBenefits[] = []
  const rejections: Rejection[] = []
  let any = false
  for (const part of envelopesOf(segmentsIn(input, report), report).parts) {
    if (part.kind !== 'transaction' || contentOfTransaction(part) !== '271') continue
    any = true
    const levels = splitAt(
      part.segments.filter(({ whole }) => whole),
      ['HL'],
    )
    for (const rejection of levels.flatMap(rejectionsAt)) rejections.push(rejection)
    for (const person of peopleIn(levels, report)) subscribers.push(person)
  }
  if (!any) report('error', 'file/no-benefits', null, 'the file holds no 271')
  return { subscribers, rejections, findings }
}

function rejectionsAt(level: Loop): Rejection[] {
  const kind = given(level[0], 3)
  if (kind !== '20' && kind !== '21') return []
  const where = kind === '20' ? 'source' : 'receiver'
  return level.filter(({ tag }) => tag === 'AAA').map((aaa) => readRejection(aaa, where))
}

/** Who answers and who asked: what is said there is said of each person below. */
interface Above {
  readonly source: Loop | null
  readonly receiver: Loop | null
}

/** A subscriber with dependents under it was not asked about itself: each dependent is an entry. */
function peopleIn(levels: readonly Loop[], report: Report): SubscriberBenefits[] {
  const people: { above: Above; subscriber: Loop; dependents: Loop[] }[] = []
  let above: Above = { source: null, receiver: null }
  for (const level of levels) {
    const kind = given(level[0], 3)
    if (kind === '20') above = { source: level, receiver: null }
    else if (kind === '21') above = { ...above, receiver: level }
    else if (kind === '22') people.push({ above, subscriber: level, dependents: [] })
    else if (kind === '23') people.at(-1)?.dependents.push(level)
  }
  return people.flatMap((one) =>
    one.dependents.length === 0
      ? [readPerson(one.above, one.subscriber, null, report)]
      : one.dependents.map((dependent) => readPerson(one.above, one.subscriber, dependent, report)),
  )
}

function readPerson(
  { source, receiver }: Above,
  subscriber: Loop,
  dependent: Loop | null,
  report: Report,
): SubscriberBenefits {
  const whole = dependent ? [...subscriber, ...dependent] : subscriber
  const own = [...beforeFirst(subscriber, ['EB']), ...(dependent ? beforeFirst(dependent, ['EB']) : [])]
  const loops = [...splitAt(subscriber, ['EB']), ...(dependent ? splitAt(dependent, ['EB']) : [])]
  const benefits = loops.map((loop) => readBenefit(loop, report))
  const insured = beforeFirst(subscriber, ['EB']).find(({ tag }) => tag === 'NM1')
  const dates = datesIn(own)
  const traceNumbers = [...(dependent ? tracesIn(dependent) : []), ...tracesIn(subscriber)]
  return {
    traceNumber: traceNumbers[0] ?? null,
    traceNumbers,
    rejectionsAbove: [source, receiver].flatMap((level) => (level ? rejectionsAt(level) : [])),
    memberId: insured ? given(insured, 9) : null,
    payer: payerIn(source),
    subscriber: personIn(subscriber),
    dependent: dependent && personIn(dependent),
    planName: planNameIn(benefits),
    rejections: rejectionsIn(subscriber, dependent, loops),
    ...resolved(benefits),
    plans: plansIn(benefits, dates),
    dates,
    references: referencesIn(own),
    benefits,
    messages: whole.filter(({ tag }) => tag === 'MSG').flatMap((msg) => given(msg, 1) ?? []),
    segment: (dependent ?? subscriber)[0].ordinal,
  }
}

/** What the entries come to, each by its own rule. */
function resolved(benefits: readonly Benefit[]) {
  return {
    coverage: coverageIn(benefits),
    deductible: amountsLeft(benefits, 'C'),
    outOfPocket: amountsLeft(benefits, 'G'),
    copay: copayIn(benefits),
    coinsurance: coinsuranceIn(benefits),
    therapyCovered: therapyCoveredIn(benefits),
    therapyVisits: therapyVisitsIn(benefits),
    therapyAmount: therapyAmountIn(benefits),
    authorizationRequired: authorizationIn(benefits),
    insuranceTypes: insuranceTypesIn(benefits),
    familyHints: familyHintsIn(benefits),
    otherPayers: otherPayersIn(benefits),
    careEpisodes: careEpisodesIn(benefits),
  }
}

/**
 * EB11 of the type closest to therapy decides: what all of rehabilitation needs, therapy may not. A plan that wants it for everything
 * wants it for therapy, its no means nothing.
 */
function authorizationIn(benefits: readonly Benefit[]): YesNo {
  const asked = benefits.filter(({ network }) => network !== 'out')
  const told = asked.filter(({ authorizationRequired }) => authorizationRequired !== 'unknown')
  const closest = therapyTypes
    .map((type) => told.filter(({ serviceTypes }) => serviceTypes.includes(type)))
    .find((ofType) => ofType.length > 0)
  if (closest) return closest.some((each) => each.authorizationRequired === 'yes') ? 'yes' : 'no'
  return asked.some((benefit) => concernsPlan(benefit) && benefit.authorizationRequired === 'yes')
    ? 'yes'
    : 'unknown'
}

function planNameIn(benefits: readonly Benefit[]): string | null {
  const named = benefits.filter(({ code, planName }) => /^[1-5]$/.test(code) && planName !== null)
  return (named.find(concernsPlan) ?? named[0])?.planName ?? null
}

function rejectionsIn(subscriber: Loop, dependent: Loop | null, loops: readonly Loop[]): Rejection[] {
  const at = (segments: readonly Segment[], level: Rejection['level']) =>
    segments.filter(({ tag }) => tag === 'AAA').map((aaa) => readRejection(aaa, level))
  return [
    ...at(beforeFirst(subscriber, ['EB']), 'subscriber'),
    ...(dependent ? at(beforeFirst(dependent, ['EB']), 'dependent') : []),
    ...loops.flatMap((loop) => at(loop, 'benefit')),
  ]
}

/** TRN*2 gives back what was asked with: our trace, and beside it the clearinghouse's own. TRN*1 is the payer's. */
function tracesIn(level: Loop): string[] {
  return level
    .filter(({ tag, elements }) => tag === 'TRN' && elements[1] === '2')
    .flatMap((trn) => given(trn, 2) ?? [])
}

function payerIn(source: Loop | null) {
  const nm1 = source?.find(({ tag }) => tag === 'NM1')
  return nm1 ? { name: given(nm1, 3) ?? '', id: given(nm1, 9) } : null
}

function personIn(level: Loop): InsuredPerson | null {
  const own = beforeFirst(level, ['EB'])
  const nm1 = own.find(({ tag }) => tag === 'NM1')
  const dmg = own.find(({ tag }) => tag === 'DMG')
  if (!nm1) return null
  return {
    last: given(nm1, 3) ?? '',
    first: given(nm1, 4) ?? '',
    birthDate: dmg ? dateIn(element(dmg, 2)) : null,
  }
}
