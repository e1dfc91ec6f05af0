/** One ST of a 271: who asked whom about whom, and the answer. */
import { compactDate, stampAt } from '../clock.ts'
import { plain, type WrittenSegment, type WrittenTransaction } from './interchange.ts'
import type { Inquiry } from './read-inquiries.ts'

/** AAA at the payer or at the member, instead of benefits. */
export interface Rejection {
  readonly at: 'payer' | 'member'
  /** AAA01, AAA03, AAA04. */
  readonly valid: 'Y' | 'N'
  readonly reason: string
  readonly followUp: string
}

export interface Answer {
  readonly rejection: Rejection | null
  /** Plan dates and benefits below the member. */
  readonly segments: readonly WrittenSegment[]
}

export function benefitTransaction(inquiry: Inquiry, answer: Answer, at: number): WrittenTransaction {
  const { payer, provider, reference } = inquiry
  const { date, time } = stampAt(at)
  const payerFails = answer.rejection?.at === 'payer'
  const head: WrittenSegment[] = [
    ['BHT', '0022', '11', reference, date, time],
    ['HL', '1', '', '20', payerFails ? '0' : '1'],
    ...(payerFails ? [rejectionSegment(answer.rejection)] : []),
    ['NM1', 'PR', '2', plain(payer.name), '', '', '', '', 'PI', payer.id],
  ]
  const kind = provider.organization ? '2' : '1'
  const below: WrittenSegment[] = [
    ['HL', '2', '1', '21', '1'],
    ['NM1', '1P', kind, plain(provider.name), '', '', '', '', 'XX', provider.npi],
    ...memberSegments(inquiry, answer),
  ]
  return { kind: '271', version: '005010X279A1', body: payerFails ? head : [...head, ...below] }
}

function rejectionSegment(rejection: Rejection | null): WrittenSegment {
  const { valid = 'N', reason = '42', followUp = 'R' } = rejection ?? {}
  return ['AAA', valid, '', reason, followUp]
}

function memberSegments(inquiry: Inquiry, { rejection, segments }: Answer): WrittenSegment[] {
  const { member, dependent, birthDate, sex } = inquiry
  const trace = ['TRN', '2', inquiry.trace, inquiry.originator]
  const who = (entity: string, { last, first }: { last: string; first: string }, id: string) => [
    ...['NM1', entity, '1', plain(last), plain(first), '', '', ''],
    ...(id ? ['MI', id] : []),
  ]
  const rejected = rejection ? [rejectionSegment(rejection)] : []
  const born = birthDate ? [['DMG', 'D8', compactDate(birthDate), sex]] : []
  if (!dependent) {
    return [
      ['HL', '3', '2', '22', '0'],
      trace,
      who('IL', member, member.id),
      ...rejected,
      ...(rejection ? [] : born),
      ...segments,
    ]
  }
  return [
    ['HL', '3', '2', '22', '1'],
    who('IL', member, member.id),
    ['HL', '4', '3', '23', '0'],
    trace,
    who('03', dependent, ''),
    ...rejected,
    ...(rejection ? [] : born),
    ...segments,
  ]
}
