/** The OpenAPI documents as those who integrate meet them: valid, each route named and in one area, examples that are true. */
import { Validator } from '@seriousme/openapi-schema-validator'
import { allServices } from '@tally/embedded/all-services'
import { answerStatus, httpFeatures, localKeyManagement, openapiOf, sharedRoutes } from '@tally/platform'
import { describe, expect, it } from 'vitest'
import { wholeDocument } from './documents.ts'

const services = allServices(localKeyManagement(new Uint8Array(32)))
const features = services.flatMap(httpFeatures)
const operations = Object.entries(wholeDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
)

/** It compiles OpenAPI's own schema once. */
const validator = new Validator()

const made = [
  { name: 'everything', make: async (): Promise<object> => wholeDocument },
  ...services.map((service) => ({ name: service.name, make: () => openapiOf(service, sharedRoutes) })),
]

it.each(made)(
  'the document of $name is OpenAPI 3.1',
  async ({ make }) => {
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(await make())))
    expect({ valid, errors }).toMatchObject({ valid: true })
    expect(validator.version).toBe('3.1')
  },
  30_000,
)

it('a document that is none is found', async () => {
  const { valid } = await validator.validate({ openapi: '3.1.0', info: { title: 'no version' }, paths: {} })
  expect(valid).toBe(false)
}, 30_000)

describe('the document of everything', () => {
  it('has every route of every service', () => {
    expect(operations).toHaveLength(features.length + httpFeatures(sharedRoutes).length)
  })

  it('names each route once', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  })

  it('says 422 of each route that takes a body: understood, it may still be impossible', () => {
    const silent = operations.filter(
      ({ operation: { requestBody, responses } }) => requestBody && !responses[422],
    )
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  it('puts each route into one area, and something into each area', () => {
    expect(operations.filter(({ operation }) => operation.tags.length !== 1)).toEqual([])
    const used = new Set(operations.flatMap(({ operation }) => operation.tags))
    const areas = wholeDocument.tags.map(({ name }) => name)
    expect(areas).toEqual([...new Set(areas)])
    expect(areas.filter((name) => !used.has(name))).toEqual([])
  })
})

describe('an example', () => {
  const shown = [...features, ...httpFeatures(sharedRoutes)].filter(({ example }) => example)

  it('is there for the ten routes that are asked most', () => {
    expect(shown.length).toBeGreaterThanOrEqual(10)
  })

  it.each(shown.map((feature) => [`${feature.method} ${feature.path}`, feature] as const))(
    'of %s is what the route takes and answers, to the field',
    (_name, { body, answers, example }) => {
      expect(body === undefined).toBe(example?.body === undefined)
      if (body) expect(body.safeParse(example?.body)).toMatchObject({ success: true })
      const answer = answers[answerStatus(answers)]
      expect(answer?.safeParse(example?.answer)).toEqual({ success: true, data: example?.answer })
    },
  )

  it('stands in the document beside its schema', () => {
    const post = JSON.parse(JSON.stringify(wholeDocument)).paths['/v1/encounters'].post
    expect(post.requestBody.content['application/json'].example).toMatchObject({
      externalId: 'VISIT-2026-000123',
    })
    expect(post.responses['201'].content['application/json'].example).toMatchObject({ status: 'captured' })
    expect(post.responses['200'].content['application/json'].example).toBeUndefined()
  })
})
