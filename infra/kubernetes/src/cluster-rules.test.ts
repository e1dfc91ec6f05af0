/** What no schema knows: that the parts fit each other, the services and the numbers of docs/scale.md. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { eventCatalog } from '@tally/contracts'
import { allServices } from '@tally/embedded/all-services'
import { localKeyManagement } from '@tally/platform'
import { expect, it } from 'vitest'
import { kubernetesFolder, type Manifest, resolveKustomization } from './resolve-kustomization.ts'

const services = allServices(localKeyManagement(new Uint8Array(32))).map(({ name }) => name)
const sizes = ['group', 'cell'].map((size) => ({
  size,
  objects: resolveKustomization(join(kubernetesFolder, 'overlays', size)),
  stores: resolveKustomization(join(kubernetesFolder, 'overlays', size, 'stores')),
}))

interface Container {
  readonly name: string
  readonly image: string
  readonly args: readonly string[]
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly resources: { readonly requests?: object; readonly limits?: object }
  readonly securityContext: object
  readonly volumeMounts: readonly {
    readonly name: string
    readonly mountPath: string
    readonly readOnly?: boolean
  }[]
}
interface PodSpec {
  readonly automountServiceAccountToken: boolean
  readonly securityContext: object
  readonly terminationGracePeriodSeconds?: number
  readonly initContainers?: readonly Container[]
  readonly containers: readonly Container[]
  readonly volumes: readonly Volume[]
}
interface Volume {
  readonly name: string
  readonly secret?: { readonly secretName: string; readonly items?: readonly { readonly key: string }[] }
  readonly emptyDir?: object
}
interface Workload {
  readonly replicas?: number
  readonly template: {
    readonly metadata: { readonly labels: Record<string, string> }
    readonly spec: PodSpec
  }
}

const of = <Spec>(objects: readonly Manifest[], kind: string) =>
  objects
    .filter((object) => object.kind === kind)
    .map(({ metadata, spec }) => ({ metadata, spec: spec as Spec }))
const podsOf = (objects: readonly Manifest[]) =>
  [...of<Workload>(objects, 'Deployment'), ...of<Workload>(objects, 'Job')].map(
    ({ spec }) => spec.template.spec,
  )
const containersOf = (pod: PodSpec) => [...(pod.initContainers ?? []), ...pod.containers]

it.each(sizes)(
  '$size: a Deployment, a Service and a disruption budget for each service, and nothing else',
  ({ objects }) => {
    for (const kind of ['Deployment', 'Service', 'PodDisruptionBudget']) {
      expect(
        of(objects, kind)
          .map(({ metadata }) => metadata.name)
          .sort(),
        kind,
      ).toEqual([...services].sort())
    }
    expect(objects.every(({ metadata }) => metadata.namespace === 'tally')).toBe(true)
  },
)

it.each(sizes)(
  '$size: pods are as the restricted profile wants them, on a root that nobody writes',
  ({ objects }) => {
    const pods = podsOf(objects)
    expect(pods).toHaveLength(7)
    for (const pod of pods) {
      expect(pod.automountServiceAccountToken).toBe(false)
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      })
      for (const container of containersOf(pod)) {
        expect(container.securityContext).toEqual({
          ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
          capabilities: { drop: ['ALL'] },
        })
        expect(Object.keys(container.resources.requests ?? {}).sort()).toEqual(['cpu', 'memory'])
        expect(container.resources.limits).toHaveProperty('memory')
      }
    }
  },
)

/** What packages/platform/src/config.ts reads. */
const settings = [
  ...['DATABASE_URL', 'DATABASE_URL_FILE', 'KAFKA_BROKERS', 'OTEL_SERVICE_NAME', 'TALLY_LOG'],
  ...['TALLY_DATABASE_VOLUME', 'TALLY_MASTER_KEY_FILE', 'TALLY_OPERATOR_KEY_FILE', 'TALLY_PORT'],
  ...['TALLY_ROLES_KEY_FILE', 'TALLY_TRUSTED_PROXIES'],
]

