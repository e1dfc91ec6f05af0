/** The value of a text of JSON, or every place at which it is none that may be read. */
import { jsonFaults } from '@tally/kernel'
import type { Unreadable } from './unreadable.ts'

export function jsonIn(
  text: string,
): { readonly value: unknown } | { readonly unreadable: readonly Unreadable[] } {
  const faults = jsonFaults(text, 50)
  if (faults.length > 0) return { unreadable: faults.map(({ pointer, says }) => ({ pointer, says })) }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { unreadable: [{ pointer: '', says: `is not JSON: ${notJson(error)}` }] }
  }
}

/** Node names line and column, and quotes the text around, which may hold a person's name. */
function notJson(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const place = /\(?(line \d+ column \d+)\)?$/.exec(message)?.[1]
  return place ? `it breaks at ${place}` : 'it is empty, ends too early or is something else'
}
