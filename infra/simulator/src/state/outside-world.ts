/**
 * The outside as one thing: what comes in is taken and journaled before it is answered, what is owed is
 * written down before it is sent. It runs on the clock it is given and does nothing by itself: `work` does what is due.
 */
import type { Clock } from '../clock.ts'
import { paceOf } from '../payers/answer-inquiry.ts'
import { answerDue, inquiryAnswer } from './answer-due.ts'
import { courier, deliverDue, type Send } from './deliver-files.ts'
import type { DeliveryTry, TakenInquiry } from './entries.ts'
import { type FaultName, type Faults, strikes } from './faults.ts'
import { type Storage, settingsWith } from './open-storage.ts'
import { readInquiries } from './read-submission.ts'
import type { Settings, SettingsChange } from './settings.ts'
import type { Sign } from './sign-webhook.ts'
import { digestOf, type Posted, takeSubmission, textIn } from './take-submission.ts'
import {
  applyAnswer,
  applyInquiry,
  applySubmission,
  isAskedAgain,
  keyOf,
  type WorldState,
} from './world-state.ts'
import { textOfFile } from './write-file.ts'

/** What a fault does to the answer of this one request. */
export interface Mishap {
  /** It is done, and the caller never hears it. */
  readonly lost: boolean
  readonly delayMs: number
}

export type SubmissionAnswer =
  | { readonly kind: 'accepted'; readonly transmissionId: string; readonly mishap: Mishap }
  | {
      readonly kind: 'unreadable' | 'other-bytes' | 'refused'
      readonly says: string
      readonly mishap: Mishap
    }
  | { readonly kind: 'hangs' }

export type InquiryReply =
  | { readonly kind: 'answered'; readonly text: string; readonly afterMs: number; readonly mishap: Mishap }
  | { readonly kind: 'later'; readonly transmissionId: string; readonly mishap: Mishap }
  | { readonly kind: 'unreadable' | 'refused'; readonly says: string; readonly mishap: Mishap }
  | { readonly kind: 'hangs' }

export interface World {
  readonly state: WorldState
  submit(posted: Posted): Promise<SubmissionAnswer>
  inquire(posted: Posted): Promise<InquiryReply>
  /** Everything due by the clock: answers are written, webhooks tried once each. False when there was nothing. */
  work(): Promise<boolean>
  /** The clock's next moment at which `work` has something to do; null when nothing is owed. */
  nextDueAt(): number | null
  settings(): Settings
  changeSettings(change: SettingsChange): Settings
  faults(): Faults
  setFaults(faults: Faults): Faults
  /** When everything is on disk. */
  close(): Promise<void>
}

export interface WorldParts {
  readonly clock: Clock
  readonly storage: Storage
  readonly sign: Sign
  /** Null: nobody to send to; files wait to be fetched. */
  readonly send: (settings: Settings) => Send | null
}

export function outsideWorld(parts: WorldParts): World {
  const { clock, storage, sign, send } = parts
  const { state } = storage
  const now: Now = { settings: storage.settings, faults: storage.faults, requests: 0 }
  const by = courier()
  return {
    state,
    submit: (posted) => takeClaims(parts, now, posted),
    inquire: (posted) => takeQuestion(parts, now, posted),
    async work() {
      const answer = answerDue(state, { at: clock.millis(), ...now })
      if (answer) {
        applyAnswer(state, answer)
        await storage.answers.append(answer)
      }
      // An answer that another call is writing is not sent before it is on disk.
      await storage.answers.settled()
      const to = send(now.settings)
      const record = (delivery: DeliveryTry) => storage.deliveries.append(delivery)
      const settings = () => now.settings
      const delivering = { state, now: () => clock.millis(), settings, sign, record }
      const delivered = to !== null && (await deliverDue({ ...delivering, send: to }, by))
      return answer !== null || delivered
    },
    nextDueAt: () => earliestDue(state, send(now.settings) === null ? null : by.busy),
    settings: () => now.settings,
    changeSettings(change) {
      now.settings = settingsWith(now.settings, change)
      storage.keepSettings(now.settings)
      return now.settings
    },
    faults: () => now.faults,
    setFaults(faults) {
      now.faults = faults
      now.requests = 0
      storage.keepFaults(faults)
      return faults
    },
    async close() {
      const { journal, inquiries, answers, deliveries } = storage
      await Promise.all([journal, inquiries, answers, deliveries].map((log) => log.close()))
    },
  }
}

/** What can be turned while it runs. */
interface Now {
  settings: Settings
  faults: Faults
  /** Requests since the faults were set. */
  requests: number
}

