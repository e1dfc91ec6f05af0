/**
 * A patch laid over an object as kustomize lays it. `strategic`, for Kubernetes' own kinds: lists whose items have a name are merged
 * by it, by the merge keys of the published schemas. `json`, for custom resources: a list is replaced whole. Null takes a field away.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export type Way = 'strategic' | 'json'

/** The `x-kubernetes-patch-merge-key` of the lists that ours patch; any other list is replaced. */
const mergeKeys: Readonly<Record<string, string>> = {
  ...{ containers: 'name', initContainers: 'name', env: 'name', volumes: 'name', volumeMounts: 'mountPath' },
  ...{ ports: 'containerPort', topologySpreadConstraints: 'topologyKey' },
}

export function mergePatch(old: Json | undefined, change: Json, way: Way, field = ''): Json {
  if (isList(change)) {
    const key = way === 'strategic' ? mergeKeys[field] : undefined
    return key !== undefined && isList(old) ? mergedLists(old, change, key, way) : change
  }
  if (!isObject(change)) return change
  const result: Record<string, Json> = isObject(old) ? { ...old } : {}
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete result[name]
    else result[name] = mergePatch(result[name], value, way, name)
  }
  return result
}

/** What the patch names stands first, in its order, as kustomize puts it. */
function mergedLists(old: readonly Json[], change: readonly Json[], key: string, way: Way): Json[] {
  const keyOf = (item: Json) => (isObject(item) ? item[key] : undefined)
  const named = change.map((item) =>
    mergePatch(
      old.find((other) => keyOf(other) === keyOf(item)),
      item,
      way,
    ),
  )
  return [...named, ...old.filter((item) => !change.some((other) => keyOf(other) === keyOf(item)))]
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value)
}