it.each(sizes)(
  '$size: every container runs a program of the image with settings that there are',
  ({ objects }) => {
    for (const pod of podsOf(objects)) {
      for (const { image, args, env, volumeMounts } of containersOf(pod)) {
        expect(image).toMatch(/^tally:/)
        expect(settings).toEqual(expect.arrayContaining(env.map(({ name }) => name)))
        expect(new Set(env.map(({ name }) => name)).size).toBe(env.length)
        for (const { name, value } of env.filter((each) => each.name.endsWith('_FILE'))) {
          const mounted = volumeMounts.some(
            ({ mountPath, readOnly }) => readOnly && value.startsWith(`${mountPath}/`),
          )
          expect(mounted, `${name}=${value}`).toBe(true)
        }
        const volumes = pod.volumes.map(({ name }) => name)
        expect(volumes).toEqual(expect.arrayContaining(volumeMounts.map(({ name }) => name)))
        const [program = ''] = args
        expect(program).toMatch(/^(services|infra\/deploy)\//)
        expect(existsSync(join(kubernetesFolder, '../..', program)), program).toBe(true)
      }
    }
  },
)

const places = [
  { place: 'base', objects: resolveKustomization(join(kubernetesFolder, 'base')), owner: 'tally-database' },
  ...sizes.map(({ size, objects }) => ({ place: size, objects, owner: 'tally-postgres-app' })),
]

it.each(places)(
  '$place: the database’s owner and the operator’s key are in the pod of what migrates, in none of a service',
  ({ objects, owner }) => {
    const keysOfService = ['tally-keys/master.key', 'tally-keys/roles.key']
    for (const { metadata, spec } of of<Workload>(objects, 'Deployment')) {
      const pod = spec.template.spec
      // Mounted or not.
      expect(pod.volumes.flatMap(keysIn).sort(), metadata.name).toEqual(keysOfService)
      const sees = containersOf(pod).map((container) => [container.name, secretsSeenBy(container, pod)])
      expect(sees, metadata.name).toEqual([
        ['until-migrated', keysOfService],
        ['service', keysOfService],
      ])
      for (const { env } of containersOf(pod)) {
        const { username, password } = new URL(env.find(({ name }) => name === 'DATABASE_URL')?.value ?? '')
        expect([username, password], metadata.name).toEqual(['', ''])
      }
    }
    const [job] = of<Workload>(objects, 'Job')
    const pod = job?.spec.template.spec ?? expect.fail('there is no Job')
    const all = [`${owner}/*`, 'tally-keys/*'].sort()
    expect(pod.containers.map((container) => secretsSeenBy(container, pod))).toEqual([all])
  },
)

/** `secret/key`, or `secret/*` for all of its keys. What comes some other way than by a mounted Secret fails. */
function secretsSeenBy({ env, volumeMounts, ...container }: Container, pod: PodSpec): string[] {
  expect(container).not.toHaveProperty('envFrom')
  for (const variable of env) expect(Object.keys(variable)).toEqual(['name', 'value'])
  return volumeMounts
    .flatMap(({ name }) =>
      keysIn(pod.volumes.find((volume) => volume.name === name) ?? expect.fail(`there is no volume ${name}`)),
    )
    .sort()
}

function keysIn({ name, secret, emptyDir }: Volume): string[] {
  if (emptyDir) return []
  if (!secret) return expect.fail(`${name} is neither a Secret nor empty`)
  return (secret.items ?? [{ key: '*' }]).map(({ key }) => `${secret.secretName}/${key}`)
}

it.each(sizes)(
  '$size: the address of the database is that of the Postgres beside it',
  ({ objects, stores }) => {
    const [postgres] = of<unknown>(stores, 'Cluster')
    const said = of<Workload>(objects, 'Deployment').map(
      ({ spec }) => spec.template.spec.containers[0]?.env.find(({ name }) => name === 'DATABASE_URL')?.value,
    )
    const address = `postgres://${postgres?.metadata.name}-rw:5432/tally`
    expect(said).toEqual(services.map(() => address))
  },
)

it('base: strangers are told apart by the address that the proxy saw, not all counted as the proxy', () => {
  const deployments = of<Workload>(resolveKustomization(join(kubernetesFolder, 'base')), 'Deployment')
  const believed = deployments.map(
    ({ spec }) =>
      spec.template.spec.containers[0]?.env.find(({ name }) => name === 'TALLY_TRUSTED_PROXIES')?.value,
  )
  expect(believed).toEqual(services.map(() => 'uniquelocal'))
})

it.each(sizes)(
  '$size: a service starts when the Job has migrated for it, in the same database',
  ({ objects }) => {
    const [job] = of<Workload>(objects, 'Job')
    expect(job?.spec.template.spec.containers.map(({ args }) => args)).toEqual([
      ['infra/deploy/src/migrate.ts'],
    ])
    for (const { metadata, spec } of of<Workload>(objects, 'Deployment')) {
      const { initContainers: [waiting] = [], containers } = spec.template.spec
      expect(waiting?.args).toEqual(['infra/deploy/src/wait-until-migrated.ts', metadata.name])
      expect(containers[0]?.args).toEqual([`services/${metadata.name}/src/main.ts`])
      expect(containers[0]?.env).toEqual(expect.arrayContaining([...(waiting?.env ?? [])]))
    }
  },
)

it.each(sizes)('$size: labels that are asked for are labels that pods have', ({ objects }) => {
  const pods = of<Workload>(objects, 'Deployment').map(({ spec }) => spec.template.metadata.labels)
  const services = of<{ readonly selector: Record<string, string> }>(objects, 'Service').map(
    ({ spec }) => spec.selector,
  )
  const budgets = of<{ readonly selector: { readonly matchLabels: Record<string, string> } }>(
    objects,
    'PodDisruptionBudget',
  )
  for (const selector of [...services, ...budgets.map(({ spec }) => spec.selector.matchLabels)]) {
    const chosen = pods.filter((labels) =>
      Object.entries(selector).every(([name, value]) => labels[name] === value),
    )
    expect(chosen, JSON.stringify(selector)).toHaveLength(1)
  }
  expect(pods.every((labels) => labels['tally/member'] === 'service')).toBe(true)
})

interface Topic {
  readonly partitions: number
  readonly replicas: number
  readonly config: { readonly 'retention.ms': number }
}

it.each(sizes)(
  '$size: the topics are those of the catalogue, kept for ever, and a week of parked notices',
  ({ stores }) => {
    const said = [...new Set(eventCatalog.map(({ event }) => event.topic.name))]
    const topics = of<Topic>(stores, 'KafkaTopic')
    const parked = services.map((service) => `${service}.parked`)
    expect(topics.map(({ metadata }) => metadata.name).sort()).toEqual([...said, ...parked].sort())
    for (const { metadata, spec } of topics) {
      const isParked = metadata.name.endsWith('.parked')
      expect(spec.config['retention.ms'], metadata.name).toBe(isParked ? 7 * 86_400_000 : -1)
      expect(spec.replicas).toBe(3)
      if (isParked) expect(spec.partitions).toBe(1)
    }
    const counts = new Set(
      topics.filter(({ metadata }) => !metadata.name.endsWith('.parked')).map(({ spec }) => spec.partitions),
    )
    expect(counts.size).toBe(1)
  },
)

interface Scaled {
  readonly scaleTargetRef: { readonly name: string }
  readonly minReplicaCount: number
  readonly maxReplicaCount: number
  readonly triggers: readonly { readonly type: string; readonly metadata: Record<string, string> }[]
}

it.each(sizes)(
  '$size: no service has more instances than partitions, and one surging more than connections',
  ({ objects, stores }) => {
    const [topic] = of<Topic>(stores, 'KafkaTopic').filter(
      ({ metadata }) => !metadata.name.endsWith('.parked'),
    )
    const scaled = of<Scaled>(objects, 'ScaledObject')
    let connections = forOthers
    for (const { metadata, spec } of of<Workload>(objects, 'Deployment')) {
      const own = scaled.find(({ spec: each }) => each.scaleTargetRef.name === metadata.name)
      expect(own === undefined ? spec.replicas : own.spec.minReplicaCount).toBe(2)
      // Who applies it again leaves the autoscaler's number alone.
      if (own) expect(spec.replicas).toBeUndefined()
      const most = own?.spec.maxReplicaCount ?? spec.replicas ?? 1
      expect(most).toBeLessThanOrEqual(topic?.spec.partitions ?? 0)
      connections += (most + 1) * (metadata.name === 'charge-capture' ? 13 : connectionsOfInstance)
    }
    const [postgres] = of<{ readonly postgresql: { readonly parameters: Record<string, string> } }>(
      stores,
      'Cluster',
    )
    const allowed = Number(postgres?.spec.postgresql.parameters.max_connections)
    expect(connections).toBeLessThanOrEqual(allowed)
  },
)

/** packages/platform/src/host.ts: api 3, worker 3, keys 1, session 1; charge-capture has 8 of the first. */
const connectionsOfInstance = 8
/** Migration, the operator, replication, and ten for people and programs of the installation. */
const forOthers = 20

it.each(sizes)('$size: each service knows how large the volume of its database is', ({ objects, stores }) => {
  const [postgres] = of<{ readonly storage: { readonly size: string } }>(stores, 'Cluster')
  const said = of<Workload>(objects, 'Deployment').map(
    ({ spec }) =>
      spec.template.spec.containers[0]?.env.find(({ name }) => name === 'TALLY_DATABASE_VOLUME')?.value,
  )
  expect(said).toEqual(services.map(() => postgres?.spec.storage.size))
})

it('the cell scales each service by its own seconds behind', () => {
  const { objects } = sizes.find(({ size }) => size === 'cell') ?? { objects: [] }
  const scaled = of<Scaled>(objects, 'ScaledObject')
  expect(scaled.map(({ spec }) => spec.scaleTargetRef.name).sort()).toEqual([...services].sort())
  for (const { metadata, spec } of scaled) {
    const [trigger] = spec.triggers
    expect(trigger?.type).toBe('prometheus')
    expect(trigger?.metadata.query).toBe(
      `max(max_over_time(tally_lag_seconds{service="${metadata.name}"}[2m]))`,
    )
  }
})
