/**
 * What a path names, as an id that may stand in the clear: an EMR's own id of a patient, an encounter or an episode as our
 * derived one, anything else that is not of ours as its digest under the practice's key.
 */
import { base32, type DerivedKind, derivedPrefixes } from '@tally/kernel'
import type { PracticeKeys } from '../keys/practice-keys.ts'
import { isOurId } from './what-is-shown.ts'

const derived: Readonly<Record<string, DerivedKind>> = {
  ...{ encounters: 'encounter', patients: 'patient', episodes: 'episode' },
}

/** Ids that are no persons': of a payer, a partner, a key or a practice. */
const named = /^(payers|partners|webhooks|api-keys|practices)$/

/** Our ids of all that `params` of a route with this `path` name; `found`: the answer said that they are there. */
export function subjectsOfPath(
  keys: PracticeKeys,
  path: string,
  params: unknown,
  found: boolean,
): readonly string[] {
  return Object.entries(Object(params)).flatMap(([name, value]) => {
    if (typeof value !== 'string') return []
    const collection = new RegExp(`/([a-z-]+)/:${name}(?=/|$)`).exec(path)?.[1] ?? ''
    const kind = derived[collection]
    if (kind) {
      const isOurs = isOurId(value) && value.startsWith(derivedPrefixes[kind])
      return [isOurs ? value : keys.derive(kind, value)]
    }
    const mayStand = isOurId(value) || (found && named.test(collection) && /^[!-~]{1,80}$/.test(value))
    return [mayStand ? value : digestOf(keys, value)]
  })
}

/** All ids that `asked`, an id of ours or of an EMR's, may stand under. */
export function subjectsNamed(keys: PracticeKeys, asked: string): readonly string[] {
  return [asked, digestOf(keys, asked), ...Object.values(derived).map((kind) => keys.derive(kind, asked))]
}

function digestOf(keys: PracticeKeys, value: string): string {
  return `ext_${base32(keys.lookup('audit-subject', value)).slice(0, 26)}`
}
