/** One route as a typed method of the client: ids by position, then the body, then everything else by name. */
import type { OpenApi, Operation, Parameter, Schema } from './document.ts'
import { comment, membersOf, typeOf } from './type-of-schema.ts'

export interface Route {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export interface RouteCode {
  /** Its own types, exported. */
  readonly types: string
  /** Its method, as a member of an object. */
  readonly member: string
}

/** Routes of those who have a key, in the document's order. A partner signs its requests instead. */
export function routesOf({ paths }: OpenApi): Route[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security }]) => security === undefined)
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

export function codeOfRoute({ method, path, operation }: Route): RouteCode {
  const { operationId: name } = operation
  const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
  const body = bodyOf(operation)
  const query = parametersIn(operation, 'query')
  const answers = answersOf(operation)
  const types = [
    ...(query.length > 0 ? [interfaceOf(`${type}Query`, objectOf(query))] : []),
    ...(body?.schema ? [`export type ${type}Body = ${typeOf(body.schema)}\n`] : []),
    `export type ${type}Answer = ${answers.map(({ type: each }) => each).join(' | ')}\n`,
  ]
  const says = comment(
    [operation.summary, operation.description, `\`${method} ${path}\``].join('\n\n'),
    '    ',
  )
  const paging = pagingOf(path, query, operation)
  const asked = { method, path, name, type, body, query, operation }
  return {
    types: types.join('\n'),
    member: `${says}    ${name}: ${paging ? pagedCall(asked, paging) : plainCall(asked)},\n`,
  }
}

interface Asked extends Route {
  readonly type: string
  readonly body: Body | null
  readonly query: readonly Parameter[]
}

function plainCall({ method, path, type, body, query, operation }: Asked): string {
  const ids = parametersIn(operation, 'path')
  const has = (name: string) => (operation.parameters ?? []).find((each) => each.name === name)
  const ifMatch = has('if-match')
  const queryNeeded = query.some(({ required }) => required)
  const more = [
    'More',
    ...(has('idempotency-key') ? ['Keyed'] : []),
    ...(ifMatch ? [ifMatch.required ? 'Versioned' : 'Partial<Versioned>'] : []),
    ...(query.length > 0 ? [`{ readonly query${queryNeeded ? '' : '?'}: ${type}Query }`] : []),
  ]
  const needed = ifMatch?.required || queryNeeded
  const parameters = [
    ...ids.map(({ name }) => `${name}: string`),
    ...(body ? [`body: ${body.schema ? `${type}Body` : 'string | Uint8Array<ArrayBuffer>'}`] : []),
    `more${needed ? '' : '?'}: ${more.join(' & ')}`,
  ]
  const place =
    ids.length > 0 ? `\`${path.replaceAll(/\{(\w+)\}/g, (_, id) => `\${segment(${id})}`)}\`` : `'${path}'`
  const asked = [
    `method: '${method}'`,
    `path: ${place}`,
    ...(body ? ['body', `contentType: '${body.contentType}'`] : []),
    ...(has('idempotency-key') ? ['keyed: true'] : []),
    'more',
  ]
  return `(${parameters.join(', ')}) =>\n      ask<${type}Answer>({ ${asked.join(', ')} })`
}

function pagedCall({ path, type }: Asked, by: string): string {
  return `paged<${type}Query, ${type}Answer>(ask, '${path}', '${by}')`
}

/** By which parameter of the query the pages of a list go on; null where it is no list. */
function pagingOf(path: string, query: readonly Parameter[], { responses }: Operation): string | null {
  const schema = responses['200']?.content?.['application/json']?.schema
  const members = Object.keys(schema?.properties ?? {})
  if (path.includes('{') || !members.includes('items') || !members.includes('nextCursor')) return null
  return ['cursor', 'after'].find((name) => query.some((each) => each.name === name)) ?? null
}

interface Body {
  readonly contentType: string
  /** Null: text or bytes, as they are. */
  readonly schema: Schema | null
}

function bodyOf({ requestBody }: Operation): Body | null {
  const [first] = Object.entries(requestBody?.content ?? {})
  if (!first) return null
  const [contentType, { schema }] = first
  return { contentType, schema: contentType === 'application/json' ? schema : null }
}

function answersOf({ responses }: Operation): { readonly type: string }[] {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, { content = {} }]) => {
      const [first] = Object.entries(content)
      const body = first?.[0] === 'application/json' ? typeOf(first[1].schema) : 'string'
      return { type: `Answer<${status}, ${body}>` }
    })
}

function parametersIn({ parameters = [] }: Operation, place: Parameter['in']): Parameter[] {
  return parameters.filter((each) => each.in === place)
}

function objectOf(parameters: readonly Parameter[]): Schema {
  return {
    properties: Object.fromEntries(
      parameters.map(({ name, schema, description }) => [
        name,
        { ...(isFlag(schema) ? { type: 'boolean' } : schema), ...(description ? { description } : {}) },
      ]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  }
}

/** What a query can only write as text. */
function isFlag({ enum: values = [] }: Schema): boolean {
  return values.length === 2 && values.includes('true') && values.includes('false')
}

function interfaceOf(name: string, schema: Schema): string {
  return `export interface ${name} {\n${membersOf(schema, '  ')}}\n`
}
