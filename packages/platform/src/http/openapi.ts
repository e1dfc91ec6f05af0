/**
 * OpenAPI 3.1 documents from routes alone: no database, no broker, no running service. One of each service, and one of all of
 * them for those who integrate.
 */
import swagger from '@fastify/swagger'
import { fastify } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Area, httpFeatures, type Service } from '../service.ts'
import { withExamples } from './openapi-examples.ts'
import { introduction } from './openapi-introduction.ts'
import { withUsedSchemas } from './openapi-schemas.ts'
import { operationIdOf } from './operation-id.ts'
import { problemDocument, titles } from './problem.ts'
import type { HttpFeature, RawBody } from './route.ts'

/** Requests may fail in these ways on every route. */
const everyProblem = [400, 401, 403, 404, 429, 500, 503]

/** Routes and how they are grouped: a service, or what the host answers for all of them. */
export type Routes = Pick<Service, 'features' | 'areas'>

/** One service's routes, and those of `more` that the host answers for it. */
export function openapiOf(service: Service, more: Routes = { features: [] }): Promise<object> {
  return documentOf(`Tally ${service.name}`, `${service.decides}\n\n${introduction}`, [service, more])
}

/** The routes of all of `services` in one document. */
export function openapiOfAll(services: readonly Service[], more: Routes): Promise<object> {
  return documentOf('Tally', introduction, [...services, more])
}

async function documentOf(title: string, description: string, all: readonly Routes[]): Promise<object> {
  const app = fastify({ logger: false })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version: '1', description },
      tags: all.flatMap(({ areas = [] }) => areas.map(({ name, says }) => ({ name, description: says }))),
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key of a practice, or of an operator.' },
        },
      },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  for (const { areas = [], features } of all) {
    for (const feature of httpFeatures({ features })) {
      const { method, path } = feature
      app.route({ method, url: path, schema: schemaOf(feature, areas), handler: notServed })
    }
  }
  await app.ready()
  const document = withExamples(withUsedSchemas(app.swagger()), all.flatMap(httpFeatures))
  await app.close()
  return document
}

function schemaOf(feature: HttpFeature, areas: readonly Area[]): object {
  const statuses = [
    ...everyProblem,
    ...(feature.body || feature.raw ? [413, 415, 422] : []),
    ...(feature.idempotent ? [409, 422] : []),
    ...(feature.ifMatch ? [412, 428] : []),
  ]
  const problems = Object.fromEntries(statuses.map((status) => [status, problemContent(status)]))
  const answers = Object.entries(feature.answers).map(([status, schema]) => [
    status,
    {
      description: meanings[status] ?? 'Answered.',
      content: { [feature.answersAs ?? 'application/json']: { schema } },
    },
  ])
  return {
    operationId: operationIdOf(feature),
    tags: areas
      .filter(({ paths }) => paths.some((path) => feature.path.startsWith(path)))
      .map(({ name }) => name),
    summary: feature.summary,
    description: `${feature.description ? `${feature.description}\n\n` : ''}${whoMay(feature)}`,
    ...(feature.access === 'signed' ? { security: [] } : {}),
    ...(feature.params ? { params: feature.params } : {}),
    ...(feature.query ? { querystring: feature.query } : {}),
    ...(feature.body ? { body: feature.body } : {}),
    ...(feature.raw ? { body: z.string(), consumes: contentTypesOf(feature.raw) } : {}),
    headers: headersOf(feature),
    response: { ...problems, ...Object.fromEntries(answers) },
  }
}

function whoMay({ access, roles }: HttpFeature): string {
  return access === 'signed' ? 'Signed as Standard Webhooks says; no key.' : `Roles: ${roles.join(', ')}.`
}

function contentTypesOf({ types }: RawBody): string[] {
  return types.includes('*') ? ['application/edi-x12', 'application/json'] : [...types]
}

const meanings: Readonly<Record<string, string>> = {
  200: 'As it is now.',
  201: 'Stored.',
  202: 'Taken; what becomes of it is told later.',
}

function problemContent(status: number): object {
  return {
    description: `${titles[status]}.`,
    content: { 'application/problem+json': { schema: problemDocument } },
  }
}

function headersOf(feature: HttpFeature): z.ZodObject {
  const key = z.string().min(1).max(255).describe('New for each thing created; kept 30 days.')
  return z.object({
    ...(feature.access === 'practice' || feature.access === 'installation'
      ? { 'tally-practice': z.string().optional().describe('Which practice, for a key that holds several.') }
      : {}),
    ...(feature.idempotent
      ? { 'idempotency-key': feature.idempotent === 'optional' ? key.optional() : key }
      : {}),
    ...(feature.ifMatch ? { 'if-match': ifMatchOf(feature.ifMatch) } : {}),
    ...(feature.access === 'signed' ? webhookHeaders : {}),
  })
}

function ifMatchOf(wanted: 'required' | 'optional'): z.ZodType {
  const version = z.string().describe('The version corrected, quoted.')
  return wanted === 'required' ? version : version.optional()
}

const webhookHeaders = {
  'webhook-id': z.string(),
  'webhook-timestamp': z.string(),
  'webhook-signature': z.string(),
}

async function notServed(): Promise<never> {
  throw new Error('this application makes documents and serves nothing')
}
