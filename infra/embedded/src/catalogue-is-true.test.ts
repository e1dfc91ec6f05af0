import { eventCatalog } from '@tally/contracts'
import { localKeyManagement } from '@tally/platform'
import { describe, expect, it } from 'vitest'
import { allServices } from './all-services.ts'

const services = allServices(localKeyManagement(new Uint8Array(32)))

describe.each(eventCatalog.map((entry) => [entry.event.type, entry] as const))('%s', (type, entry) => {
  it('is said by one service and heard by another, or says why not', () => {
    expect(eventCatalog.filter(({ event }) => event.type === type)).toHaveLength(1)
    expect(services.map(({ name }) => name)).toContain(entry.saidBy)
    expect(entry.event.topic.name.split('.')[0]).toBe(entry.saidBy)
    expect(entry.heardBy.length > 0 || (entry.unheardBecause ?? '').length > 20).toBe(true)
  })

  it('is heard by those whom the catalogue names, and no others', () => {
    const listening = services.filter(({ features }) =>
      features.some(
        (feature) => feature.kind === 'hears' && feature.listeners.some((each) => each.type === type),
      ),
    )
    expect(listening.map(({ name }) => name)).toEqual(entry.heardBy)
  })
})

it('no service hears what the catalogue does not know', () => {
  const known = eventCatalog.map(({ event }) => event.type as string)
  const heard = services.flatMap(({ features }) =>
    features.flatMap((feature) =>
      feature.kind === 'hears' ? feature.listeners.map((each) => each.type) : [],
    ),
  )
  expect(heard.filter((type) => !known.includes(type))).toEqual([])
})
