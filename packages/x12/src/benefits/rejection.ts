/** AAA: why the payer would not answer, and who does what next (x12.md 3.2). Labels are our own. */
import { given, type Segment } from '../reader/segment.ts'
import type { Rejection } from './benefit.ts'

type Who = Rejection['who']

/** AAA03. */
const meanings: ReadonlyMap<string, readonly [says: string, who: Who]> = new Map([
  ['15', ['something needed is missing', 'front-desk']],
  ['33', ['something entered is wrong', 'front-desk']],
  ['35', ['out of network', 'biller']],
  ['41', ['not allowed to ask here', 'biller']],
  ['42', ['the payer cannot answer now', 'tally']],
  ['43', ['provider number invalid or missing', 'biller']],
  ['44', ['provider name invalid or missing', 'biller']],
  ['45', ['provider specialty invalid or missing', 'biller']],
  ['46', ['provider phone invalid or missing', 'biller']],
  ['47', ['provider state invalid or missing', 'biller']],
  ['48', ['referring provider number invalid or missing', 'biller']],
  ['49', ['provider is not the primary care physician', 'biller']],
  ['50', ['provider may not ask', 'biller']],
  ['51', ['provider not on file', 'biller']],
  ['52', ['not enrolled on the date of service', 'front-desk']],
  ['53', ['service does not fit the request', 'front-desk']],
  ['54', ['product invalid', 'biller']],
  ['55', ['product does not fit', 'biller']],
  ['56', ['date invalid', 'front-desk']],
  ['57', ['date of service invalid or missing', 'front-desk']],
  ['58', ['date of birth invalid or missing', 'front-desk']],
  ['60', ['born after the date of service', 'front-desk']],
  ['61', ['died before the date of service', 'front-desk']],
  ['62', ['date of service outside the allowed time', 'front-desk']],
  ['63', ['date of service in the future', 'front-desk']],
  ['64', ['patient number invalid or missing', 'front-desk']],
  ['65', ['patient name invalid or missing', 'front-desk']],
  ['66', ['patient sex invalid or missing', 'front-desk']],
  ['67', ['patient not found', 'front-desk']],
  ['68', ['patient number known twice', 'front-desk']],
  ['69', ['does not fit the patient’s age', 'front-desk']],
  ['70', ['does not fit the patient’s sex', 'front-desk']],
  ['71', ['date of birth differs from the payer’s', 'front-desk']],
  ['72', ['member number invalid or missing', 'front-desk']],
  ['73', ['insured’s name invalid or missing', 'front-desk']],
  ['74', ['insured’s sex invalid or missing', 'front-desk']],
  ['75', ['insured not found', 'front-desk']],
  ['76', ['member number known twice', 'front-desk']],
  ['77', ['insured found, patient not', 'front-desk']],
  ['78', ['insured not in this group', 'front-desk']],
  ['79', ['participant number invalid', 'biller']],
  ['80', ['the payer behind did not answer', 'tally']],
  ['97', ['provider address invalid or missing', 'biller']],
  ['98', ['experimental', 'biller']],
  ['T4', ['payer name or number missing', 'biller']],
])

const busy: ReadonlySet<string> = new Set(['42', '80'])

export function readRejection(aaa: Segment, level: Rejection['level']): Rejection {
  const [code, followUp] = [given(aaa, 3) ?? '', given(aaa, 4) ?? '']
  const [says, who] = meanings.get(code) ?? ['a reason Tally does not know', 'biller']
  const next = nextStep(code, followUp)
  const whoActs = next === 'retry' ? 'tally' : who === 'tally' ? 'biller' : who
  return {
    code,
    says,
    followUp,
    level,
    who: whoActs,
    next,
    does: doing(next, followUp),
    segment: aaa.ordinal,
  }
}

/** N, S and Y end it, P, R, W and X ask for patience; without AAA04 the code decides. */
function nextStep(code: string, followUp: string): Rejection['next'] {
  if (['N', 'S', 'Y'].includes(followUp)) return 'stop'
  if (['P', 'R', 'W', 'X'].includes(followUp) || busy.has(code)) return 'retry'
  return 'correct'
}

function doing(next: Rejection['next'], followUp: string): string {
  if (next === 'stop') return 'asking again will not help: call the payer or take another coverage'
  if (next === 'correct') return 'correct it with the patient’s card and ask again'
  if (followUp === 'W') return 'ask again in 30 days'
  if (followUp === 'X') return 'ask again in 10 days'
  return 'asked again by itself, with growing pauses'
}
