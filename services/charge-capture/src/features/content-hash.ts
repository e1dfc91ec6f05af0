/**
 * The digest of a visit's content: the same for the same content, however its fields are ordered; null means
 * absent.
 */
import { createHash } from 'node:crypto'
import type { EncounterBody } from './encounter-body.ts'
import { present } from './split-encounter.ts'

/** SHA-256 in hex. */
export function contentHash(body: EncounterBody): string {
  return createHash('sha256')
    .update(canonical(present(body)))
    .digest('hex')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`
}
