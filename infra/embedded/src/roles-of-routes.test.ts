import { readFileSync } from 'node:fs'
import { httpFeatures, localKeyManagement, type Role, roles, sharedRoutes } from '@tally/platform'
import { describe, expect, it } from 'vitest'
import { allServices } from './all-services.ts'

const features = [
  ...allServices(localKeyManagement(new Uint8Array(32))).flatMap(httpFeatures),
  ...httpFeatures(sharedRoutes),
]
const ofPractice = features.filter(({ access }) => access === 'practice')
const nameOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`

/** The role table of the design note api.md, as the routes that a role may ask beside what its neighbours may. */
const eligibility =
  /^\w+ \/v1\/(eligibility-checks|patients\/:\w+\/(coverages|benefits)|authorizations|episodes|visits|missing-encounters)/
const table: Readonly<Record<Exclude<Role, 'biller' | 'owner' | 'auditor' | 'operator'>, readonly RegExp[]>> =
  {
    emr: [
      /^(POST|PUT|GET) \/v1\/encounters(::batch)?(\/:\w+(\/void|\/timeline)?)?$/,
      /^\w+ \/v1\/(visits|episodes|patients\/:\w+\/coverages|estimates)/,
      /^GET \/v1\/events$/,
    ],
    'front-desk': [eligibility, /^\w+ \/v1\/estimates/],
    clinician: [/^GET \/v1\/encounters/, /^POST \/v1\/encounters\/:\w+\/release$/],
  }

/**
 * What a second person decides, what shuts the books, who did what, and where the practice's events go with a secret: a biller
 * asks, the owner does.
 */
const ownersAlone = [
  /^GET \/v1\/audit$/,
  /^POST \/v1\/payments\/:\w+\/(agree|reject)$/,
  /^POST \/v1\/ledger\/closings$/,
  /^(POST|PATCH|DELETE) \/v1\/webhook-endpoints/,
]

it.each(ofPractice.map((feature) => [nameOf(feature), feature] as const))('%s', (name, feature) => {
  const allowed = roles.filter((role) => {
    if (role === 'biller') return !ownersAlone.some((pattern) => pattern.test(name))
    if (role === 'owner') return true
    if (role === 'auditor') return feature.method === 'GET'
    // He is shown the installation's own entries, and no practice's.
    if (role === 'operator') return name === 'GET /v1/audit'
    return table[role].some((pattern) => pattern.test(name))
  })
  expect([...feature.roles].sort()).toEqual([...allowed].sort())
})

describe('README.md', () => {
  const who: Readonly<Record<string, readonly Role[]>> = {
    ...{ 'an EMR': ['emr'], 'a front desk': ['front-desk'], 'a biller': ['biller'], 'an owner': ['owner'] },
    ...{ 'an owner, an auditor': ['owner', 'auditor'], 'an operator': ['operator'] },
    'a program that follows': ['emr'],
  }
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const [, rows = ''] = /^\| Who +\| Routes +\|\n\|[ -|]+\n((?:\|.*\n)+)/m.exec(readme) ?? []
  const promised = rows.split('\n').flatMap((row) => {
    const [, name = '', routes = ''] = row.split('|').map((cell) => cell.trim())
    const named = routes.matchAll(/`(?:(GET|POST|PUT) )?(\/v1\/[^`?…]*[^`?…/])/g)
    return [...named].flatMap(([, method, path = '']) =>
      (who[name] ?? []).map((role) => [role, method ?? 'any', path] as const),
    )
  })

  it('has the table of who may ask what', () => {
    expect(promised.length).toBeGreaterThan(20)
  })

  it.each(promised)('promises the role %s what it may ask: %s %s', (role, method, path) => {
    const template = path.replaceAll(/\{\w+\}/g, ':id')
    const promisedTo = features.filter(
      (feature) =>
        feature.roles.includes(role) &&
        (method === 'any' || feature.method === method) &&
        feature.path.replaceAll(/:\w+/g, ':id').startsWith(template),
    )
    expect(promisedTo).not.toEqual([])
  })
})

describe('what belongs to no practice', () => {
  it('is the operator’s, keys also an owner’s, and a trace also of whoever reads timelines', () => {
    const timeline = features.find(({ path }) => path.endsWith('/timeline'))?.roles ?? []
    for (const feature of features.filter(
      ({ access }) => access === 'operator' || access === 'installation',
    )) {
      const also = feature.path.startsWith('/v1/api-keys')
        ? ['owner']
        : feature.path.startsWith('/v1/traces')
          ? timeline
          : []
      expect([nameOf(feature), [...feature.roles].sort()]).toEqual([
        ...[nameOf(feature), ['operator', ...also].sort()],
      ])
    }
  })
})
