/**
 * The pods of overlays/group without a cluster: what migrates, what waits for it and the six services as processes, each with the
 * arguments and the environment of its container and with the files that its volumes give it, no other. So a service's pod shows that it
 * does without the database's owner and the operator's key. Only addresses, ports and folders are the test's own.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KafkaOfItsOwn, kafkaOfItsOwn } from '@tally/embedded/kafka-of-its-own'
import { newPort } from '@tally/embedded/remembered-port'
import { kubernetesFolder, resolveKustomization } from '@tally/kubernetes/resolve-kustomization'
import { testSecret } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { repository } from './compose-file.ts'
import {
  addressOf,
  onServer,
  programEnds,
  type RunningProgram,
  startProgram,
  statusOf,
} from './test-programs.ts'

const named = z.looseObject({ name: z.string(), value: z.string() })
const container = z.looseObject({
  name: z.string(),
  args: z.array(z.string()),
  env: z.array(named),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
  startupProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }).optional(),
})
const secret = z.looseObject({
  secretName: z.string(),
  items: z.array(z.object({ key: z.string(), path: z.string() })).optional(),
})
const podSpec = z.looseObject({
  initContainers: z.array(container).default([]),
  containers: z.array(container).length(1),
  volumes: z.array(z.looseObject({ name: z.string(), secret: secret.optional() })),
})
const workload = z.looseObject({ template: z.looseObject({ spec: podSpec }) })
type Container = z.infer<typeof container>

const pods = resolveKustomization(join(kubernetesFolder, 'overlays/group'))
  .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
  .map(({ kind, metadata, spec }) => ({
    ...{ kind, name: metadata.name, pod: workload.parse(spec).template.spec },
  }))
const services = pods.filter(({ kind }) => kind === 'Deployment')

const server = process.env.TEST_DATABASE_URL ?? ''
const database = `tally_pods_${randomBytes(6).toString('hex')}`
/** The Secrets that README.md has made, and CloudNativePG's. The roles belong to the test's server, where other tests use them too. */
const secrets: Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>> = {
  'tally-keys': {
    'master.key': randomBytes(32),
    'roles.key': testSecret,
    'operator.key': 'the-operator-key-of-pods-which-is-long',
  },
  'tally-postgres-app': { uri: addressOf(server || 'postgres://none', database).toString() },
}
const running = new Map<string, { readonly program: RunningProgram; readonly port: number }>()
let folder = ''
let kafka: KafkaOfItsOwn

describe.skipIf(!process.env.TEST_KAFKA_BROKERS)('the pods of overlays/group, as processes', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tally-pods-'))
    kafka = await kafkaOfItsOwn()
    await onServer(server, `create database ${database}`)
  })

  afterAll(async () => {
    for (const { program } of running.values()) program.child.kill('SIGKILL')
    await kafka.stop()
    await onServer(server, `drop database if exists ${database} with (force)`)
    rmSync(folder, { recursive: true })
  })

  it('a pod’s first container waits for the Job, holding two keys, and ends when it has migrated or when it is told to', {
    timeout: 240_000,
  }, async () => {
    // The others have the same program.
    const waiting = await Promise.all(
      services.slice(0, 2).map(async ({ name, pod }) => {
        const { program } = await start(name, pod.initContainers[0])
        return { name, program, ended: programEnds(program), files: filesOf(name, pod.initContainers[0]) }
      }),
    )
    for (const { program, files } of waiting) {
      expect(files).toEqual(['master.key', 'roles.key'])
      await expect.poll(() => program.said(), { timeout: 90_000 }).toMatch(/^Waiting\. The database /)
    }
    const [left, stays] = waiting
    left?.program.child.kill('SIGTERM')
    expect(await left?.ended).toMatchObject({ code: 1 })
    const job = pods.find(({ kind }) => kind === 'Job') ?? expect.fail('there is no Job')
    const { program: migrating } = await start('migrate', job.pod.containers[0])
    expect(await programEnds(migrating)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^[1-9]\d* migrations applied/),
    })
    expect(await stays?.ended).toMatchObject({
      code: 0,
      said: expect.stringContaining(`\nThe database has what ${stays?.name} needs.\n`),
    })
  })

  it('six services are ready, holding two keys and an address without a user', {
    timeout: 120_000,
  }, async () => {
    expect(services).toHaveLength(6)
    for (const { name, pod } of services) running.set(name, await start(name, pod.containers[0]))
    for (const { name, pod } of services) {
      const { program, port } = running.get(name) ?? expect.fail(`${name} does not run`)
      const probe = pod.containers[0]?.startupProbe?.httpGet.path
      const address = `http://127.0.0.1:${port}${probe}`
      await expect.poll(() => statusOf(program, address), { timeout: 90_000 }).toBe(200)
      expect(filesOf(name, pod.containers[0])).toEqual(['master.key', 'roles.key'])
    }
    for (const [name, { program }] of running) {
      program.child.kill('SIGTERM')
      if (program.child.exitCode === null) await once(program.child, 'exit')
      expect([name, program.child.exitCode, program.child.signalCode]).toEqual([name, 0, null])
    }
  })
})

/** What its volumes gave it. */
function filesOf(pod: string, container: Container | undefined): string[] {
  const files = readdirSync(join(folder, pod, container?.name ?? ''), {
    recursive: true,
    withFileTypes: true,
  })
  return files.filter((each) => each.isFile()).map((each) => each.name)
}

async function start(pod: string, container: Container | undefined) {
  const { name, args, env, volumeMounts } = container ?? expect.fail(`${pod} has no container`)
  const [file = '', ...more] = args
  const root = join(folder, pod, name)
  for (const { name: volume, mountPath } of volumeMounts) fill(join(root, mountPath), pod, volume)
  const mounted = volumeMounts.map(({ mountPath }) => mountPath)
  const port = await newPort()
  const cwd = join(root, 'tally')
  mkdirSync(cwd, { recursive: true })
  const at = (value: string) => {
    const mount = mounted.find((path) => value.startsWith(`${path}/`))
    return mount === undefined ? value : join(root, value)
  }
  const withoutUser = Object.assign(addressOf(server, database), { username: '', password: '' })
  const here: Readonly<Record<string, string>> = {
    'postgres://tally-postgres-rw:5432/tally': withoutUser.toString(),
    'tally-kafka-bootstrap:9092': kafka.brokers,
    '4000': String(port),
  }
  const environment = Object.fromEntries(
    env.map(({ name: variable, value }) => [variable, here[value] ?? at(value)]),
  )
  const program = startProgram([join(repository, file), ...more], { cwd, env: environment })
  return { program, port }
}

/** Writes what the pod's volume holds into the folder where a container has it. */
function fill(path: string, pod: string, volume: string): void {
  mkdirSync(path, { recursive: true })
  const volumes = pods.find(({ name }) => name === pod)?.pod.volumes ?? []
  const { secret: held } = volumes.find(({ name }) => name === volume) ?? expect.fail(`no volume ${volume}`)
  if (!held) return
  const keys = secrets[held.secretName] ?? expect.fail(`no Secret ${held.secretName}`)
  const items = held.items ?? Object.keys(keys).map((key) => ({ key, path: key }))
  for (const { key, path: file } of items)
    writeFileSync(join(path, file), keys[key] ?? expect.fail(`no key ${key}`))
}
