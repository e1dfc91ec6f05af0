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
    return role !== 'operator' && table[role].some((pattern) => pattern.test(name))
  })
  expect([...feature.roles].sort()).toEqual([...allowed].sort())
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
