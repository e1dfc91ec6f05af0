/**
 * What kustomize makes of a folder, as far as ours use it, so that tests need no program: resources, components, namespace, labels,
 * images and patches (strategic merge, with the merge keys of the published schemas; a custom resource is merged as JSON, its
 * lists replaced whole). What it does not know it refuses, so that nothing is tested otherwise than it is applied;
 * kubectl-kustomize.peer.test.ts compares the two.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'
import { isList, isObject, type Json, mergePatch } from './merge-patch.ts'

export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
  }
  readonly [name: string]: unknown
}

interface Kustomization {
  readonly kind: string
  readonly namespace?: string
  readonly resources?: readonly string[]
  readonly components?: readonly string[]
  readonly patches?: readonly { readonly path: string; readonly target?: Target }[]
  readonly images?: readonly { readonly name: string; readonly newTag: string }[]
  readonly labels?: readonly {
    readonly pairs: Readonly<Record<string, string>>
    readonly includeTemplates?: boolean
    readonly includeSelectors?: boolean
  }[]
}

interface Target {
  readonly kind: string
  readonly labelSelector?: string
}

const known = ['apiVersion', 'kind', 'namespace', 'resources', 'components', 'patches', 'images', 'labels']
const withoutNamespace = ['Namespace']

/** All objects that `kubectl apply -k folder` would send. */
export function resolveKustomization(folder: string, before: readonly Manifest[] = []): Manifest[] {
  const file = join(folder, 'kustomization.yaml')
  const kustomization = parse(readFileSync(file, 'utf8')) as Kustomization
  const unknown = Object.keys(kustomization).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`${file}: the test's resolver does not know ${unknown.join(', ')}`)
  const own = (kustomization.resources ?? []).flatMap((path) => resource(join(folder, path)))
  let objects = [...before, ...own]
  for (const path of kustomization.components ?? [])
    objects = resolveKustomization(join(folder, path), objects)
  for (const { path, target } of kustomization.patches ?? []) {
    for (const patch of documents(join(folder, path)))
      objects = patched(objects, patch, target, join(folder, path))
  }
  return objects.map((object) => finished(object, kustomization))
}

function resource(path: string): Manifest[] {
  return statSync(path).isDirectory() ? resolveKustomization(path) : documents(path)
}

function documents(path: string): Manifest[] {
  return parseAllDocuments(readFileSync(path, 'utf8'), { merge: false }).map((document) => {
    if (document.errors[0]) throw new Error(`${path}: ${document.errors[0].message}`)
    return document.toJS() as Manifest
  })
}

function patched(
  objects: readonly Manifest[],
  patch: Manifest,
  target: Target | undefined,
  path: string,
): Manifest[] {
  const meant = (object: Manifest) =>
    target
      ? object.kind === target.kind && hasLabels(object, target.labelSelector)
      : object.kind === patch.kind && object.metadata.name === patch.metadata.name
  if (!objects.some(meant)) throw new Error(`${path} patches nothing`)
  const { $patch, metadata, ...change } = patch
  if ($patch === 'delete') return objects.filter((object) => !meant(object))
  const { name: _, ...furtherMetadata } = metadata
  const whole = { ...change, metadata: furtherMetadata } as unknown as Json
  return objects.map((object) =>
    meant(object)
      ? (mergePatch(object as unknown as Json, whole, wayOf(object)) as unknown as Manifest)
      : object,
  )
}

/** Kubernetes' own groups have no dot, or end in k8s.io. */
function wayOf({ apiVersion }: Manifest): 'strategic' | 'json' {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  return !group.includes('.') || /^(networking|policy)\.k8s\.io$/.test(group) ? 'strategic' : 'json'
}

function hasLabels({ metadata }: Manifest, selector = ''): boolean {
  return selector
    .split(',')
    .filter(Boolean)
    .every((pair) => {
      const [name = '', value] = pair.split('=')
      return metadata.labels?.[name] === value
    })
}

function finished(object: Manifest, { namespace, images = [], labels = [] }: Kustomization): Manifest {
  const tagged = withTags(object as unknown as Json, images) as unknown as Manifest
  const metadata = {
    ...tagged.metadata,
    ...(namespace !== undefined && !withoutNamespace.includes(tagged.kind) ? { namespace } : {}),
    ...(labels.length > 0
      ? { labels: Object.assign({}, tagged.metadata.labels, ...labels.map(({ pairs }) => pairs)) }
      : {}),
  }
  return withTemplateLabels({ ...tagged, metadata }, labels)
}

function withTemplateLabels(object: Manifest, labels: Kustomization['labels']): Manifest {
  const pairs = Object.assign(
    {},
    ...(labels ?? []).filter((each) => each.includeTemplates).map((each) => each.pairs),
  )
  const spec = object.spec as
    | { readonly template?: { readonly metadata?: { readonly labels?: object } } }
    | undefined
  if (!spec?.template || Object.keys(pairs).length === 0) return object
  const { template } = spec
  const metadata = { ...template.metadata, labels: { ...template.metadata?.labels, ...pairs } }
  return { ...object, spec: { ...spec, template: { ...template, metadata } } }
}

function withTags(value: Json, images: readonly { readonly name: string; readonly newTag: string }[]): Json {
  if (isList(value)) return value.map((item) => withTags(item, images))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const image =
        name === 'image' ? images.find((each) => String(inner).split(':')[0] === each.name) : undefined
      return [name, image ? `${image.name}:${image.newTag}` : withTags(inner, images)]
    }),
  )
}

/** Where the kustomizations stand. */
export const kubernetesFolder = join(dirname(new URL(import.meta.url).pathname), '..')
