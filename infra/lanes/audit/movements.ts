/**
 * Every movement of money that there may be (DESIGN.md 4, reliability-security.md 3.1): which cause makes it, what it is
 * called, and between which accounts it goes. One that is none of these is wrong, whatever it adds up to. A new kind of
 * cause has to be entered here, or the audit says that it knows none such.
 */

export interface Movement {
  /** `posting_batch.source_type`. */
  readonly cause: string
  /** Of the posting's source key; the names are filled into the accounts. */
  readonly key: RegExp
  /** Of the batch's source key, where the posting's says it. */
  readonly causeKey?: string
  /** One of these takes. `*` is any one step of a path. */
  readonly debit: readonly string[]
  /** One of these gives. */
  readonly credit: readonly string[]
  /** A negative amount goes the other way. */
  readonly bothWays: boolean
}

const ownReceivables = ['receivable:payer:{line}:*', 'receivable:patient:*:{line}']
const adjusted = ['adjustment:*', 'denied:open:{line}:*', ...ownReceivables]
const providerLevels = ['recoupment:*:*', 'interest:*', 'provider-level:*:*']
const ofPayer = ['receivable:payer:{line}:*']
const ofPatient = ['receivable:patient:*:{line}']

function both(
  cause: string,
  key: RegExp,
  debit: readonly string[],
  credit: readonly string[],
  causeKey?: string,
): Movement {
  return { cause, key, debit, credit, bothWays: true, ...(causeKey === undefined ? {} : { causeKey }) }
}

function one(...movement: Parameters<typeof both>): Movement {
  return { ...both(...movement), bothWays: false }
}

const charge = /^charge\/(?<day>[^/]+)\/(?<version>\d+)\/(?<line>[^/]+)$/
const chargeMoved = /^charge\/(?<day>[^/]+)\/(?<version>\d+)\/(?<line>[^/]+)\/moved$/
const patientPaid = /^charge\/(?<day>[^/]+)\/(?<version>\d+)\/patient-paid$/
const payment = /^remittance\/(?<remittance>[^/]+)\/payment$/
const linePaid = /^remittance\/(?<remittance>[^/]+)\/(?<position>\d+)\/(?<line>[^/]+)\/paid$/
const lineAdjusted = /^remittance\/(?<remittance>[^/]+)\/(?<position>\d+)\/(?<line>[^/]+)\/\d+$/
const waits = /^remittance\/(?<remittance>[^/]+)\/(?<position>\d+)\/unmatched$/
const level = /^remittance\/(?<remittance>[^/]+)\/plb\/\d+$/
const levelMoved = /^remittance\/[^/]+\/plb\/\d+\/moved\/[^/]+$/
const handPaid = /^match\/(?<match>[^/]+)\/(?<line>[^/]+)\/paid$/
const handAdjusted = /^match\/(?<match>[^/]+)\/(?<line>[^/]+)\/\d+$/
const handOfPatient = /^hand\/(?<entry>[^/]+)\/(?<line>[^/]+)\/patient$/
const handOfPayer = /^hand\/(?<entry>[^/]+)\/(?<line>[^/]+)\/(?<order>\d+)$/
const handOfRefused = /^hand\/(?<entry>[^/]+)\/(?<line>[^/]+)\/(?<order>\d+)\/refused$/
const handCredit = /^hand\/(?<entry>[^/]+)\/credit$/
const eobLeaves = /^hand-reversal\/(?<entry>[^/]+)\/\d+$/
const eobPayment = /^hand-reversal\/(?<entry>[^/]+)\/payment$/
const deposited = /^deposit\/(?<deposit>[^/]+)\/(?<time>[^/]+)\/[^/]+$/
const openedAtPayer = /^opening\/(?<line>[^/]+)\/payer$/
const openedAtPatient = /^opening\/(?<line>[^/]+)\/patient$/
const openedCredit = /^opening\/(?<line>[^/]+)\/credit$/
const denial = /^denial\/(?<denial>[^/]+)\/(?<version>\d+)\/(?<line>[^/]+)$/

