/**
 * Adds a golden sample of an event's present shape to its published ones; what was published before stays for
 * ever.
 */
import { z } from 'zod'
import type { EventDefinition } from './define-event.ts'

export interface PublishedSample {
  /** The JSON Schemas that it was published with. */
  readonly schema: string
  readonly data: unknown
  readonly sealed?: unknown
}

export interface PublishedEvent {
  readonly type: string
  readonly samples: readonly PublishedSample[]
}

/** Both parts' JSON Schemas as text: another text needs another sample. */
export function shapeOf({ data, sealed }: EventDefinition): string {
  return JSON.stringify([data, ...(sealed ? [sealed] : [])].map((part) => z.toJSONSchema(part)))
}

/** `published` with the sample at its end, or as it is when its last sample has the present shape. */
export function withSample(
  event: EventDefinition,
  published: PublishedEvent | undefined,
  sample: Omit<PublishedSample, 'schema'>,
): PublishedEvent {
  const known = published ?? { type: event.type, samples: [] }
  const schema = shapeOf(event)
  if (known.samples.at(-1)?.schema === schema) return known
  return { ...known, samples: [...known.samples, { schema, ...sample }] }
}
