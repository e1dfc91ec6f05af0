/**
 * Tidies the component schemas of a generated document: zod's registry is one for the process, so each
 * document names every schema there is, and each of them twice (as input and as output). What no route refers
 * to goes; equal twins become one.
 */
import { assert } from '@tally/kernel'

interface Document {
  readonly paths?: unknown
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

const prefix = '#/components/schemas/'

export function withUsedSchemas<D extends Document>(document: D): D {
  const schemas = document.components?.schemas ?? {}
  const twins = Object.keys(schemas).filter(
    (name) => `${name}Input` in schemas && equalButName(schemas, name),
  )
  const renamed = (value: unknown): string =>
    twins.reduce(
      (text, name) => text.replaceAll(`"${prefix}${name}Input"`, `"${prefix}${name}"`),
      JSON.stringify(value),
    )
  const paths = renamed(document.paths)
  const used = new Map<string, unknown>()
  const take = (text: string) => {
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"/#]+)/g)) {
      if (name === undefined || used.has(name)) continue
      assert(name in schemas, `the document refers to schema ${name}, which it does not have`)
      const schema = renamed(schemas[name])
      used.set(name, JSON.parse(schema))
      take(schema)
    }
  }
  take(paths)
  const kept = Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...document, paths: JSON.parse(paths), components: { ...document.components, schemas: kept } }
}

/** An input may leave out what an output always has; only a whole equal is one schema. */
function equalButName(schemas: Readonly<Record<string, unknown>>, name: string): boolean {
  const plain = (schema: unknown) => JSON.stringify(schema).replaceAll(/(schemas\/\w+?)Input"/g, '$1"')
  return plain(schemas[name]) === plain(schemas[`${name}Input`])
}
