/** Loads what a patient's days are decided on, and asks payers where no answer speaks of a day yet. */
import { compareInstants, plusMilliseconds } from '@tally/kernel'
import type { Partner, Work } from '@tally/platform'
import type { DayToAnswer, Ledger } from '../domain/answer-in-order.ts'
import { isOpen } from '../domain/circuit-breaker.ts'
import { governing } from '../domain/coverage-list.ts'
import type { CheckUsed } from '../domain/coverage-rules.ts'
import { planOf, seenOf } from '../domain/episode.ts'
import {
  askingKey,
  authorizationLearned,
  type DenialCause,
  type Inquiry,
  type WhatIsKnown,
  whatIsKnown,
} from '../domain/inquiry.ts'
import { asksByDefault, type PayerProfile } from '../domain/payer-profile.ts'
import { ledgersOf } from '../store/authorizations.ts'
import { causesOf } from '../store/causes.ts'
import { circuitOf } from '../store/circuits.ts'
import { type Episode, episodesOf } from '../store/episodes.ts'
import { inquiriesOf } from '../store/inquiries.ts'
import type { Patient } from '../store/patients.ts'
import { payerProfiles } from '../store/payers.ts'
import { dayPerson, type OpenDay, type Treated, treatedDays } from '../store/treatment-days.ts'
import { askNow, clearinghouseOf, openInquiry, partnerId } from './ask-payer.ts'

/** How long a payer has for a day's answer; eligibility answers within 30 s (DESIGN.md 3). */
export const answerMs = 25_000

interface Facts {
  readonly patient: Patient
  readonly profiles: ReadonlyMap<string, PayerProfile>
  readonly causes: readonly DenialCause[]
  readonly inquiries: Inquiry[]
  readonly ledgers: readonly Ledger[]
  readonly episodes: readonly Episode[]
  readonly treated: readonly Treated[]
  readonly circuitIsOpen: boolean
  /** Looked for when something is asked. */
  partner?: Partner | null
}

export interface Gathered {
  /** The days with what was asked for them now; one for which nothing was is the same object. */
  readonly days: readonly OpenDay[]
  readonly toAnswer: readonly DayToAnswer[]
  readonly ledgers: readonly Ledger[]
}

export async function gatherFacts(work: Work, patient: Patient, open: readonly OpenDay[]): Promise<Gathered> {
  const payerIds = [...new Set(open.flatMap(({ payerId }) => payerId ?? []))]
  const questionKeys = [...new Set(open.flatMap(({ questionKey }) => questionKey ?? []))]
  const [profiles, causes, inquiries, ledgers, episodes, treated, circuit] = await Promise.all([
    payerProfiles(work, payerIds),
    causesOf(work, patient.id),
    inquiriesOf(work, patient.id, questionKeys),
    ledgersOf(work, patient.id),
    open.some(({ episodeId }) => episodeId !== null) ? episodesOf(work, patient.id) : [],
    treatedDays(work, patient.id),
    circuitOf(work.query, partnerId),
  ])
  const circuitIsOpen = isOpen(circuit, work.now)
  const facts: Facts = { patient, profiles, causes, inquiries, ledgers, episodes, treated, circuitIsOpen }
  const days: OpenDay[] = []
  for (const day of open) days.push(await asking(work, facts, day))
  return { days, toAnswer: days.map((day) => toAnswer(work, facts, day)), ledgers: facts.ledgers }
}

/** The day after its payer was asked, where that had to be. */
async function asking(work: Work, facts: Facts, day: OpenDay): Promise<OpenDay> {
  const asked = askedFor(facts, day)
  if (!asked || day.sent) return day
  const key = askingKey(asked, facts.causes)
  if (day.askedKey === key) return day
  const { answer, underWay } = whatIsKnown(asked, facts.inquiries, facts.causes)
  if (answer?.age !== 'fresh') {
    // Nobody to ask now: the next time that the day is decided on there may be.
    if (!underWay && !(await ask(work, facts, day))) return day
    if (underWay?.state === 'open') await askNow(work, underWay)
  }
  const late = compareInstants(day.answerDueAt, work.now) <= 0
  return { ...day, askedKey: key, answerDueAt: late ? plusMilliseconds(work.now, answerMs) : day.answerDueAt }
}

async function ask(work: Work, facts: Facts, day: OpenDay): Promise<boolean> {
  facts.partner ??= await clearinghouseOf(work)
  if (!facts.partner) return false
  const { patient, card, asker } = await dayPerson(work, day.id)
  if (!patient || !card || !asker || day.payerId === null) return false
  const inquiry = await openInquiry(work, facts.partner, {
    ...{
      patientId: day.patientId,
      payerId: day.payerId,
      asOf: day.serviceDate,
      insured: { patient, card },
      asker,
    },
    ...{ cause: 'charge', traceparent: day.traceparent },
  })
  facts.inquiries.push(inquiry)
  return true
}

