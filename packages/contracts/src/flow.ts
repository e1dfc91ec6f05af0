/** docs/flow.md: who says what and who hears it, drawn from the catalogue. */
import { type CatalogEntry, eventCatalog } from './event-catalog.ts'

export function flowDocument(catalog: readonly CatalogEntry[] = eventCatalog): string {
  const arrows = catalog.flatMap(({ event, saidBy, heardBy }) =>
    (heardBy.length > 0 ? heardBy : ['EMR']).map((listener) => `  ${saidBy} -->|${event.type}| ${listener}`),
  )
  const rows = catalog.map(
    ({ event, saidBy, heardBy, unheardBecause }) =>
      `| \`${event.type}\` | ${event.summary} | ${saidBy} | ${heardBy.join(', ') || unheardBecause} | ` +
      `\`${event.topic.name}\`, by ${event.topic.keyedBy} | ${event.sealed ? 'yes' : 'no'} |`,
  )
  return [
    '# How a visit flows',
    '',
    'Generated from `packages/contracts` by `npm run docs`; do not edit.',
    '',
    '```mermaid',
    'flowchart LR',
    '  EMR -->|POST /v1/encounters| charge-capture',
    ...arrows,
    '```',
    '',
    '| Event | Says | Said by | Heard by | Topic | Sealed part |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
