/** Zod's issues as our problems: a pointer and a sentence each, never the value. */
import { pointerStep } from '@tally/kernel'
import type { z } from 'zod'
import { item, type ProblemItem } from './problem.ts'

/** `place` is '' for the body, `query:` or `path:` for what stands elsewhere. */
export function shapeProblems(error: z.ZodError, place: string): ProblemItem[] {
  return error.issues.flatMap((issue) => problemsOf(issue, place))
}

function problemsOf(issue: z.core.$ZodIssue, place: string): ProblemItem[] {
  const pointer = place + pointerOf(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        item(
          pointer + pointerStep(key),
          'shape/unknown-field',
          'this field is not known here',
          'remove it or spell it as documented',
        ),
      )
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? [item(pointer, 'shape/missing', `${article(issue.expected)} is required`)]
        : [item(pointer, 'shape/wrong-type', `it must be ${article(issue.expected)}, as JSON writes it`)]
    case 'too_big':
      return [item(pointer, 'shape/too-large', `${atMost(issue)} ${issue.maximum}${unitOf(issue.origin)}`)]
    case 'too_small':
      return [item(pointer, 'shape/too-small', `${atLeast(issue)} ${issue.minimum}${unitOf(issue.origin)}`)]
    case 'invalid_value':
      return [item(pointer, 'shape/not-one-of', `one of: ${issue.values.map(String).join(', ')}`)]
    case 'invalid_format':
      return [item(pointer, 'shape/format', `it does not have the form of ${formatOf(issue)}`)]
    case 'custom':
      return [
        item(
          pointer,
          typeof issue.params?.code === 'string' ? issue.params.code : 'shape/invalid',
          issue.message,
        ),
      ]
    default:
      return [item(pointer, 'shape/invalid', 'it does not have one of the documented shapes')]
  }
}

/** The keys of a map are the sender's own text: nothing below `metadata` is repeated. */
function pointerOf(path: readonly PropertyKey[]): string {
  const steps = path.map((key) => (typeof key === 'number' ? `/${key}` : pointerStep(String(key))))
  const map = path.indexOf('metadata')
  return (map < 0 || map === path.length - 1 ? steps : [...steps.slice(0, map + 1), '/*']).join('')
}

function article(expected: string): string {
  const named = expected === 'int' ? 'integer' : expected === 'record' ? 'object' : expected
  return `${/^[aeiou]/.test(named) ? 'an' : 'a'} ${named}`
}

function atLeast({ inclusive }: z.core.$ZodIssueTooSmall): string {
  return inclusive === false ? 'more than' : 'at least'
}

function atMost({ inclusive }: z.core.$ZodIssueTooBig): string {
  return inclusive === false ? 'less than' : 'at most'
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' || origin === 'set' ? ' entries' : ''
}

function formatOf(issue: { readonly format: string; readonly pattern?: string | undefined }): string {
  return issue.format === 'regex' && issue.pattern ? issue.pattern : issue.format
}
