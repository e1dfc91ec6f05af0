/** The documents that are made from code, committed, and tested fresh: `npm run docs` writes them again. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { ruleCards } from '@tally/coding-rules'
import { asyncapi, flowDocument } from '@tally/contracts'
import { localKeyManagement, openapiOf, type Service, sharedFeatures } from '@tally/platform'

export interface Document {
  /** From the root of the repository. */
  readonly path: string
  readonly make: () => string | Promise<string>
}

/** Every service there is; a document is made from its routes, nothing runs. */
const services: readonly Service[] = [chargeCapture(localKeyManagement(new Uint8Array(32))), claimSubmission]

export const documents: readonly Document[] = [
  ...services.map((service) => ({
    path: `docs/${service.name}.openapi.json`,
    make: async () => json(await openapiOf(service, sharedFeatures)),
  })),
  { path: 'docs/events.asyncapi.json', make: () => json(asyncapi()) },
  { path: 'docs/flow.md', make: () => flowDocument() },
  { path: 'docs/rules.md', make: rulesDocument },
]

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function rulesDocument(): string {
  const rows = ruleCards.map(({ slug, edition, sentence, citation }) => `| \`${slug}\` | ${sentence} | ${edition} | ${citation} |`)
  return [
    '# Coding rules',
    '',
    'Generated from `packages/coding-rules` by `npm run docs`; do not edit. A slug is never reused. What no rule decides yet is',
    'held as `coding/not-yet`, never captured bare.',
    '',
    '| Rule | Says | Edition | Source |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** The paths of those whose file under `root` is missing or differs from what the code makes now. */
export async function staleAmong(among: readonly Document[], root: string): Promise<string[]> {
  const fresh = await Promise.all(
    among.map(async ({ path, make }) => {
      const file = join(root, path)
      return existsSync(file) && readFileSync(file, 'utf8') === (await make())
    }),
  )
  return among.filter((_, index) => !fresh[index]).map(({ path }) => path)
}
