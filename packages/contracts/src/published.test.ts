import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { eventCatalog } from './event-catalog.ts'
import { type PublishedEvent, shapeOf } from './publish-sample.ts'

const publish =
  'add a sample of the new shape with `npm run docs -- --publish`; a changed meaning is a new version of the type'

/**
 * The schema registry of this system: everything ever published still parses, and no schema changes without a
 * sample.
 */
describe.each(eventCatalog.map(({ event }) => [event.type, event] as const))('%s', (type, event) => {
  const file = new URL(`../published/${type}.json`, import.meta.url)
  const published: PublishedEvent = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { type, samples: [] }

  it('reads every sample ever published', () => {
    expect(published.samples.length, publish).toBeGreaterThan(0)
    for (const { data, sealed } of published.samples) {
      expect(event.data.safeParse(data).error, type).toBeUndefined()
      if (event.sealed) expect(event.sealed.safeParse(sealed).error, type).toBeUndefined()
    }
  })

  it('has a sample of its present shape', () => {
    expect(published.samples.at(-1)?.schema, publish).toBe(shapeOf(event))
  })

  it('tells a timeline its sentence from the clear part alone', () => {
    const sample = published.samples.at(-1)?.data
    expect(event.says(event.data.parse(sample))).toMatch(/^\S.{10,200}$/)
  })
})

/** Names that would hold a person or free text: they belong into the sealed part. */
const personal =
  /(name|birth|address|member|group|employer|phone|sex|note|text|externalId|lineId$|taxId|authorization|referral)/i

/** Ours or a code, though they sound like more: ids that we made, and the group code of a CAS triple. */
const ours = ['chargeLineId', 'chargeLineIds', 'authorizationId', 'groupCode', 'propertyNames']

it('no clear part has a field that sounds like a person', () => {
  for (const { event } of eventCatalog) {
    const names = JSON.stringify(z.toJSONSchema(event.data)).match(/"([A-Za-z]+)":\{/g) ?? []
    const suspects = names
      .map((name) => name.slice(1, -3))
      .filter((name) => personal.test(name) && !ours.includes(name))
    expect([event.type, suspects]).toEqual([event.type, []])
  }
})
