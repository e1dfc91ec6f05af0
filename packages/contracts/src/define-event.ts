/**
 * An event as both sides know it: its type, its topic, its clear and its sealed part, and its sentence for a
 * timeline.
 */
import type { z } from 'zod'

export type EventType = `${string}.${string}.v${number}`

export interface EventDefinition<
  Data extends z.ZodObject = z.ZodObject,
  Sealed extends z.ZodObject = z.ZodObject,
> {
  readonly type: EventType
  readonly topic: Topic
  readonly summary: string
  /**
   * In the clear: our ids, NPIs, codes, minutes, units, dates except birth, cents. Nothing that names a
   * person.
   */
  readonly data: Data
  /** What names a person; encrypted before the outbox row is written, opened only for a handler that asks. */
  readonly sealed?: Sealed
  /** The timeline's sentence, from the clear part alone. */
  readonly says: (data: z.output<Data>) => string
}

/** `<service>.<aggregate>`, and what its messages are keyed by. */
export interface Topic {
  readonly name: string
  readonly keyedBy: string
}

/** Defines an event; the types of its parts follow from the schemas. */
export function defineEvent<Data extends z.ZodObject, Sealed extends z.ZodObject = never>(
  definition: EventDefinition<Data, Sealed>,
): EventDefinition<Data, Sealed> {
  return definition
}

export type DataOf<Event> = Event extends EventDefinition<infer Data, infer _> ? z.output<Data> : never
export type SealedOf<Event> = Event extends EventDefinition<infer _, infer Sealed> ? z.output<Sealed> : never
