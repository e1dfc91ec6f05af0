import { sealedVisit } from '@tally/contracts'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type EncounterBody, encounterBody } from './encounter-body.ts'
import { encounterFacts } from './encounter-facts.ts'
import { fullEncounter } from './sample-full-encounter.ts'
import { sealedVisitOf } from './sealed-visit-of.ts'
import { serviceZipOf } from './service-zip.ts'
import { joinEncounter, present, splitEncounter } from './split-encounter.ts'

const encounterId = `enc_${'0'.repeat(26)}`

describe('free text', () => {
  const { body, marks } = marked(fullEncounter)

  test('is met in every field that takes any', () => {
    expect(marks.size).toBeGreaterThan(60)
    expect(
      marks.has('/services/0/lineId') && marks.has('/externalId') && marks.has('/metadata/visitType'),
    ).toBe(true)
  })

  test('never stands in the clear part, nor in what the domain is told', () => {
    const { clear } = splitEncounter(body)
    const facts = encounterFacts(clear, identity)
    const seen = JSON.stringify([clear, facts])
    expect([...marks].filter(([, mark]) => seen.includes(mark))).toEqual([])
  })

  test.each([
    ['the sealed part', (of: EncounterBody) => splitEncounter(of).sealed],
    ['what events carry sealed', (of: EncounterBody) => sealedVisit.parse(sealedVisitOf(encounterId, of))],
  ])('all stands in %s', (_, part) => {
    const seen = JSON.stringify(part(body))
    expect([...marks].filter(([, mark]) => !seen.includes(mark)).map(([pointer]) => pointer)).toEqual([])
  })
})

describe('what has a form and is the person’s all the same', () => {
  const secrets = {
    birthDate: '1950-01-01',
    subscriberBirthDate: '1949-09-09',
    taxId: '930000001',
    zip: '97201',
  }

  test.each(Object.entries(secrets))('%s is sealed', (_, secret) => {
    const { clear, sealed } = splitEncounter(fullEncounter)
    expect(JSON.stringify(clear)).not.toContain(secret)
    expect(JSON.stringify(sealed)).toContain(secret)
  })

  test('sex, states and what the patient is to the subscriber are sealed', () => {
    const { clear } = splitEncounter(fullEncounter)
    expect(JSON.stringify(clear)).not.toMatch(
      /"(sex|state|accidentState|jurisdictionState|relationshipToSubscriber)"/,
    )
  })
})

describe('the two parts', () => {
  test('are the body again', () => {
    const { clear, sealed } = splitEncounter(fullEncounter)
    expect(joinEncounter(clear, sealed)).toEqual(fullEncounter)
  })

  test('leave out what is null, for null means absent', () => {
    const { clear, sealed } = splitEncounter({ ...fullEncounter, claimNote: null, accidentDate: null })
    const { claimNote, accidentDate, ...rest } = fullEncounter
    expect(joinEncounter(clear, sealed)).toEqual(rest)
  })

  test('keep a span in the clear, and of words only that there are some', () => {
    const { clear } = splitEncounter(fullEncounter)
    expect(clear.services.map(({ distinctBlock }) => distinctBlock)).toEqual([
      'described',
      { from: '10:30', to: '10:46' },
    ])
  })
})

const identity = {
  id: encounterId,
  version: 1,
  status: 'signed' as const,
  contentHash: 'h',
  patientId: 'pat_1',
  memberKeys: ['k1', null],
  serviceZip: '97201',
  familyOf: (payerId: string) => (payerId === 'WC001' ? ('auto' as const) : undefined),
}

test('the domain is told what coding needs', () => {
  const facts = encounterFacts(splitEncounter(fullEncounter).clear, identity)
  expect(facts.coverages).toEqual([
    { order: 1, payerId: '02302', family: 'medicare-b', memberKey: 'k1' },
    { order: 2, payerId: 'WC001', family: 'auto', memberKey: null },
  ])
  expect(facts).toMatchObject({
    kxAttested: true,
    abn: 'voluntary',
    diagnoses: ['M54.59', 'M6281'],
    billingNpi: '1234567893',
    serviceZip: '97201',
  })
  expect(facts.services).toMatchObject([
    { assistantMinutes: 10, placeOfService: '12', renderingNpi: '1467560003', distinctBlock: 'described' },
    { assistantMinutes: 0, placeOfService: '11', renderingNpi: '1861400004', units: null, chargeCents: null },
  ])
})

test('prices are made where the facility is, else where the billing provider is', () => {
  const { address } = fullEncounter.billingProvider
  const at = (facility: string | null) =>
    serviceZipOf(
      splitEncounter({
        ...fullEncounter,
        billingProvider: { ...fullEncounter.billingProvider, address: { ...address, zip: '972011234' } },
        serviceFacility: facility === null ? null : { name: 'POOL', address: { ...address, zip: facility } },
      }).sealed,
    )
  expect([at('97301'), at(null)]).toEqual(['97301', '972011234'])
})

/**
 * The body with a mark in every string field that takes free text, and the marks by pointer. A form refuses a
 * mark.
 */
function marked(whole: EncounterBody) {
  const marks = new Map<string, string>()
  let body: unknown = whole
  for (const path of stringsIn(whole)) {
    const mark = `Mark ${marks.size} x`
    const tried = replaced(body, path, mark)
    if (!encounterBody.safeParse(tried).success) continue
    marks.set(path.map((step) => `/${step}`).join(''), mark)
    body = tried
  }
  return { body: encounterBody.parse(body), marks }
}

function stringsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, field]) => stringsIn(field, [...path, name]))
}

function replaced(value: unknown, path: readonly string[], by: string): unknown {
  const [step, ...rest] = path
  if (step === undefined) return by
  if (Array.isArray(value))
    return value.map((item, place) => (String(place) === step ? replaced(item, rest, by) : item))
  const fields = z.record(z.string(), z.unknown()).parse(present(value))
  return { ...fields, [step]: replaced(fields[step], rest, by) }
}
