/** Puts each route's example into its place in the document: beside the schema of the body, and of the first good answer. */
import { assert } from '@tally/kernel'
import type { HttpFeature } from './route.ts'

type Content = Record<string, { example?: unknown }>

interface Documented {
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

export function withExamples<D extends object>(document: D, features: readonly HttpFeature[]): D {
  const whole: D = structuredClone(document)
  const { paths } = whole as {
    readonly paths?: Readonly<Record<string, Readonly<Record<string, Documented>>>>
  }
  for (const { method, path, example, answers } of features) {
    if (!example) continue
    const documented = paths?.[pathOf(path)]?.[method.toLowerCase()]
    assert(documented !== undefined, `${method} ${path} is in the document`)
    if ('body' in example) put(documented.requestBody?.content, example.body)
    if ('answer' in example) put(documented.responses[answerStatus(answers)]?.content, example.answer)
  }
  return whole
}

/** Of the answer that stands for all: what was made, else what is there. */
export function answerStatus(answers: HttpFeature['answers']): number {
  return Math.max(...Object.keys(answers).map(Number))
}

/** Fastify's `:id` as OpenAPI has it. */
function pathOf(path: string): string {
  return path.replaceAll(/(?<!:):(?!:)(\w+)/g, '{$1}').replaceAll('::', ':')
}

function put(content: Content | undefined, example: unknown): void {
  const media = content?.['application/json']
  assert(media !== undefined, 'an example is of JSON')
  media.example = example
}
