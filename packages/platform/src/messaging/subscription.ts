/** What a feature hears: its name (which the inbox remembers), and a handler for each event. */
import { type DataOf, type Envelope, type EventDefinition, type SealedOf, sealedPart } from '@tally/contracts'
import { assert } from '@tally/kernel'
import type { z } from 'zod'
import { sealBinding } from './outbox.ts'
import type { Work } from './work.ts'

export interface Heard<Event> {
  readonly envelope: Envelope
  readonly data: DataOf<Event>
  /** The personal part, opened; null unless the subscription asks for it. */
  readonly person: SealedOf<Event> | null
}

export interface Listener {
  readonly type: string
  readonly topic: string
  readonly handle: (work: Work, envelope: Envelope) => Promise<void>
}

export interface HearingFeature {
  readonly kind: 'hears'
  /** The consumer's name in inbox and parking; never reused for another feature. */
  readonly name: string
  readonly listeners: readonly Listener[]
  readonly touches?: Touches
}

/**
 * What of its practice a message's handler writes to: our id of it. Two messages of a batch that touch different things are
 * handled side by side; a handler that writes to what another one reads names the same thing. Undefined: it may be anything.
 */
export type Touches = (envelope: Envelope) => string | undefined

/** For handlers that write to one treatment day and what belongs to it. */
export const touchesDay: Touches = ({ correlationid }) => correlationid

/** Pairs an event with its handler; `opens` gives the handler the personal part. */
export function on<Data extends z.ZodObject, Sealed extends z.ZodObject = never>(
  event: EventDefinition<Data, Sealed>,
  handle: (work: Work, heard: Heard<EventDefinition<Data, Sealed>>) => Promise<void>,
  { opens = false }: { readonly opens?: boolean } = {},
): Listener {
  // A consumer takes what it knows and passes over fields that a later producer added. Made once: zod compiles each
  // schema anew, a tenth of the process's time when it was made for every message (measured).
  const clear = event.data.strip()
  const sealed = opens ? event.sealed?.strip() : undefined
  return {
    type: event.type,
    topic: event.topic.name,
    async handle(work, envelope) {
      const data = read(clear, envelope.data, `${event.type} data`)
      const person = sealed ? read(sealed, opened(work, envelope), `${event.type} sealed`) : null
      await handle(work, { envelope, data, person } as Heard<EventDefinition<Data, Sealed>>)
    },
  }
}

/** Without `touches` its messages are handled one after the other, and so is every batch that has one of them. */
export function hears(name: string, listeners: readonly Listener[], touches?: Touches): HearingFeature {
  return { kind: 'hears', name, listeners, ...(touches ? { touches } : {}) }
}

function opened(work: Work, envelope: Envelope): unknown {
  const part = sealedPart.safeParse(envelope.sealed)
  assert(part.success, `${envelope.type} ${envelope.id} has no sealed part`)
  return work.keys.openPart(part.data, sealBinding(envelope.id, envelope.type))
}

function read(schema: z.ZodObject, value: unknown, what: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const places = result.error.issues.map(({ path, code }) => `${path.map(String).join('.')}: ${code}`)
  assert(false, `${what} is not what its schema says (${places.slice(0, 5).join('; ')})`)
}