/** Null where nobody is asked for the day: no payer, one that is not asked, or a card that is not the patient's any more. */
function askedFor({ patient, profiles }: Facts, day: OpenDay) {
  const { payerId, questionKey, serviceDate, heardAt } = day
  if (governing(day, patient.told).kind !== 'payer' || payerId === null || questionKey === null) return null
  return asksPayer(profiles, day) ? { payerId, questionKey, serviceDate, heardAt } : null
}

function asksPayer(profiles: Facts['profiles'], { payerId, payerFamily }: OpenDay): boolean {
  const profile = payerId === null ? undefined : profiles.get(payerId)
  return profile?.checksEligibility ?? (payerFamily !== null && asksByDefault(payerFamily))
}

function toAnswer(work: Work, facts: Facts, day: OpenDay): DayToAnswer {
  const { patient, profiles, inquiries, causes, treated, circuitIsOpen } = facts
  const { id, sent, payerId, services, serviceDate, overridden, version } = day
  const asked = askedFor(facts, day)
  const known = asked ? whatIsKnown(asked, inquiries, causes) : null
  const hasTime = compareInstants(work.now, day.answerDueAt) < 0
  const waiting =
    known?.answer?.age !== 'fresh' && known?.underWay?.state === 'open' && hasTime && !circuitIsOpen
  const check = checkOf(known)
  const answeredAt = known?.answer?.inquiry.answeredAt ?? null
  return {
    ...{ id, sent, payerId, services: day.sentServices ?? services },
    facts: {
      serviceDate,
      governing: governing(day, patient.told),
      family: (payerId === null ? undefined : profiles.get(payerId)?.family) ?? day.payerFamily,
      asksPayer: asksPayer(profiles, day),
      ...{ check, waiting },
      silence: silence(known, facts, day),
      visitsSince: answeredAt === null ? 0 : visitsSince(treated, day, answeredAt),
      authorizationLearned: payerId !== null && authorizationLearned(payerId, causes),
      plan: planFor(facts, day),
      treatedOn: treated.filter((each) => ofSameCare(each, day)).map((each) => each.serviceDate),
      overridden: overridden?.version === version ? overridden.rules : [],
    },
  }
}

function checkOf(known: WhatIsKnown | null): CheckUsed | null {
  if (!known?.answer) return null
  const { inquiry, age } = known.answer
  return { checkId: inquiry.id, benefits: inquiry.benefits, asOf: inquiry.asOf, age }
}

function silence(
  known: WhatIsKnown | null,
  { partner, circuitIsOpen }: Facts,
  { questionKey }: OpenDay,
): string {
  const underWay = known?.underWay
  if (questionKey === null) return 'the visit names no card to ask with'
  if (underWay?.state === 'deferred') return 'the payer cannot answer now and is asked again'
  if (underWay && circuitIsOpen) return 'the clearinghouse does not answer at the moment'
  if (underWay) return 'the payer did not answer in time; its answer still counts when it comes'
  const failed = known?.failed
  if (failed?.problems[0])
    return `the 270 cannot be written (${failed.problems[0].rule}); correct the patient’s card`
  if (failed?.state === 'refused') return 'the clearinghouse sent the 270 back'
  if (failed) return 'the payer never answered'
  return partner === null ? 'no clearinghouse is set up' : 'the payer was not asked'
}

function visitsSince(treated: readonly Treated[], day: OpenDay, answeredAt: string): number {
  const year = day.serviceDate.slice(0, 4)
  return treated.filter(
    (each) =>
      each.id !== day.id &&
      each.payerId === day.payerId &&
      each.serviceDate.startsWith(year) &&
      each.serviceDate <= day.serviceDate &&
      compareInstants(each.heardAt, answeredAt) > 0,
  ).length
}

/** Under one plan of care: of the same episode, or without one for the same payer. */
function ofSameCare(one: Treated, { episodeId, payerId }: OpenDay): boolean {
  return episodeId === null ? one.episodeId === null && one.payerId === payerId : one.episodeId === episodeId
}

function planFor({ episodes, treated }: Facts, day: OpenDay) {
  const episode = episodes.find(({ id }) => id === day.episodeId) ?? null
  const reports = treated.filter((each) => ofSameCare(each, day)).flatMap((each) => each.progressReportsOn)
  return planOf(episode?.told ?? null, seenOf(day.plan, episode?.seen ?? null), reports)
}
