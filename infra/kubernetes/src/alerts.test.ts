/** A cluster rings when compose does: the same rules, asking for labels that the pods' metrics have there too. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allServices } from '@tally/embedded/all-services'
import { localKeyManagement } from '@tally/platform'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { prometheusRule } from './prometheus-rule.ts'
import { kubernetesFolder, type Manifest, resolveKustomization } from './resolve-kustomization.ts'

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[]
  }[]
}
interface Monitor {
  readonly jobLabel: string
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> }
  readonly podMetricsEndpoints: readonly { readonly port: string }[]
}
interface Workload {
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> }
    readonly spec: {
      readonly containers: readonly { readonly ports: readonly { readonly name: string }[] }[]
    }
  }
}

const services = allServices(localKeyManagement(new Uint8Array(32))).map(({ name }) => name)
const lgtm = (file: string): unknown =>
  parse(readFileSync(join(kubernetesFolder, '../compose/lgtm', file), 'utf8'))
const inCompose = lgtm('alerts.yaml') as Rules
const component = join(kubernetesFolder, 'components/alerts')
/** The group, which has no KEDA, with the component over it; and the cell as it is. */
const places = [
  {
    place: 'overlays/group with components/alerts',
    objects: resolveKustomization(component, resolveKustomization(join(kubernetesFolder, 'overlays/group'))),
  },
  { place: 'overlays/cell', objects: resolveKustomization(join(kubernetesFolder, 'overlays/cell')) },
]
const specOf = <Spec>(objects: readonly Manifest[], kind: string): Spec =>
  (objects.find((object) => object.kind === kind)?.spec ?? expect.fail(`there is no ${kind}`)) as Spec

it.each(places)('$place: the rules are those of compose, each of them', ({ objects }) => {
  expect(specOf<Rules>(objects, 'PrometheusRule')).toEqual(inCompose)
  expect(inCompose.groups.flatMap(({ rules }) => rules).length).toBeGreaterThan(15)
})

it('the file of rules is what is made of compose’s', () => {
  expect(readFileSync(join(component, 'prometheus-rule.yaml'), 'utf8')).toBe(prometheusRule())
})

it.each(places)(
  '$place: the job is called as the rules call it, for the pods of each service',
  ({ objects }) => {
    const monitor = specOf<Monitor>(objects, 'PodMonitor')
    const named = inCompose.groups
      .flatMap(({ rules }) => rules)
      .flatMap(({ expr }) => [...expr.matchAll(/\bjob="([^"]+)"/g)].map(([, job]) => job))
    const { scrape_configs: jobs } = lgtm('prometheus.yaml') as { scrape_configs: { job_name: string }[] }
    expect(jobs.map(({ job_name: job }) => job)).toEqual([...new Set(named)])
    const pods = objects
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ spec }) => (spec as Workload).template)
    expect(pods).toHaveLength(services.length)
    for (const { metadata, spec } of pods) {
      expect(metadata.labels[monitor.jobLabel]).toBe(named[0])
      expect(metadata.labels).toMatchObject(monitor.selector.matchLabels)
      const ports = spec.containers.flatMap((container) => container.ports.map(({ name }) => name))
      expect(ports).toEqual(monitor.podMetricsEndpoints.map(({ port }) => port))
    }
  },
)

it('a service that is not there at all is missed, each by its name', () => {
  const [gone] = inCompose.groups.flatMap(({ rules }) => rules.filter(({ alert }) => alert === 'TallyGone'))
  const parts = (gone?.expr ?? '').split(/\s+or\s+/)
  expect(parts).toEqual(
    services.toSorted().map((name) => `absent(tally_outbox_unpublished{service="${name}"})`),
  )
})
