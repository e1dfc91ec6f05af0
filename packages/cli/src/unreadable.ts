/** Why an input could not be read: every place at once as a JSON Pointer (RFC 6901), each with what it must be. */
import type { z } from 'zod'

export interface Unreadable {
  /** Into the document; '' is the whole of it. */
  readonly pointer: string
  readonly says: string
}

/** In the order in which they were found. */
export function unreadableIn(error: z.ZodError): Unreadable[] {
  return error.issues.flatMap(placesOf)
}

/** All places in one sentence, without its full stop. */
export function inOneSentence(places: readonly Unreadable[]): string {
  return places.map(({ pointer, says }) => `${pointer || 'the document'} ${says}`).join('; ')
}

function placesOf(issue: z.core.$ZodIssue): Unreadable[] {
  const pointer = issue.path.map(stepOf).join('')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        pointer: pointer + stepOf(key),
        says: 'is not known here: remove it or spell it as documented',
      }))
    case 'invalid_type':
      return [{ pointer, says: wrongType(issue) }]
    case 'too_big':
      return [{ pointer, says: `must be at most ${issue.maximum}${unitOf(issue.origin)}` }]
    case 'too_small':
      return [{ pointer, says: `must be at least ${issue.minimum}${unitOf(issue.origin)}` }]
    case 'invalid_value':
      return [{ pointer, says: `must be one of ${issue.values.map(String).join(', ')}` }]
    case 'invalid_format':
      return [{ pointer, says: `must have the form ${issue.pattern ?? issue.format}` }]
    case 'custom':
      return [{ pointer, says: issue.message }]
    default:
      return [{ pointer, says: 'must have one of the documented shapes' }]
  }
}

function wrongType({ expected, message }: z.core.$ZodIssueInvalidType): string {
  const named = expected === 'int' ? 'whole number' : expected === 'record' ? 'object' : expected
  const what = `${/^[aeiou]/.test(named) ? 'an' : 'a'} ${named}`
  return message.endsWith('received undefined') ? `is missing: ${what} is required` : `must be ${what}`
}

function stepOf(key: PropertyKey): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}
