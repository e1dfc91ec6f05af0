import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { encounterBody } from './encounter-body.ts'
import { fullEncounter } from './sample-full-encounter.ts'

const folder = new URL('../../../../../shared/examples/', import.meta.url)
const examples = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('encounter')) : []

describe.skipIf(examples.length === 0)('the published examples', () => {
  test('are six', () => expect(examples).toHaveLength(6))
  test.each(examples)('%s is a visit', (name) => {
    expect(problemsOf(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))).toEqual([])
  })
})

describe('the shape of a visit', () => {
  test.each<[string, (string | number)[], unknown]>([
    ['a whole visit', [], fullEncounter],
    ['null for an absent field', ['claimNote'], null],
    ['a missing optional field', ['claimNote'], undefined],
    ['no service, which is refused later', ['services'], []],
    ['a code that nobody knows', ['services', 0, 'procedureCode'], 'ZZZZZ'],
    ['five modifiers', ['services', 0, 'modifiers'], ['GP', 'CQ', '59', 'KX', 'XE']],
    ['a false check digit', ['billingProvider', 'npi'], '1234567890'],
    ['words about a block', ['services', 0, 'distinctBlock'], 'in the pool'],
    ['nine digits of ZIP', ['patient', 'address', 'zip'], '972011234'],
  ])('takes %s', (_, path, value) => expect(problemsOf(changed(path, value))).toEqual([]))

  test.each<[string, (string | number)[], unknown, string]>([
    ['an unknown field', ['colour'], 'red', ''],
    ['an unknown field within', ['patient', 'ssn'], '1', '/patient'],
    ['a missing field', ['patient'], undefined, '/patient'],
    ['null where nothing may be absent', ['serviceDate'], null, '/serviceDate'],
    ['30 February', ['serviceDate'], '2026-02-30', '/serviceDate'],
    ['an instant for a date', ['serviceDate'], '2026-03-02T00:00:00Z', '/serviceDate'],
    ['an instant without offset', ['signedAt'], '2026-03-02T10:00:00', '/signedAt'],
    ['a zone of nowhere', ['timezone'], 'America/Nowhere', '/timezone'],
    ['minutes as text', ['services', 0, 'minutes'], '30', '/services/0/minutes'],
    ['half a minute', ['services', 0, 'minutes'], 7.5, '/services/0/minutes'],
    ['minutes below zero', ['services', 1, 'minutes'], -1, '/services/1/minutes'],
    ['half a cent', ['services', 0, 'unitChargeCents'], 60.5, '/services/0/unitChargeCents'],
    ['an NPI of nine digits', ['renderingProvider', 'npi'], '186140000', '/renderingProvider/npi'],
    ['a modifier of three', ['services', 0, 'modifiers', 0], 'GPX', '/services/0/modifiers/0'],
    ['a small-letter code', ['services', 0, 'procedureCode'], 'g0283', '/services/0/procedureCode'],
    ['a diagnosis that has no form', ['diagnoses', 0, 'code'], '54.59', '/diagnoses/0/code'],
    ['a control character', ['claimNote'], 'a\u0000b', '/claimNote'],
    ['a line break', ['patient', 'name', 'last'], 'DOE\n', '/patient/name/last'],
    ['an id that looks like ours', ['externalId'], 'enc_1', '/externalId'],
    ['an id of 81 characters', ['externalId'], 'x'.repeat(81), '/externalId'],
    ['a state of three letters', ['patient', 'address', 'state'], 'ORE', '/patient/address/state'],
    ['a ZIP of six digits', ['patient', 'address', 'zip'], '972011', '/patient/address/zip'],
    ['a family that is none', ['coverages', 0, 'payerFamily'], 'hmo', '/coverages/0/payerFamily'],
    [
      '21 entries of metadata',
      ['metadata'],
      Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, 'v'])),
      '/metadata',
    ],
    ['the same lineId twice', ['services', 1, 'lineId'], 'A', '/services/1/lineId'],
    [
      'a pointer to no diagnosis',
      ['services', 0, 'diagnosisPointers', 1],
      3,
      '/services/0/diagnosisPointers/1',
    ],
    [
      'more minutes by the assistant',
      ['services', 0, 'assistant', 'minutes'],
      31,
      '/services/0/assistant/minutes',
    ],
    ['two coverages of one order', ['coverages', 1, 'order'], 1, '/coverages/1/order'],
    [
      'an authorization of no coverage',
      ['authorizations', 0, 'coverageOrder'],
      3,
      '/authorizations/0/coverageOrder',
    ],
  ])('refuses %s', (_, path, value, pointer) => expect(problemsOf(changed(path, value))).toEqual([pointer]))

  test('names all problems at once, whatever kind they are', () => {
    const { patient, ...rest } = fullEncounter
    const services = fullEncounter.services.map((service) => ({ ...service, lineId: 'A' }))
    expect(problemsOf({ ...rest, services, serviceDate: 'soon' })).toEqual([
      '/serviceDate',
      '/patient',
      '/services/1/lineId',
    ])
  })

  test('is an OpenAPI schema too', () => {
    const schema = z.toJSONSchema(encounterBody, { io: 'input' })
    const body = schema.$defs?.EncounterBody
    expect(body).toMatchObject({
      type: 'object',
      additionalProperties: false,
      description: expect.stringContaining('signed visit'),
    })
    expect(body?.required).toContain('serviceDate')
    expect(body?.required).not.toContain('claimNote')
  })
})

function problemsOf(body: unknown): string[] {
  const parsed = encounterBody.safeParse(body)
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path }) => path.map((step) => `/${String(step)}`).join(''))
}

/** The full visit with `value` at `path`; undefined removes what stands there. */
function changed(
  path: readonly (string | number)[],
  value: unknown,
  whole: unknown = fullEncounter,
): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(whole))
    return whole.map((item, place) => (place === step ? changed(rest, value, item) : item))
  const fields = z.record(z.string(), z.unknown()).parse(whole)
  return { ...fields, [step]: changed(rest, value, fields[step]) }
}
