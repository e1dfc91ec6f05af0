/**
 * Sends what was frozen. Calls go side by side, since one payer that hangs must keep no other waiting; what they bring is taken
 * in one after the other, so that fifty of them do not queue for the service's few connections. A process that dies here asks
 * again when the time of an attempt is over. While the circuit is open nothing is asked.
 */
import { compareInstants, plusMilliseconds } from '@tally/kernel'
import {
  act,
  installation,
  isFault,
  job,
  type Partner,
  putBlob,
  type Shell,
  type Work,
} from '@tally/platform'
import { afterOutcome, hangingMs, isOpen, roomFor } from '../domain/circuit-breaker.ts'
import { readReply } from '../domain/read-reply.ts'
import type { Payers, Reply } from '../gateways/payers.ts'
import { circuitOf, lockCircuit, saveCircuit } from '../store/circuits.ts'
import { type Due, frozenQuestion, takeDue } from '../store/inquiries.ts'
import { attemptMs, clearinghouseOf, partnerId } from './ask-payer.ts'
import { takeInAnswer } from './take-in-answer.ts'

/** Stedi lets 50 eligibility questions be on their way at once (product.md). */
const most = 50
/** Then what may go is sent, before more is taken in. */
const takenInARow = 20

const cause = { practiceId: installation, causationId: 'job:ask-payers' }

interface Flight {
  readonly due: Due
  readonly since: string
  /** It hung, and counted as failed whatever comes. */
  counted: boolean
}

interface Landed {
  readonly flight: Flight
  readonly reply: Reply
}

interface Traffic {
  readonly flights: Set<Flight>
  readonly landed: Landed[]
}

export function askPayers(payers: Payers) {
  const traffic = new WeakMap<Shell, Traffic>()
  return job('ask-payers', 1_000, async (shell) => {
    const own = traffic.get(shell) ?? { flights: new Set(), landed: [] }
    traffic.set(shell, own)
    await countHanging(shell, own)
    await takeInLanded(shell, own)
    const more = await sendWhatMayGo(shell, payers, own)
    return more || own.landed.length > 0
  })
}

/** What the world kept from being taken in stays first in line, for the job’s next try. */
async function takeInLanded(shell: Shell, { landed }: Traffic): Promise<void> {
  for (let taken = 0; taken < takenInARow; taken += 1) {
    const [next] = landed
    if (!next) return
    await takeIn(shell, next)
    landed.shift()
  }
}

/**
 * A reply that we fail on must not keep the others waiting: it counts as none. Where that cannot be taken in either, the
 * question is asked again once the time of its attempt is over.
 */
async function takeIn(shell: Shell, { flight, reply }: Landed): Promise<void> {
  const { practiceId, id, traceparent } = flight.due
  const own = { practiceId, causationId: id, traceparent: traceparent ?? undefined }
  try {
    await act(shell, own, async (work) => {
      if (reply.kind === 'replied') {
        const digest = await putBlob(work.query, work.keys, reply.bytes)
        await takeInAnswer(work, id, readReply(reply.bytes, id), digest)
      } else await takeInAnswer(work, id, reply, null)
      if (!flight.counted) await countOutcome(shell, work, reply.kind === 'no-answer' ? 'wrong' : 'well')
    })
  } catch (error) {
    if (isFault(error)) throw error
    const says = 'a payer’s answer could not be taken in'
    shell.log.error(says, { service: shell.service, process: 'ask-payers', error })
    if (reply.kind !== 'replied') return
    await takeIn(shell, { flight: { ...flight, counted: true }, reply: { kind: 'no-answer', says } })
  }
}

/** True when more may be due. */
async function sendWhatMayGo(shell: Shell, payers: Payers, traffic: Traffic): Promise<boolean> {
  const { due, free } = await act(shell, cause, async (work) => {
    const room = roomFor(await circuitOf(work.query, partnerId), most, work.now)
    const spare = Math.max(0, room - traffic.flights.size)
    const until = plusMilliseconds(work.now, attemptMs)
    return { due: spare > 0 ? await takeDue(work.query, work.now, until, spare) : [], free: spare }
  })
  for (const [practiceId, ofPractice] of Map.groupBy(due, (each) => each.practiceId)) {
    const { partner, questions } = await act(shell, { ...cause, practiceId }, async (work) => {
      const texts: { due: Due; text: string | null }[] = []
      for (const each of ofPractice) texts.push({ due: each, text: await frozenQuestion(work, each.id) })
      return { partner: await clearinghouseOf(work), questions: texts }
    })
    for (const { due: each, text } of questions) {
      if (partner && text !== null) fly(shell, payers, traffic, { partner, text, due: each })
    }
  }
  return free > 0 && due.length === free
}

/** Started and not awaited: the job goes on, and is woken when it lands. */
function fly(
  shell: Shell,
  payers: Payers,
  { flights, landed }: Traffic,
  asked: { readonly partner: Partner; readonly text: string; readonly due: Due },
): void {
  const { partner, text, due } = asked
  const flight: Flight = { due, since: shell.clock.now(), counted: false }
  flights.add(flight)
  const land = (reply: Reply) => {
    flights.delete(flight)
    landed.push({ flight, reply })
    shell.wake()
  }
  payers.ask(partner, due.id, Buffer.from(text, 'latin1')).then(land, (error: unknown) => {
    shell.log.error('a question could not be sent', { service: shell.service, process: 'ask-payers', error })
    land({ kind: 'no-answer', says: 'the question could not be sent' })
  })
}

/** A partner that says no is there all the same. While all goes well nobody waits for the row. */
async function countOutcome(shell: Shell, work: Work, went: 'well' | 'wrong'): Promise<void> {
  const known = await circuitOf(work.query, partnerId)
  if (went === 'well' && known.openUntil === null && !known.outcomes.includes('0')) return
  const circuit = await lockCircuit(work.query, partnerId)
  const next = afterOutcome(circuit, went, work.now)
  await saveCircuit(work.query, partnerId, next)
  if (isOpen(next, work.now) && !isOpen(circuit, work.now)) {
    const says = 'the clearinghouse does not answer: days are cleared with a warning'
    shell.log.warn(says, { service: shell.service })
  }
}

async function countHanging(shell: Shell, { flights }: Traffic): Promise<void> {
  const now = shell.clock.now()
  for (const flight of flights) {
    if (flight.counted || compareInstants(plusMilliseconds(flight.since, hangingMs), now) > 0) continue
    await act(shell, cause, (work) => countOutcome(shell, work, 'wrong'))
    flight.counted = true
  }
}
