/**
 * The AsyncAPI 3.0 document of everything in the catalogue, for readers and generators outside this
 * repository.
 */
import { z } from 'zod'
import type { EventDefinition } from './define-event.ts'
import { envelope } from './envelope.ts'
import { type CatalogEntry, eventCatalog } from './event-catalog.ts'

type Json = { readonly [name: string]: unknown }

/** A JSON document; the same catalogue gives the same bytes. */
export function asyncapi(catalog: readonly CatalogEntry[] = eventCatalog): Json {
  const messages = Object.fromEntries(catalog.map((entry) => [messageName(entry.event), message(entry)]))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tally events',
      version: '1',
      description:
        'CloudEvents 1.0, structured JSON. `data` is in the clear; `sealed` is AES-256-GCM under the practice’s data key ' +
        'with the message’s id and type as additional data. Inside a version only optional fields are added.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(channels(catalog)),
    operations: Object.fromEntries(operations(catalog)),
    components: { messages },
  }
}

function channels(catalog: readonly CatalogEntry[]): [string, Json][] {
  const topics = new Map(catalog.map(({ event }) => [event.topic.name, event.topic]))
  return [...topics.values()].map((topic) => [
    topic.name,
    {
      address: topic.name,
      description: `keyed by ${topic.keyedBy}`,
      messages: Object.fromEntries(
        catalog
          .filter(({ event }) => event.topic.name === topic.name)
          .map(({ event }) => [messageName(event), { $ref: `#/components/messages/${messageName(event)}` }]),
      ),
    },
  ])
}

function operations(catalog: readonly CatalogEntry[]): [string, Json][] {
  return catalog.flatMap(({ event, saidBy, heardBy }) => [
    operation('send', saidBy, event),
    ...heardBy.map((listener) => operation('receive', listener, event)),
  ])
}

function operation(action: 'send' | 'receive', service: string, event: EventDefinition): [string, Json] {
  const channel = `#/channels/${event.topic.name}`
  return [
    `${service}.${action}.${messageName(event)}`,
    { action, channel: { $ref: channel }, messages: [{ $ref: `${channel}/messages/${messageName(event)}` }] },
  ]
}

function message({ event }: CatalogEntry): Json {
  const payload = envelope.extend({ type: z.literal(event.type), data: event.data })
  return {
    name: event.type,
    summary: event.summary,
    contentType: 'application/cloudevents+json',
    payload: { schemaFormat: 'application/schema+json;version=draft-07', schema: jsonSchema(payload) },
    ...(event.sealed ? { 'x-sealed': jsonSchema(event.sealed) } : {}),
  }
}

function messageName(event: EventDefinition): string {
  return event.type.replaceAll(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase())
}

function jsonSchema(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { target: 'draft-07', io: 'output' })
}
