/**
 * Sends what endpoints are owed: taken in one statement, tried with no transaction open, marked by what came of it. A process
 * that dies in between leaves a lease behind, and the message goes again under the same id. Several go at once, and the job
 * does not wait for them: one that ends wakes it, so a slow receiver keeps no other waiting.
 */
import { compareInstants, plusMilliseconds } from '@tally/kernel'
import {
  act,
  drawnBytes,
  failpoint,
  inTransaction,
  type JobFeature,
  job,
  type PostOutside,
  type Shell,
  secondsOfRetryAfter,
  signWebhook,
} from '@tally/platform'
import { saidOfTest, thinMessage } from '../domain/thin-message.ts'
import { type Attempt, type Verdict, verdictOn } from '../domain/webhook-plan.ts'
import {
  failWaiting,
  giveBack,
  markDelivery,
  type OwedDelivery,
  takeOwed,
} from '../store/webhook-deliveries.ts'
import {
  bindingOf,
  disableEndpoint,
  noteFailure,
  noteSuccess,
  type SealedSettings,
} from '../store/webhook-endpoints.ts'

const underWayMax = 64
/** Longer than an attempt may take (15 s) with its marks: until then no other process touches the row. */
const leaseMs = 60_000
/** What is nearly through may end when the process stops; the rest is broken off and given back. */
const graceMs = 1_000

interface Sender {
  /** By endpoint. */
  readonly underWay: Map<string, number>
  readonly sending: Set<Promise<void>>
  readonly stop: AbortController
}

export function sendWebhooks(post: PostOutside): JobFeature {
  const senders = new WeakMap<Shell, Sender>()
  const senderOf = (shell: Shell) => {
    const known = senders.get(shell)
    if (known) return known
    const sender = { underWay: new Map(), sending: new Set<Promise<void>>(), stop: new AbortController() }
    senders.set(shell, sender)
    return sender
  }
  return job(
    'send-webhooks',
    1_000,
    async (shell) => {
      const sender = senderOf(shell)
      const free = underWayMax - sender.sending.size
      if (free === 0) return false
      const now = shell.clock.now()
      const owed = await inTransaction(shell.worker, null, (query) =>
        takeOwed(query, now, plusMilliseconds(now, leaseMs), sender.underWay, free),
      )
      for (const delivery of owed) begin(shell, sender, post, delivery)
      return false
    },
    {
      async finish(shell) {
        const { sending, stop } = senderOf(shell)
        const late = setTimeout(() => stop.abort(), graceMs)
        await Promise.all(sending)
        clearTimeout(late)
      },
    },
  )
}

function begin(shell: Shell, sender: Sender, post: PostOutside, owed: OwedDelivery): void {
  const { underWay, sending, stop } = sender
  const { endpointId } = owed
  underWay.set(endpointId, (underWay.get(endpointId) ?? 0) + 1)
  const ended = deliver(shell, post, owed, stop.signal)
    .catch((error: unknown) => {
      // Its lease passes, and it is tried again.
      const says = 'a webhook could not be tried or marked'
      shell.log.error(says, { service: shell.service, process: 'send-webhooks', error })
    })
    .finally(() => {
      sending.delete(ended)
      const left = (underWay.get(endpointId) ?? 1) - 1
      if (left > 0) underWay.set(endpointId, left)
      else underWay.delete(endpointId)
      shell.wakeJobs()
    })
  sending.add(ended)
}

async function deliver(
  shell: Shell,
  post: PostOutside,
  owed: OwedDelivery,
  signal: AbortSignal,
): Promise<void> {
  const cause = { practiceId: owed.practiceId, causationId: owed.messageId }
  const { url, headers, body } = await signed(shell, owed)
  const answer = await post({ url, headers, body, signal })
  failpoint('after-send-before-record')
  if (answer.kind === 'no-answer' && answer.code === 'stopped') {
    return act(shell, cause, (work) => giveBack(work, owed))
  }
  const attempt: Attempt =
    answer.kind === 'answered'
      ? {
          ...{ kind: 'answered', status: answer.status },
          retryAfterSeconds: secondsOfRetryAfter(answer.retryAfter, shell.clock.millis()),
        }
      : answer
  await note(shell, owed, attempt)
}

async function signed(shell: Shell, owed: OwedDelivery) {
  const keys = await shell.vault.of(owed.practiceId)
  const { url, secret, former } = keys.openColumn(owed.sealed, bindingOf(owed.endpointId)) as SealedSettings
  const { practiceId, messageId, type, service, subject, sequence, correlationId } = owed
  const said = owed.at === null ? saidOfTest(owed.endpointId) : { service, subject, sequence, correlationId }
  const body = thinMessage({ practiceId, messageId, type, at: owed.at ?? owed.queuedAt, said })
  const now = shell.clock.now()
  const good = former.filter(({ until }) => compareInstants(until, now) > 0).map((each) => each.secret)
  const signature = signWebhook([secret, ...good], { id: messageId, at: shell.clock.millis(), body })
  return { url, body, headers: { ...signature, 'content-type': 'application/json', 'user-agent': 'Tally' } }
}

async function note(shell: Shell, owed: OwedDelivery, attempt: Attempt): Promise<void> {
  const chance = drawnBytes(2).readUInt16BE() / 0xffff
  const { practiceId, endpointId, step, failingSince } = owed
  const verdict = verdictOn(attempt, { step, failingSince, chance, now: shell.clock.now() })
  const disabled = await act(shell, { practiceId, causationId: owed.messageId }, async (work) => {
    const answered = attempt.kind === 'answered'
    const ending = {
      ...{ state: verdict.state, nextTryAt: verdict.nextTryAt },
      ...{ statusCode: answered ? attempt.status : null, said: answered ? null : attempt.code },
    }
    // Endpoint before delivery, as wherever both are locked.
    const disabling = await noteEndpoint()
    await markDelivery(work, owed, ending)
    if (disabling) await failWaiting(work, endpointId)
    return disabling

    async function noteEndpoint(): Promise<boolean> {
      if (verdict.state === 'delivered') await noteSuccess(work, endpointId)
      else await noteFailure(work, endpointId, verdict.notBefore)
      return verdict.disable !== null && (await disableEndpoint(work, endpointId, verdict.disable))
    }
  })
  tell(shell, verdict, disabled ? endpointId : null)
}

function tell(shell: Shell, { state, disable }: Verdict, disabled: string | null): void {
  shell.meters.webhooks.inc({ service: shell.service, verdict: state === 'waiting' ? 'put-off' : state })
  if (disabled === null) return
  const says = `a webhook endpoint is disabled: ${disable === 'gone' ? 'it answered 410' : 'it failed for five days'}`
  shell.log.warn(says, { service: shell.service, endpointId: disabled })
}