async function takeClaims(
  { clock, storage }: WorldParts,
  now: Now,
  posted: Posted,
): Promise<SubmissionAnswer> {
  const { dice, mishap, refusal } = begin(now)
  if (refusal) return refusal
  const key = dice('ignoreKeys') ? null : posted.key
  const { settings } = now
  const taking = takeSubmission(storage.state, { ...posted, key }, { at: clock.millis(), settings })
  if (taking.kind === 'unreadable' || taking.kind === 'other-bytes') return { ...taking, mishap }
  if (taking.kind === 'again') {
    // The first call may still be writing: nobody hears of it before it is on disk.
    await storage.journal.settled()
    return { kind: 'accepted', transmissionId: taking.submission.taken.transmissionId, mishap }
  }
  applySubmission(storage.state, taking.taken, taking.read)
  await storage.journal.append(taking.taken)
  return { kind: 'accepted', transmissionId: taking.taken.transmissionId, mishap }
}

async function takeQuestion({ clock, storage }: WorldParts, now: Now, posted: Posted): Promise<InquiryReply> {
  const { mishap, refusal } = begin(now)
  if (refusal) return refusal
  const { settings, faults } = now
  const taking = takeInquiry(storage.state, posted, { at: clock.millis(), settings })
  if (taking.kind === 'unreadable') return { ...taking, mishap }
  if (taking.isNew) {
    applyInquiry(storage.state, taking.taken)
    await storage.inquiries.append(taking.taken)
  }
  const { ordinal, dueAt, at } = taking.taken
  if (dueAt !== null) return { kind: 'later', transmissionId: `I${ordinal}`, mishap }
  const answer = inquiryAnswer(storage.state, taking.taken, { at, settings, faults })
  if (!answer) return { kind: 'unreadable', says: 'There is no question in it.', mishap }
  const written = textOfFile(answer.said, { route: answer.route, control: ordinal, at })
  return { kind: 'answered', text: written, afterMs: taking.slow ? settings.slowEligibilityMs : 0, mishap }
}

/** Rolls what befalls this request, once for each fault. */
function begin(now: Now) {
  now.requests += 1
  const n = now.requests
  const dice = (name: FaultName) => strikes(now.faults, name, n)
  const mishap: Mishap = {
    lost: dice('answerLostAfterAccept'),
    delayMs: dice('delayMs') ? (now.faults.delayMs?.ms ?? 0) : 0,
  }
  const refused = { kind: 'refused', says: unavailable, mishap: { ...mishap, lost: false } } as const
  const refusal = dice('hang') ? ({ kind: 'hangs' } as const) : dice('refuse') ? refused : null
  return { dice, mishap, refusal }
}

const unavailable = 'The clearinghouse is out of order for the moment: try again.'

/** `busy`: lanes on their way, looked at again when they come back; null: nothing can be delivered. */
function earliestDue(state: WorldState, busy: ReadonlySet<string> | null): number | null {
  let first: number | null = null
  const consider = (at: number | null) => {
    if (at !== null && (first === null || at < first)) first = at
  }
  for (const { dueAt } of state.tasks.values()) consider(dueAt)
  if (!busy) return first
  for (const { file, nextAt } of state.undelivered.values()) if (!busy.has(file.lane)) consider(nextAt)
  return first
}

type InquiryTaking =
  | { readonly kind: 'unreadable'; readonly says: string }
  | { readonly kind: 'taken'; readonly taken: TakenInquiry; readonly isNew: boolean; readonly slow: boolean }

function takeInquiry(
  state: WorldState,
  { bytes, key, sender: named }: Posted,
  { at, settings }: { readonly at: number; readonly settings: Settings },
): InquiryTaking {
  const text = textIn(bytes)
  const read = text === null ? 'The body is not text: send X12.' : readInquiries(text)
  if (typeof read === 'string' || text === null)
    return { kind: 'unreadable', says: typeof read === 'string' ? read : '' }
  const digest = digestOf(bytes)
  const sender = named ?? read.envelope.sender.id
  const before = key === null ? undefined : state.inquiryByKey.get(keyOf(sender, key))
  const ordinal = before?.digest === digest ? before.ordinal : state.inquiries.length + 1
  const again = (member: string) => isAskedAgain(state, member, ordinal)
  const paces = read.inquiries.map((inquiry) => paceOf(inquiry, again))
  const slow = paces.includes('slow')
  if (before?.digest === digest) return { kind: 'taken', taken: before, isNew: false, slow }
  const dueAt = paces.includes('later') ? at + settings.eligibilityAfterMs : null
  const taken = { ordinal, key, sender, digest, at, text, dueAt }
  return { kind: 'taken', taken, isNew: true, slow }
}
