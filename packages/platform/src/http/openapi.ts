/**
 * The OpenAPI 3.1 document of one service, from its routes alone: no database, no broker, no running service.
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
import { httpFeatures, type Service } from '../service.ts'
import { withUsedSchemas } from './openapi-schemas.ts'
import { problemDocument } from './problem.ts'
import type { HttpFeature, RawBody } from './route.ts'

/** Requests may fail in these ways on every route. */
const everyProblem = [400, 401, 403, 404, 429, 500, 503]

export async function openapiOf(service: Service, more: readonly HttpFeature[] = []): Promise<object> {
  const app = fastify({ logger: false })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `Tally ${service.name}`, version: '1', description: service.decides },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  for (const feature of [...httpFeatures(service), ...more]) {
    app.route({
      method: feature.method,
      url: feature.path,
      schema: schemaOf(feature),
      handler: notServed,
    })
  }
  await app.ready()
  const document = withUsedSchemas(app.swagger())
  await app.close()
  return document
}

function schemaOf(feature: HttpFeature): object {
  const statuses = [
    ...everyProblem,
    ...(feature.body || feature.raw ? [413, 415] : []),
    ...(feature.idempotent ? [409, 422] : []),
    ...(feature.ifMatch ? [412, 428] : []),
  ]
  const problems = Object.fromEntries(statuses.map((status) => [status, problemContent]))
  const answers = Object.entries(feature.answers).map(([status, schema]) => [
    status,
    { description: 'Answered.', content: { [feature.answersAs ?? 'application/json']: { schema } } },
  ])
  return {
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

const problemContent = {
  description: 'A problem document (RFC 9457).',
  content: { 'application/problem+json': { schema: problemDocument } },
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
