/**
 * Which service answers which path, so that one origin can stand before six of them. Made from their routes. A family of
 * paths (`/v1/claims…`) that one service has alone is one prefix; a family that several share (`/v1/encounters/{id}/timeline` is
 * insight's, its siblings charge-capture's) is written route by route. No two rules match one path, so that it does not matter
 * which of them a proxy looks at first.
 */

export interface Routes {
  readonly service: string
  /** As fastify reads them: `/v1/claims/:id`. */
  readonly paths: readonly string[]
}

/** `exact` and `prefix` hold a path, whole elements of it; `pattern` a regular expression without anchors. */
export interface PathRule {
  readonly service: string
  readonly kind: 'exact' | 'prefix' | 'pattern'
  readonly path: string
}

/** In the order of their paths. Throws when two services answer one path, which no proxy could tell apart. */
export function pathTable(services: readonly Routes[]): PathRule[] {
  const routes = services.flatMap(({ service, paths }) => paths.map((path) => ({ service, path })))
  const families = Map.groupBy(routes, ({ path }) => familyOf(path))
  const rules = [...families].flatMap(([family, members]): PathRule[] => {
    const owners = new Set(members.map(({ service }) => service))
    const [only] = owners
    if (owners.size === 1 && only !== undefined)
      return [{ service: only, kind: 'prefix', path: literal(family) }]
    return members.map(({ service, path }) => ruleOf(service, path))
  })
  const known = new Map<string, PathRule>()
  for (const rule of rules) {
    const other = known.get(rule.path)
    if (other && other.service !== rule.service) {
      throw new Error(
        `${rule.path} is answered by ${other.service} and by ${rule.service}: rename one of the two.`,
      )
    }
    known.set(rule.path, rule)
  }
  return [...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The first two elements: `/v1/claims`. */
function familyOf(path: string): string {
  return path.split('/').slice(0, 3).join('/')
}

function ruleOf(service: string, path: string): PathRule {
  if (!isTemplate(path)) return { service, kind: 'exact', path: literal(path) }
  const elements = path
    .split('/')
    .map((element) => (isTemplate(element) ? '[^/]+' : quoted(literal(element))))
  return { service, kind: 'pattern', path: elements.join('/') }
}

function isTemplate(path: string): boolean {
  return /(?<!:):(?!:)/.test(path)
}

/** fastify writes a colon of the path itself twice. */
function literal(path: string): string {
  return path.replaceAll('::', ':')
}

function quoted(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
