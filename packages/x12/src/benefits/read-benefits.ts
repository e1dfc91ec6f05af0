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
import { concernsPlan, concernsTherapy } from './service-types.ts'
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
    for (const rejection of levels.flatMap(rejectionsAbove)) rejections.push(rejection)
    for (const person of peopleIn(levels, report)) subscribers.push(person)
  }
  if (!any) report('error', 'file/no-benefits', null, 'the file holds no 271')
  return { subscribers, rejections, findings }
}

function rejectionsAbove(level: Loop): Rejection[] {
  const kind = given(level[0], 3)
  if (kind !== '20' && kind !== '21') return []
  const where = kind === '20' ? 'source' : 'receiver'
  return level.filter(({ tag }) => tag === 'AAA').map((aaa) => readRejection(aaa, where))
}

/** A subscriber with dependents under it was not asked about itself: each dependent is an entry. */
function peopleIn(levels: readonly Loop[], report: Report): SubscriberBenefits[] {
  const people: { source: Loop | null; subscriber: Loop; dependents: Loop[] }[] = []
  let source: Loop | null = null
  for (const level of levels) {
    const kind = given(level[0], 3)
    if (kind === '20') source = level
    else if (kind === '22') people.push({ source, subscriber: level, dependents: [] })
    else if (kind === '23') people.at(-1)?.dependents.push(level)
  }
  return people.flatMap(({ source: payer, subscriber, dependents }) =>
    dependents.length === 0
      ? [readPerson(payer, subscriber, null, report)]
      : dependents.map((dependent) => readPerson(payer, subscriber, dependent, report)),
  )
}

function readPerson(
  source: Loop | null,
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
  return {
    traceNumber: (dependent && traceIn(dependent)) ?? traceIn(subscriber),
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

/** EB11 said of therapy decides; a plan that wants it for everything wants it for therapy, its no means nothing. */
function authorizationIn(benefits: readonly Benefit[]): YesNo {
  const asked = benefits.filter(({ network }) => network !== 'out')
  const ofTherapy = asked.filter(concernsTherapy).map((benefit) => benefit.authorizationRequired)
  if (ofTherapy.includes('yes')) return 'yes'
  if (ofTherapy.includes('no')) return 'no'
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

/** TRN*2 gives our trace back; TRN*1 is the payer's or the clearinghouse's. */
function traceIn(level: Loop): string | null {
  const trn = level.find(({ tag, elements }) => tag === 'TRN' && elements[1] === '2')
  return trn ? given(trn, 2) : null
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
