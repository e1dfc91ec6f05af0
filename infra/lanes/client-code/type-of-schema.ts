/** A JSON Schema as a TypeScript type, with its descriptions as comments. */
import type { Schema } from './document.ts'

/** Says nothing of the type: bounds, forms, what is taken when it is absent. */
const beside = new Set([
  ...['description', 'default', 'examples', 'pattern', 'format', 'minLength', 'maxLength', 'minItems'],
  ...['maxItems', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'propertyNames', 'title'],
])
const read = new Set([
  ...['$ref', 'type', 'const', 'enum', 'anyOf', 'oneOf', 'allOf', 'items', 'properties', 'required'],
  'additionalProperties',
])

/** `indent` is that of the line on which the type begins. */
export function typeOf(schema: Schema, indent = ''): string {
  const strange = Object.keys(schema).filter((word) => !beside.has(word) && !read.has(word))
  if (strange.length > 0)
    throw new Error(`type-of-schema.ts does not read ${strange.join(', ')} yet: teach it`)
  if (schema.$ref !== undefined) return nameIn(schema.$ref)
  if ('const' in schema) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  if (schema.anyOf ?? schema.oneOf) return eachOf(schema.anyOf ?? schema.oneOf ?? [], ' | ', indent)
  if (schema.allOf) {
    const { allOf, ...own } = schema
    return eachOf([own, ...allOf].filter(saysTheType), ' & ', indent)
  }
  if (typeof schema.type === 'object') {
    return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(' | ')
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `readonly ${inParentheses(typeOf(schema.items ?? {}, indent))}[]`
    case 'object':
      return objectOf(schema, indent)
    case undefined:
      return 'unknown'
    default:
      throw new Error(`type-of-schema.ts does not read the type ${schema.type} yet: teach it`)
  }
}

/** Not a bound alone, such as one more pattern. */
function saysTheType(schema: Schema): boolean {
  return Object.keys(schema).some((word) => read.has(word))
}

/** The members of an object, without its braces, each on a line of its own. */
export function membersOf({ properties = {}, required = [] }: Schema, indent: string): string {
  return Object.entries(properties)
    .map(([name, schema]) => {
      const key = /^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`
      const mark = required.includes(name) ? '' : '?'
      return `${comment(schema.description, indent)}${indent}readonly ${key}${mark}: ${typeOf(schema, indent)}\n`
    })
    .join('')
}

/** `text` as a comment of whole lines; nothing for nothing. */
export function comment(text: string | undefined, indent = ''): string {
  if (!text) return ''
  const lines = text
    .replaceAll('*/', '*\\/')
    .split('\n')
    .flatMap((line) => wrapped(line, 100 - indent.length))
  const [only] = lines
  if (lines.length === 1) return `${indent}/** ${only} */\n`
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */\n`].join(
    '\n',
  )
}

function objectOf(schema: Schema, indent: string): string {
  const { properties, additionalProperties } = schema
  if (properties && Object.keys(properties).length > 0)
    return `{\n${membersOf(schema, `${indent}  `)}${indent}}`
  const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown'
  return additionalProperties === false
    ? 'Readonly<Record<string, never>>'
    : `Readonly<Record<string, ${value}>>`
}

function eachOf(schemas: readonly Schema[], sign: ' | ' | ' & ', indent: string): string {
  const types = [...new Set(schemas.map((schema) => typeOf(schema, indent)))]
  return types.map((type) => (sign === ' & ' && type.includes(' | ') ? `(${type})` : type)).join(sign)
}

function inParentheses(type: string): string {
  return /^\w+$|^\{[\s\S]*\}$/.test(type) && !type.includes('} | {') ? type : `(${type})`
}

function nameIn(reference: string): string {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1]
  if (name === undefined) throw new Error(`${reference} is not a schema of this document`)
  return name
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll(/['\\]/g, '\\$&')}'` : String(value)
}

function wrapped(line: string, width: number): string[] {
  const lines = ['']
  for (const word of line.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
