/** docker-compose.yml as its own tests read it: anchors and merges resolved, the parts that they look at in a shape. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isAlias, parse, parseDocument, visit } from 'yaml'
import { z } from 'zod'

export const repository = fileURLToPath(new URL('../../..', import.meta.url))

const container = z.looseObject({
  image: z.string(),
  restart: z.string(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
})
export type Container = z.infer<typeof container>

const file = z.looseObject({
  services: z.record(z.string(), container),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  volumes: z.record(z.string(), z.unknown()),
})

export function composeText(): string {
  return readFileSync(`${repository}/docker-compose.yml`, 'utf8')
}

/** The text as a schema judges it. */
export function rawCompose(): unknown {
  return parse(composeText(), { merge: true })
}

/** The anchors that nothing refers to: what would be shared and is not. */
export function unusedAnchors(text: string): string[] {
  const anchors: string[] = []
  const used = new Set<string>()
  visit(parseDocument(text), {
    Node(_, node) {
      if (isAlias(node)) used.add(node.source)
      else if ('anchor' in node && node.anchor) anchors.push(String(node.anchor))
    },
  })
  return anchors.filter((name) => !used.has(name))
}

export function composeFile(): z.infer<typeof file> {
  return file.parse(rawCompose())
}
