import { httpFeatures, localKeyManagement, sharedRoutes } from '@tally/platform'
import { describe, expect, it } from 'vitest'
import { serviceOf, uriRules } from './caddy-paths.ts'
import { deployedServices } from './deployed-services.ts'

const services = deployedServices(localKeyManagement(new Uint8Array(32)))
const rules = uriRules(
  services.map((service) => ({
    service: service.name,
    paths: httpFeatures(service).map(({ path }) => path),
  })),
)

/** As an EMR with awkward ids sends it. */
const filled = (path: string) => path.replaceAll(/(?<!:):[A-Za-z]+/g, 'A%2F1.2%3Fx').replaceAll('::', ':')

describe('the path table of Caddy', () => {
  const routes = services.flatMap((service) =>
    httpFeatures(service).map(({ method, path }) => [`${method} ${path}`, path, service.name] as const),
  )

  it.each(routes)('%s goes to the one service that answers it', (_, path, service) => {
    const queries = ['', '?limit=1', '?limit=1&service=era-posting', '?x=/timeline', '?x=/v1/events']
    for (const query of queries) {
      const claiming = rules.filter(({ pattern }) => new RegExp(pattern).test(filled(path) + query))
      expect([query, claiming.map(({ service: name }) => name)]).toEqual([query, [service]])
    }
  })

  const paths = ['/metrics', '/health/live', '/health/ready', '/openapi.json']
  const shared = [...paths, ...httpFeatures(sharedRoutes).map(({ path }) => path)]

  it.each(shared)('%s goes to the service that the query names, else to insight', (path) => {
    for (const { name } of services) {
      expect(serviceOf(rules, `${filled(path)}?service=${name}`)).toBe(name)
      expect(serviceOf(rules, `${filled(path)}?after=5&service=${name}&limit=2`)).toBe(name)
    }
    expect(serviceOf(rules, filled(path))).toBe('insight')
    expect(serviceOf(rules, `${filled(path)}?service=somewhere.else`)).toBe('insight')
    expect(serviceOf(rules, `${filled(path)}?otherservice=eligibility`)).toBe('insight')
  })

  it('what nobody answers goes to insight, which says so', () => {
    for (const path of ['/', '/v1/claimsX', '/v2/claims', '/docs', '/v1/encounters//timeline'])
      expect(serviceOf(rules, path)).toBe('insight')
  })
})
