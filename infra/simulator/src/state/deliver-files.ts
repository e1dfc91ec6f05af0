/**
 * Brings files to the other side until it takes them: lanes beside each other, the files of a lane in order.
 * A try that fails waits twice as long as the one before, up to a minute, and ends after twenty; the file
 * stays in `GET /files`.
 */
import type { DeliveryTry } from './entries.ts'
import type { Settings } from './settings.ts'
import type { Sign, SignedWebhook } from './sign-webhook.ts'
import { applyDelivery, type KnownFile, type WorldState } from './world-state.ts'

/** Answers the status; throws when there was none. */
export type Send = (webhook: SignedWebhook) => Promise<number>

export interface DeliveryFacts {
  readonly state: WorldState
  readonly now: () => number
  readonly settings: () => Settings
  readonly sign: Sign
  readonly send: Send
  readonly record: (delivery: DeliveryTry) => Promise<void>
}

const carriersAtMost = 8
const triesAtMost = 20
const longestWaitMs = 60_000

/** Shared by all rounds: lanes that wait or are on their way, and who carries them. */
export interface Courier {
  readonly busy: Set<string>
  readonly waiting: (() => Promise<void>)[]
  carriers: number
}

export function courier(): Courier {
  return { busy: new Set(), waiting: [], carriers: 0 }
}

/** Delivers what is due and not on its way yet; done when that is, true when there was anything. */
export async function deliverDue(facts: DeliveryFacts, by: Courier): Promise<boolean> {
  const at = facts.now()
  const due = [...facts.state.undelivered.values()]
    .filter(({ nextAt, file }) => nextAt !== null && nextAt <= at && !by.busy.has(file.lane))
    .sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0) || a.file.sequence - b.file.sequence)
  const lanes = [...Map.groupBy(due, ({ file }) => file.lane)]
  const rounds = lanes.map(([lane, files]) => {
    by.busy.add(lane)
    return new Promise<void>((resolve, reject) => {
      by.waiting.push(() =>
        deliverLane(facts, files)
          .finally(() => by.busy.delete(lane))
          .then(resolve, reject),
      )
    })
  })
  while (by.carriers < carriersAtMost && by.waiting.length > 0) void carry(by)
  await Promise.all(rounds)
  return lanes.length > 0
}

async function carry(by: Courier): Promise<void> {
  by.carriers += 1
  for (let next = by.waiting.shift(); next; next = by.waiting.shift()) await next()
  by.carriers -= 1
}

/** The next file does not wait for the disk: a try that a kill forgets is made again, under the same id. */
async function deliverLane(facts: DeliveryFacts, files: readonly KnownFile[]): Promise<void> {
  const { now, settings, sign, send, record, state } = facts
  const recorded: Promise<void>[] = []
  for (const known of files) {
    const status = await statusOf(send, sign(known.file, now()))
    const delivery = tryOf(known, { at: now(), status, retryAfterMs: settings().retryAfterMs })
    applyDelivery(state, delivery)
    recorded.push(record(delivery))
  }
  await Promise.all(recorded)
}

async function statusOf(send: Send, webhook: SignedWebhook): Promise<number | null> {
  try {
    return await send(webhook)
  } catch {
    return null // No answer, whatever the reason: it is tried again.
  }
}

function tryOf(
  { file, taken, tries }: KnownFile,
  { at, status, retryAfterMs }: { at: number; status: number | null; retryAfterMs: number },
): DeliveryTry {
  const said = { file: file.id, at, status }
  if (status !== null && status >= 200 && status < 300) {
    const again = file.fate.twice && taken === 0
    return { ...said, outcome: 'taken', nextAt: again ? at : null }
  }
  if (tries + 1 >= triesAtMost) return { ...said, outcome: 'abandoned', nextAt: null }
  const wait = Math.min(longestWaitMs, retryAfterMs * 2 ** tries)
  return { ...said, outcome: 'failed', nextAt: at + wait }
}
