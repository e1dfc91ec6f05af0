/** What would be applied, against the schemas that Kubernetes and the operators publish. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { publishedSchemas } from './published-schemas.ts'
import { kubernetesFolder, type Manifest, resolveKustomization } from './resolve-kustomization.ts'

const complaintsOf = publishedSchemas()
const folders = ['base', 'overlays/group', 'overlays/group/stores', 'overlays/cell', 'overlays/cell/stores']
const resolved = new Map(
  folders.map((folder) => [folder, resolveKustomization(join(kubernetesFolder, folder))] as const),
)
const objectsOf = (folder: string) => resolved.get(folder) ?? []
const behindGateway = () =>
  resolveKustomization(join(kubernetesFolder, 'components/gateway'), objectsOf('overlays/group'))

it.each(folders)('%s: every object is as its published schema says', (folder) => {
  const objects = objectsOf(folder)
  expect(objects.length).toBeGreaterThan(1)
  expect(objects.flatMap(complaintsOf)).toEqual([])
})

it('the Gateway API in place of the Ingress, too', () => {
  const objects = behindGateway()
  expect(objects.flatMap(complaintsOf)).toEqual([])
  expect(objects.filter(({ kind }) => kind === 'Ingress')).toEqual([])
  expect(objects.filter(({ kind }) => kind === 'HTTPRoute')).toHaveLength(6)
})

/** Fields whose names are free: labels, quantities, a server's own settings, a trigger's. */
const freelyNamed = new Set([
  ...['labels', 'matchLabels', 'annotations', 'requests', 'limits', 'parameters', 'config', 'jvmOptions'],
])

/** The object once for each field, with that field misspelled. */
function* misspelled(object: Manifest): Generator<{ readonly path: string; readonly object: Manifest }> {
  for (const path of fieldsOf(object, [])) {
    const copy = structuredClone(object)
    let holder: unknown = copy
    for (const step of path.slice(0, -1)) holder = (holder as Record<string | number, unknown>)[step]
    const field = String(path.at(-1))
    const at = holder as Record<string, unknown>
    at[`${field}x`] = at[field]
    delete at[field]
    yield { path: path.join('.'), object: copy }
  }
}

function* fieldsOf(value: unknown, path: (string | number)[]): Generator<(string | number)[]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* fieldsOf(item, [...path, index])
  } else if (typeof value === 'object' && value !== null) {
    const isOfTrigger = path.at(-1) === 'metadata' && path.includes('triggers')
    const isOfService =
      path.join('.') === 'spec.selector' && !('matchLabels' in value || 'matchExpressions' in value)
    if (freelyNamed.has(String(path.at(-1))) || isOfTrigger || isOfService) return
    for (const [field, inner] of Object.entries(value)) {
      yield [...path, field]
      yield* fieldsOf(inner, [...path, field])
    }
  }
}

it('a field that is misspelled anywhere is told', () => {
  const kinds = new Map(
    [...folders.flatMap(objectsOf), ...behindGateway()].map((object) => [object.kind, object] as const),
  )
  const all = [...kinds.values()].flatMap((object) => [...misspelled(object)])
  const untold = all.filter(({ object }) => complaintsOf(object).length === 0)
  expect(untold.map(({ path, object }) => `${object.kind} ${path}`)).toEqual([])
  expect(all.length).toBeGreaterThan(300)
})

it.each([
  ['a number where a text is wanted', 'Kafka', (spec) => ({ ...spec, kafka: { ...spec.kafka, version: 4 } })],
  [
    'a listener of a type that Strimzi does not know',
    'Kafka',
    (spec) => ({
      ...spec,
      kafka: { ...spec.kafka, listeners: [{ name: 'plain', port: 9092, type: 'interior', tls: false }] },
    }),
  ],
  ['a Postgres without storage and instances', 'Cluster', () => ({})],
  ['a topic with no partition', 'KafkaTopic', (spec) => ({ ...spec, partitions: 0 })],
] satisfies [string, string, (spec: Record<string, Record<string, unknown>>) => object][])(
  '%s is told',
  (_, kind, change) => {
    const found = objectsOf('overlays/group/stores').find((object) => object.kind === kind)
    expect(found).toBeDefined()
    const spec = change(found?.spec as Record<string, Record<string, unknown>>)
    expect(complaintsOf({ ...(found as Manifest), spec })).not.toEqual([])
  },
)
