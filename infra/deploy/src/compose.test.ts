import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allServices } from '@tally/embedded/all-services'
import { localKeyManagement } from '@tally/platform'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import {
  type Container,
  composeFile,
  composeText,
  rawCompose,
  repository,
  unusedAnchors,
} from './compose-file.ts'
import { deployedServices } from './deployed-services.ts'

const textOf = (path: string) => readFileSync(join(repository, path), 'utf8')
const compose = composeFile()
const keys = localKeyManagement(new Uint8Array(32))
const names = deployedServices(keys).map(({ name }) => name)
const containers = Object.entries(compose.services)
const ours = containers.filter(([, { image }]) => image === 'tally:latest')
const of = (name: string): Container => compose.services[name] ?? expect.fail(`there is no ${name}`)

describe('docker-compose.yml', () => {
  const judge = new Ajv2020({ strict: false, allErrors: true }).compile(
    JSON.parse(textOf('infra/compose/schemas/compose-spec.json')),
  )
  const wrongWith = (file: unknown) => (judge(file) ? [] : (judge.errors ?? []))

  it('is what the Compose Specification calls one', () => {
    expect(wrongWith(rawCompose())).toEqual([])
  })

  it('is judged: a misspelled field of a container, and a condition that there is not, are found', () => {
    const spoiled = (name: string, change: object) => {
      const file = structuredClone(rawCompose()) as { services: Record<string, object> }
      file.services[name] = { ...file.services[name], ...change }
      return wrongWith(file).map(({ instancePath }) => instancePath)
    }
    expect(spoiled('insight', { read_onyl: true })).toContain('/services/insight')
    const unknown = { postgres: { condition: 'service_helathy' } }
    expect(spoiled('insight', { depends_on: unknown })).toContain(
      '/services/insight/depends_on/postgres/condition',
    )
  })

  it('names nothing for sharing that is not shared', () => {
    expect(unusedAnchors(composeText())).toEqual([])
    expect(unusedAnchors('x: &used { a: 1 }\ny: { <<: *used, z: &unused [1] }')).toEqual(['unused'])
  })

  it('runs every service there is, each by its own program', () => {
    expect(names.toSorted()).toEqual(
      allServices(keys)
        .map(({ name }) => name)
        .toSorted(),
    )
    const programs = containers.filter(([, { command }]) => command[1]?.startsWith('services/'))
    expect(programs.map(([name, { command }]) => [name, command]).toSorted()).toEqual(
      names.map((name) => [name, ['node', `services/${name}/src/main.ts`]]).toSorted(),
    )
  })

  it('every program and every mounted file is in the repository', () => {
    const programs = ours.map(([, { command }]) => command[1] ?? '')
    const probes = containers.flatMap(
      ([, { healthcheck }]) => healthcheck?.test.filter((part) => part.endsWith('.ts')) ?? [],
    )
    const mounted = containers.flatMap(([, { volumes }]) =>
      volumes.map((volume) => volume.split(':')[0] ?? ''),
    )
    const files = [...programs, ...probes, ...mounted.filter((path) => path.startsWith('./'))]
    expect(files.filter((path) => !existsSync(join(repository, path)))).toEqual([])
    const named = mounted.filter((path) => !path.startsWith('./'))
    expect(named.toSorted()).toEqual(Object.keys(compose.volumes).toSorted())
  })

  it.each(ours)('%s cannot write but where it says, and can become nobody else', (_, container) => {
    expect(container).toMatchObject({
      ...{ read_only: true, init: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
      stop_signal: 'SIGTERM',
    })
    expect(container).not.toHaveProperty('user')
  })

  it.each(names)('%s starts after what it stands on, stops before it, and says when it is ready', (name) => {
    const { depends_on: needs, healthcheck } = of(name)
    expect(needs).toEqual({
      postgres: { condition: 'service_healthy' },
      kafka: { condition: 'service_healthy' },
      migrate: { condition: 'service_completed_successfully' },
    })
    expect(healthcheck?.test.at(-1)).toBe('http://127.0.0.1:4000/health/ready')
    expect(of('caddy').depends_on[name]).toEqual({ condition: 'service_healthy' })
  })

  it('what runs once and ends is waited for: `up --wait` takes an end that nobody waits for as a failure', () => {
    // docker/compose#9572, #10596
    const once = containers.filter(([, { restart }]) => restart !== 'unless-stopped').map(([name]) => name)
    const ends = containers.flatMap(([, { depends_on: needs }]) =>
      Object.keys(needs).filter((name) => needs[name]?.condition === 'service_completed_successfully'),
    )
    expect(once).toEqual(['migrate', 'name-clearinghouse'])
    expect([...new Set(ends)].toSorted()).toEqual(once)
  })

  it('nothing waits for itself', () => {
    const started = new Set<string>()
    const waits = ([name, { depends_on: needs }]: (typeof containers)[number]) =>
      !started.has(name) && Object.keys(needs).every((need) => started.has(need))
    for (let next = containers.find(waits); next; next = containers.find(waits)) started.add(next[0])
    expect([...started].toSorted()).toEqual(Object.keys(compose.services).toSorted())
  })

  it('of the secrets each container gets those that it must have', () => {
    const given = Object.fromEntries(containers.map(([name, { secrets }]) => [name, secrets.toSorted()]))
    expect(given).toEqual({
      ...Object.fromEntries(names.map((name) => [name, ['master.key', 'roles.key']])),
      migrate: ['database-url', 'demo-key', 'master.key', 'operator-key', 'roles.key'],
      'name-clearinghouse': ['operator-key', 'webhook-secret'],
      ...{ simulator: ['webhook-secret'], postgres: ['postgres-password'], lgtm: ['operator-key'] },
      ...{ kafka: [], caddy: [] },
    })
    for (const [name, { environment, command, secrets }] of containers) {
      const files = name === 'lgtm' ? [textOf('infra/compose/lgtm/prometheus.yaml')] : []
      const mentioned = [...Object.values(environment), ...command, ...files].flatMap((value) => {
        const [, secret] = /\/run\/secrets\/([\w.-]+)/.exec(value) ?? []
        return secret === undefined ? [] : [secret]
      })
      expect([name, mentioned.toSorted()]).toEqual([name, secrets.toSorted()])
    }
  })

  it('make-secrets.sh makes each of them once, behind a closed folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tally-secrets-'))
    const make = () =>
      spawnSync('sh', [join(repository, 'infra/compose/make-secrets.sh'), folder], { encoding: 'utf8' })
    expect(make()).toMatchObject({ status: 0, stderr: '' })
    const made = () =>
      Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]))
    const first = made()
    expect(Object.keys(first).toSorted()).toEqual(Object.keys(compose.secrets).toSorted())
    for (const [name, { file }] of Object.entries(compose.secrets))
      expect(file).toBe(`./infra/compose/secrets/${name}`)
    expect([first['master.key']?.length, first['roles.key']?.length]).toEqual([32, 32])
    expect(String(first['webhook-secret'])).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/)
    const password = String(first['postgres-password'])
    expect(password).toMatch(/^[\w-]{43}$/)
    expect(String(first['database-url'])).toBe(`postgres://postgres:${password}@postgres:5432/tally\n`)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(make()).toMatchObject({ status: 0, stdout: '' })
    expect(made()).toEqual(first)
    rmSync(folder, { recursive: true })
  })

  it('names one version of everything, the same as the rest of the repository', () => {
    const foreign = containers.map(([, { image }]) => image).filter((image) => image !== 'tally:latest')
    for (const image of foreign) expect(image).toMatch(/:\d+\.\d+(\.\d+)?(-alpine)?$/)
    const [, kafka] = /^const KAFKA = '([\d.]+)'$/m.exec(textOf('infra/embedded/src/kafka-jars.ts')) ?? []
    expect(of('kafka').image).toBe(`apache/kafka:${kafka}`)
  })
})

describe('the image', () => {
  const dockerfile = textOf('infra/image/Dockerfile')

  it('has the Node and the pnpm that the bootstrap pins', () => {
    const [, node, pnpm] =
      /PINNED = \{ node: '([\d.]+)', pnpm: '([\d.]+)' \}/.exec(textOf('bootstrap.mjs')) ?? []
    expect([...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version)).toEqual([
      node,
      node,
    ])
    expect(dockerfile).toContain(`pnpm@${pnpm}\n`)
  })

  it('runs as nobody special', () => {
    expect(/^USER (.+)$/m.exec(dockerfile)?.[1]).toBe('node')
  })
})