const clearing = 'clearing:{remittance}'
/** Of a claim by itself, or with all that was before the practice's go-live. */
const waiting = ['unmatched:{remittance}:{position}', 'unmatched:legacy']
const byHand = '{remittance}/{position}/{match}'

export const movements: readonly Movement[] = [
  both('charge', charge, ownReceivables, ['revenue'], '{day}/{version}'),
  one('charge', chargeMoved, ['revenue'], ownReceivables, '{day}/{version}'),
  // Until 2026-11-28 it went from the one to the other.
  one('charge', chargeMoved, ownReceivables, ownReceivables, '{day}/{version}'),
  both('patient-payment', patientPaid, ['cash'], ['patient-credit:*'], '{day}/{version}'),
  one('remittance', payment, ['due:*'], [clearing]),
  both('remittance', linePaid, [clearing], ofPayer),
  both('remittance', lineAdjusted, adjusted, ofPayer),
  both('remittance', waits, [clearing], waiting),
  both('remittance', level, providerLevels, [clearing]),
  both('remittance', levelMoved, ['recoupment:*:*'], ['recoupment:*:*']),
  both('match', linePaid, waiting, ofPayer, '{remittance}/{position}'),
  both('match', lineAdjusted, adjusted, ofPayer, '{remittance}/{position}'),
  both('match', levelMoved, ['recoupment:*:*'], ['recoupment:*:*']),
  both('match', handPaid, waiting, ofPayer, byHand),
  both('match', handAdjusted, adjusted, ofPayer, byHand),
  one(
    'denial',
    denial,
    ['write-off:denial', ...ownReceivables],
    ['denied:open:{line}:*'],
    '{denial}/{version}',
  ),
  // What a patient pays or has credited, then what is written off there, and what goes back.
  one('hand', handOfPatient, ['cash', 'patient-credit:*', 'write-off:*'], ofPatient, '{entry}'),
  one('hand', handOfPatient, ofPatient, ['refund:*'], '{entry}'),
  one(
    'hand',
    handOfPayer,
    ['write-off:*', ...ownReceivables],
    ['receivable:payer:{line}:{order}'],
    '{entry}',
  ),
  one('hand', handOfPayer, ['receivable:payer:{line}:{order}'], ['refund:*'], '{entry}'),
  one('hand', handOfRefused, ['write-off:*', ...ownReceivables], ['denied:open:{line}:{order}'], '{entry}'),
  one('hand', handCredit, ['cash'], ['patient-credit:*'], '{entry}'),
  one('hand', handCredit, ['patient-credit:*'], ['refund:*'], '{entry}'),
  // A paper EOB that was typed wrongly leaves by the way it came.
  both('hand-reversal', eobLeaves, ['unmatched:*:*', 'unmatched:legacy'], ['clearing:*'], '{entry}'),
  one('hand-reversal', eobPayment, ['clearing:*'], ['due:*'], '{entry}'),
  one('deposit', deposited, ['cash'], ['due:*'], '{deposit}/{time}'),
  // What a former system left open.
  one('opening', openedAtPayer, ofPayer, ['opening:*']),
  one('opening', openedAtPatient, ofPatient, ['opening:*']),
  one('opening', openedCredit, ['opening:*'], ['patient-credit:*']),
]

export const knownCauses: readonly string[] = [...new Set(movements.map(({ cause }) => cause))]

/** What a mirror is called; its accounts are those of its original. */
export const mirrorKeys: readonly { readonly cause: readonly string[]; readonly key: RegExp }[] = [
  {
    cause: ['remittance', 'match'],
    key: /^remittance\/(?<remittance>[^/]+)\/(?<position>\d+)\/reverses-(?<original>\d+)$/,
  },
  { cause: ['match'], key: /^match\/[^/]+\/reverses-(?<original>\d+)$/ },
  { cause: ['match'], key: /^match\/[^/]+\/(?<position>\d+)\/reverses-(?<original>\d+)$/ },
  // Of a line that is charged no more, what its payer left to others.
  { cause: ['charge'], key: /^charge\/[^/]+\/\d+\/reverses\/(?<original>\d+)$/ },
  { cause: ['hand-reversal'], key: /^hand-reversal\/[^/]+\/(?<original>\d+)$/ },
]
