/**
 * The digest of a visit's content: the same for the same content, however its fields are ordered; null means
 * absent.
 */
import { createHash } from 'node:crypto'
import { canonical } from '../domain/canonical.ts'
import type { EncounterBody } from './encounter-body.ts'
import { present } from './split-encounter.ts'

/** SHA-256 in hex. */
export function contentHash(body: EncounterBody): string {
  return createHash('sha256')
    .update(canonical(present(body)))
    .digest('hex')
}
