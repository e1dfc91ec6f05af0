/** What the payer answers to one eligibility question, and when. */
import { type Cents, isServiceDate, type ServiceDate } from '@tally/kernel'
import type { WrittenTransaction } from '../wire/interchange.ts'
import type { Inquiry } from '../wire/read-inquiries.ts'
import { type Answer, benefitTransaction, type Rejection } from '../wire/write-benefits.ts'
import { benefitSegments } from './benefits.ts'
import { scenarioOf } from './magic-members.ts'
import { hasOwnPlan, type Plan, planOf } from './plan.ts'

export interface InquiryFacts {
  readonly at: number
  readonly today: ServiceDate
  readonly deductible: (memberId: string) => { readonly total: Cents; readonly left: Cents }
  readonly again: Again
}

/** The member was asked about in an earlier inquiry. */
export type Again = (memberId: string) => boolean

/** `slow`: the caller waits a minute; `later`: by webhook. */
export type Pace = 'at-once' | 'slow' | 'later'

const rejections: Readonly<Record<string, Rejection>> = {
  'not-found': { at: 'member', valid: 'N', reason: '75', followUp: 'C' },
  'id-invalid': { at: 'member', valid: 'N', reason: '72', followUp: 'C' },
  'birth-date-differs': { at: 'member', valid: 'N', reason: '71', followUp: 'C' },
  'retry-later': { at: 'payer', valid: 'Y', reason: '42', followUp: 'R' },
}

export function paceOf({ member }: Inquiry, again: Again): Pace {
  const scenario = scenarioOf(member.id, again(member.id))
  const shape = scenario.kind === 'benefits' ? scenario.shape : ''
  return shape === 'slow' ? 'slow' : shape === 'later' ? 'later' : 'at-once'
}

export function answerInquiry(inquiry: Inquiry, facts: InquiryFacts): WrittenTransaction {
  return benefitTransaction(inquiry, answerFor(inquiry, facts), facts.at)
}

function answerFor(inquiry: Inquiry, { today, deductible, again }: InquiryFacts): Answer {
  const { member } = inquiry
  if (member.id === '') return { rejection: rejections['id-invalid'] ?? null, segments: [] }
  const scenario = scenarioOf(member.id, again(member.id))
  const shape = scenario.kind === 'benefits' ? scenario.shape : 'plain'
  const rejection = rejections[shape]
  if (rejection) return { rejection, segments: [] }
  const on = isServiceDate(inquiry.on) ? inquiry.on : today
  const benefits = benefitSegments({
    ...{ shape, on, plan: planAsked(inquiry), services: inquiry.services },
    deductible: deductible(member.id),
  })
  const begun = ['DTP', '346', 'D8', `${on.slice(0, 4)}0101`]
  return { rejection: null, segments: [begun, ...benefits] }
}

/** A 270 names no filing code: Medicare is known by its payer ids, else by the form of its member ids. */
function planAsked({ payer, member }: Inquiry): Plan {
  const medicare =
    /^(02302|MR025|MR002|11302|MEDICARE)$/.test(payer.id) || (!hasOwnPlan(payer.id) && isMbi(member.id))
  return planOf(payer.id, medicare ? 'MB' : 'CI')
}

/** CMS's Medicare Beneficiary Identifier: eleven places, no S, L, O, I, B, Z. */
export function isMbi(id: string): boolean {
  const letter = '[AC-HJKMNP-RT-Y]'
  const either = '[AC-HJKMNP-RT-Y0-9]'
  return new RegExp(`^[1-9]${letter}${either}\\d${letter}${either}\\d${letter}{2}\\d{2}$`).test(id)
}
