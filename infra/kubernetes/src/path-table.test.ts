/** One origin before six services: each of their routes reaches the one that has it, by the Ingress and by the HTTPRoutes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allServices } from '@tally/embedded/all-services'
import { httpFeatures, localKeyManagement, sharedRoutes } from '@tally/platform'
import { expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { pathsOfAll } from './http-routes.ts'
import { pathTable } from './path-table.ts'
import { kubernetesFolder } from './resolve-kustomization.ts'

const routes = allServices(localKeyManagement(new Uint8Array(32))).flatMap((service) =>
  httpFeatures(service).map(({ path }) => ({
    service: service.name,
    // An id of ours, an EMR's with a dot and a dash, and one that looks like another route's last word.
    asked: ['enc_7Q', 'V-2026.11', 'timeline'].map((id) =>
      path.replaceAll(/(?<!:):[A-Za-z]+/g, id).replaceAll('::', ':'),
    ),
  })),
)
const asked = routes.flatMap(({ service, asked: paths }) => paths.map((path) => ({ service, path })))

interface Backend {
  readonly service: { readonly name: string }
}
interface IngressSpec {
  readonly defaultBackend: Backend
  readonly rules: readonly {
    readonly http: {
      readonly paths: readonly {
        readonly path: string
        readonly pathType: string
        readonly backend: Backend
      }[]
    }
  }[]
}

/** All backends whose path matches, by the rules of the Ingress API; more than one would be a question of precedence. */
function byIngress({ rules, defaultBackend }: IngressSpec, path: string): string[] {
  const found = (rules[0]?.http.paths ?? []).filter((rule) => {
    if (rule.pathType === 'Exact') return path === rule.path
    if (rule.pathType === 'Prefix') return isUnder(path, rule.path)
    return new RegExp(`^(?:${rule.path})`).test(path)
  })
  return found.length === 0 ? [defaultBackend.service.name] : found.map(({ backend }) => backend.service.name)
}

function isUnder(path: string, prefix: string): boolean {
  return prefix === '/' || path === prefix || path.startsWith(`${prefix}/`)
}

const ingress: IngressSpec = parse(readFileSync(join(kubernetesFolder, 'base/ingress.yaml'), 'utf8')).spec

it('every route of every service is one path of the Ingress, and its service’s', () => {
  expect(asked.length).toBeGreaterThan(150)
  const wrong = asked.filter(({ service, path }) => byIngress(ingress, path).join() !== service)
  expect(wrong).toEqual([])
})

it('what every service answers, and what none does, goes to insight', () => {
  const paths = [
    ...httpFeatures(sharedRoutes).map(({ path }) => path),
    '/openapi.json',
    '/docs',
    '/metrics',
    '/health/live',
    '/nowhere',
  ]
  expect(paths.flatMap((path) => byIngress(ingress, path))).toEqual(paths.map(() => 'insight'))
})

interface Match {
  readonly path: { readonly type: string; readonly value: string }
  readonly queryParams?: readonly { readonly name: string; readonly value: string }[]
}

const matches = parseAllDocuments(
  readFileSync(join(kubernetesFolder, 'components/gateway/http-routes.yaml'), 'utf8'),
).flatMap((document) => {
  const { spec } = document.toJS()
  const [rule] = spec.rules
  return (rule.matches as Match[]).map((match) => ({ match, service: String(rule.backendRefs[0].name) }))
})

/** The Gateway API's precedence: an exact path, then the longest prefix, then the most query parameters. */
function byGateway(path: string, service?: string): string | undefined {
  const fits = matches.filter(({ match }) => {
    const { type, value } = match.path
    const here =
      type === 'Exact'
        ? path === value
        : type === 'PathPrefix'
          ? isUnder(path, value)
          : new RegExp(value).test(path)
    return here && (match.queryParams ?? []).every((wanted) => wanted.value === service)
  })
  const rank = ({ match }: (typeof matches)[number]) =>
    match.path.value.length * 10 +
    (match.path.type === 'Exact' ? 10_000 : 0) +
    (match.queryParams?.length ?? 0)
  return fits.sort((a, b) => rank(b) - rank(a))[0]?.service
}

it('every route reaches its service by the HTTPRoutes', () => {
  expect(asked.filter(({ service, path }) => byGateway(path) !== service)).toEqual([])
})

it('what every service answers goes to the one that the query names, else to insight', () => {
  const lists = httpFeatures(sharedRoutes).filter(({ method }) => method === 'GET')
  expect(pathsOfAll).toEqual(expect.arrayContaining(lists.map(({ path }) => path)))
  for (const path of pathsOfAll) {
    expect(byGateway(path)).toBe('insight')
    for (const { service } of routes) expect(byGateway(path, service), `${path} of ${service}`).toBe(service)
  }
  expect(byGateway('/v1/parked-messages/par_1/replay', 'era-posting')).toBe('era-posting')
  expect(byGateway('/docs')).toBe('insight')
})

it('a family of one service is a prefix, a shared one is written out, and no path has two owners', () => {
  const table = pathTable([
    { service: 'claims', paths: ['/v1/claims', '/v1/claims/:id', '/v1/checks::batch', '/v1/visits/:id'] },
    { service: 'insight', paths: ['/v1/visits/:id/timeline', '/v1/visits'] },
  ])
  expect(table).toEqual([
    { service: 'claims', kind: 'prefix', path: '/v1/checks:batch' },
    { service: 'claims', kind: 'prefix', path: '/v1/claims' },
    { service: 'insight', kind: 'exact', path: '/v1/visits' },
    { service: 'claims', kind: 'pattern', path: '/v1/visits/[^/]+' },
    { service: 'insight', kind: 'pattern', path: '/v1/visits/[^/]+/timeline' },
  ])
  const both = [
    { service: 'claims', paths: ['/v1/visits/:id'] },
    { service: 'insight', paths: ['/v1/visits/:visitId'] },
  ]
  expect(() => pathTable(both)).toThrow('/v1/visits/[^/]+ is answered by claims and by insight')
})
