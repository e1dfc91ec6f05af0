/**
 * Proves that biome.json still fires, rule by rule and with our own sentence: three of the rules are in
 * Biome's nursery and may rename, and an override that matches nothing passes in silence. One file per rule
 * is planted in a copy of the layout; one run of Biome must find exactly these.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

const kernel = 'The kernel imports nothing but temporal-polyfill: everything else depends on it.'
const client = 'The client imports nothing: it runs alone, in others’ programs and in browsers.'
const contracts = 'Contracts import kernel and zod alone: they are what services say, not how.'
const pure =
  'This package is pure: it imports kernel and zod alone. Hand in what it should know, or move this code outward.'
const platform = 'The platform knows no coding rule and no X12: those belong to the services.'
const noService =
  'A package knows no service: take what it needs as an argument, or move this code into the service.'
const service = 'A service never imports another service: publish or consume an event in contracts instead.'
const domain = 'A domain file is pure: let the feature do the I/O and hand the facts in.'
const centre = 'The domain is the centre: features and store import it, never the other way round.'
const store = 'The store knows tables and the domain: a feature calls it, never the other way round.'
const http = 'The store knows no HTTP: answer from a feature.'
const kafka =
  'Kafka is reached through the broker port alone: only the kafka-*.ts files beside it import kafkajs.'
const infra = 'Nothing imports infra: it is where things are run. Move what you need into a package.'
const testkit = 'The testkit is for tests: import it from a *.test.ts file.'
const cli = 'Nothing imports the command line: import the package it calls.'
const commandLine =
  'The command line runs the pure packages alone (kernel, coding-rules, x12, zod): it needs no database and no broker.'
const simulator =
  'The simulator stands outside: it knows kernel, fastify, zod and standardwebhooks, and reaches Tally over HTTP as a payer does.'
const samples =
  "The testkit knows platform, contracts and kernel: a service's own samples live beside its tests."
const climb = 'A relative import stays inside its package: import the other package by its name.'

/** Where, what is imported, and the sentence it earns (none: allowed). */
const arrows: [path: string, imported: string, sentence?: string][] = [
  ['packages/kernel/src/a.ts', 'temporal-polyfill'],
  ['packages/kernel/src/b.ts', 'zod', kernel],
  ['packages/kernel/src/c.ts', 'node:fs', kernel],
  ['packages/kernel/src/d.ts', '@tally/contracts', kernel],
  ['packages/kernel/src/e.ts', '../../contracts/src/index.ts', climb],
  ['packages/client/src/a.ts', '@tally/kernel', client],
  ['packages/client/src/b.ts', 'node:crypto', client],
  ['packages/contracts/src/a.ts', '@tally/kernel'],
  ['packages/contracts/src/b.ts', 'zod'],
  ['packages/contracts/src/c.ts', '@tally/platform', contracts],
  ['packages/contracts/src/d.ts', '@tally/charge-capture', contracts],
  ['packages/contracts/src/e.ts', 'node:crypto', contracts],
  ['packages/coding-rules/src/a.ts', '@tally/kernel'],
  ['packages/coding-rules/src/b.ts', 'node:fs', pure],
  ['packages/coding-rules/src/c.ts', '@tally/contracts', pure],
  ['packages/coding-rules/src/d.ts', '@tally/x12', pure],
  ['packages/coding-rules/src/tables/read-table.ts', 'node:fs'],
  ['packages/platform/src/messaging/broker/kafka-consumer.ts', 'kafkajs'],
  ['packages/coding-rules/src/tables/zip-localities.ts', 'node:fs', pure],
  ['packages/x12/src/a.ts', 'zod'],
  ['packages/x12/src/b.ts', '@tally/coding-rules', pure],
  ['packages/x12/src/c.ts', 'node:fs', pure],
  ['packages/platform/src/a.ts', '@tally/contracts'],
  ['packages/platform/src/b.ts', '@tally/coding-rules', platform],
  ['packages/platform/src/c.ts', '@tally/x12', platform],
  ['packages/platform/src/d.ts', '@tally/era-posting', noService],
  ['packages/platform/src/e.ts', 'kafkajs', kafka],
  ['packages/platform/src/f.ts', '@tally/embedded', infra],
  ['packages/platform/src/g.ts', '@tally/testkit', testkit],
  ['packages/platform/src/h.test.ts', '@tally/testkit'],
  ['packages/platform/src/i.test.ts', 'kafkajs', kafka],
  ['packages/platform/src/j.ts', '@tally/cli', cli],
  ['packages/platform/src/messaging/broker/kafka-broker.ts', 'kafkajs'],
  ['packages/platform/src/messaging/broker/kafka-broker.wire.test.ts', 'kafkajs'],
  ['packages/testkit/src/a.ts', '@tally/platform'],
  ['packages/testkit/src/b.ts', '@tally/claim-submission', noService],
  ['packages/testkit/src/c.ts', '@tally/coding-rules', samples],
  ['packages/cli/src/a.ts', '@tally/coding-rules'],
  ['packages/cli/src/b.ts', 'node:fs'],
  ['packages/cli/src/c.ts', '@tally/platform', commandLine],
  ['services/denial-management/src/domain/a.ts', '@tally/contracts'],
  ['services/denial-management/src/domain/b.ts', '@tally/platform', domain],
  ['services/denial-management/src/domain/c.ts', '@tally/platform/drizzle', domain],
  ['services/denial-management/src/domain/d.ts', 'drizzle-orm/pg-core', domain],
  ['services/denial-management/src/domain/e.ts', 'pg', domain],
  ['services/denial-management/src/domain/f.ts', 'fastify', domain],
  ['services/denial-management/src/domain/g.ts', 'node:crypto', domain],
  ['services/denial-management/src/domain/h.ts', 'kafkajs', kafka],
  ['services/denial-management/src/domain/i.ts', '../features/open-denial.ts', centre],
  ['services/denial-management/src/domain/j.ts', '../store/tables.ts', centre],
  ['services/denial-management/src/domain/k.ts', '@tally/insight', service],
  ['services/denial-management/src/store/a.ts', '@tally/platform/drizzle'],
  ['services/denial-management/src/store/b.ts', '../domain/denial.ts'],
  ['services/denial-management/src/store/c.ts', '../features/open-denial.ts', store],
  ['services/denial-management/src/store/d.ts', 'fastify', http],
  ['services/denial-management/src/store/e.ts', 'kafkajs', kafka],
  ['services/denial-management/src/features/a.ts', '../store/tables.ts'],
  ['services/denial-management/src/features/b.ts', '@tally/eligibility', service],
  ['services/denial-management/src/features/c.ts', '../../../insight/src/service.ts', climb],
  ['services/denial-management/src/features/d.ts', 'kafkajs', kafka],
  ['services/denial-management/src/features/e.ts', '@tally/simulator', infra],
  ['services/denial-management/src/features/f.ts', '@tally/testkit', testkit],
  ['services/denial-management/src/features/g.ts', '@tally/cli', cli],
  ['services/denial-management/src/features/h.db.test.ts', '@tally/testkit'],
  ['services/denial-management/src/features/sample-denial.ts', '@tally/testkit'],
  ['services/denial-management/src/features/i.db.test.ts', '@tally/charge-capture', service],
  ['services/denial-management/src/gateways/a.ts', '@tally/charge-capture', service],
  ['services/denial-management/src/service.ts', '@tally/denial-management', service],
  ['infra/simulator/src/a.ts', 'fastify'],
  ['infra/simulator/src/b.ts', '@tally/coding-rules', simulator],
  ['infra/simulator/src/c.ts', '@tally/claim-submission', simulator],
  ['infra/embedded/src/a.ts', '@tally/claim-submission'],
  ['infra/embedded/src/b.ts', 'kafkajs', kafka],
]

/** Where, what is written, and the rules (and, where it is ours, the sentence) it breaks. */
const habits: [path: string, source: string, ...expected: string[]][] = [
  [
    'packages/x12/src/undeclared.ts',
    "import { z } from 'undeclared'\nexport const a = z\n",
    pure,
    'noUndeclaredDependencies',
  ],
  [
    'services/insight/src/features/undeclared.ts',
    "import { z } from 'undeclared'\nexport const a = z\n",
    'noUndeclaredDependencies',
  ],
  [
    'services/insight/src/features/dev.ts',
    "import { z } from 'vitest'\nexport const a = z\n",
    'noUndeclaredDependencies',
  ],
  ['services/insight/src/features/dev.test.ts', "import { z } from 'vitest'\nexport const a = z\n"],
  [
    'services/insight/src/domain/egg.ts',
    "import { hen } from './hen.ts'\nexport const egg = () => hen\n",
    'noImportCycles',
  ],
  [
    'services/insight/src/domain/hen.ts',
    "import { egg } from './egg.ts'\nexport const hen = () => egg\n",
    'noImportCycles',
  ],
  [
    'services/insight/src/domain/bare.ts',
    "import { hen } from './hen'\nexport const a = hen\n",
    'useImportExtensions',
  ],
  ['services/insight/src/features/env.ts', 'export const a = process.env.HOME\n', 'noProcessEnv'],
  ['packages/platform/src/env.ts', 'export const a = process.env.HOME\n'],
  ['services/insight/src/features/now.ts', 'export const a = () => Date.now()\n', 'noRestrictedGlobals'],
  ['packages/contracts/src/now.ts', 'export const a = () => new Date()\n', 'noRestrictedGlobals'],
  ['packages/platform/src/now.ts', 'export const a = () => Date.now()\n'],
  ['services/insight/src/features/now.test.ts', 'export const a = () => Date.now()\n'],
  ['services/insight/src/features/say.ts', "export const a = () => console.log('a')\n", 'noConsole'],
  ['packages/cli/src/say.ts', "export const a = () => console.log('a')\n"],
  ['services/insight/src/domain/barrel.ts', "export * from './bare-of-all.ts'\n", 'noBarrelFile'],
  ['packages/kernel/src/index.ts', "export * from './now.ts'\n"],
  ['services/insight/src/domain/SnakeCase.ts', 'export const a = 1\n', 'useFilenamingConvention'],
  [
    'services/insight/src/domain/long.ts',
    `export function a() {\n${'  a()\n'.repeat(71)}}\n`,
    'noExcessiveLinesPerFunction',
  ],
  ['services/insight/src/domain/long.test.ts', `export function a() {\n${'  a()\n'.repeat(71)}}\n`],
  [
    'services/insight/src/domain/floating.ts',
    'async function a() {\n  await 1\n}\nexport function b() {\n  a()\n}\n',
    'noFloatingPromises',
  ],
  [
    'services/insight/src/domain/misused.ts',
    'const a = Promise.resolve(true)\nexport const b = () => {\n  if (a) return 1\n  return 2\n}\n',
    'noMisusedPromises',
  ],
  [
    'services/insight/src/domain/missing-case.ts',
    "type A = 'x' | 'y'\nexport function a(of: A) {\n  switch (of) {\n    case 'x':\n      return 1\n  }\n}\n",
    'useExhaustiveSwitchCases',
  ],
  ['services/insight/src/domain/any.ts', 'export const a: any = 1\n', 'noExplicitAny'],
  [
    'services/insight/src/domain/bang.ts',
    'export const a = (b: string | null) => b!.length\n',
    'noNonNullAssertion',
  ],
  ['services/insight/src/domain/default.ts', 'export default 1\n', 'noDefaultExport'],
  [
    'services/insight/src/domain/swallow.ts',
    'export function a(b: () => void) {\n  try {\n    b()\n  } catch {}\n}\n',
    'noEmptyBlockStatements',
  ],
  ['services/insight/src/domain/silenced.ts', '// @ts-ignore\nexport const a = 1\n', 'noTsIgnore'],
]

describe('the rules of biome.json', () => {
  const found = new Map<string, string[]>()
  let layout = ''

  beforeAll(() => {
    layout = plantLayout()
    for (const { category, message, location } of diagnosticsOf(layout)) {
      const rule = category.split('/').at(-1) ?? category
      const told = rule === 'noRestrictedImports' ? message : rule
      found.set(location.path, [...(found.get(location.path) ?? []), told].sort())
    }
  })

  afterAll(() => rmSync(layout, { recursive: true }))

  it.each(arrows)('%s importing %s', (path, _imported, sentence) => {
    expect(found.get(path) ?? []).toEqual(sentence === undefined ? [] : [sentence])
  })

  it('Date is refused with our own sentence, which the JSON report leaves out', () => {
    const { stdout, stderr } = lint(layout, 'services/insight/src/features/now.ts')
    expect(stdout + stderr).toContain('Time is handed in: ask the clock.')
  })

  it.each(habits.map(([path, , ...expected]) => [path, expected]))('%s breaks %j', (path, expected) => {
    expect(found.get(String(path)) ?? []).toEqual([...expected].sort())
  })
})

interface Diagnostic {
  readonly category: string
  readonly message: string
  readonly location: { readonly path: string }
}

function diagnosticsOf(layout: string): Diagnostic[] {
  const { stdout, stderr } = lint(layout, '--reporter=json', '--max-diagnostics=none')
  expect(stdout, `Biome answered nothing: ${stderr}`).toContain('"diagnostics"')
  return JSON.parse(stdout).diagnostics
}

function lint(layout: string, ...args: string[]) {
  const biome = join(root, 'node_modules/.bin/biome')
  return spawnSync(biome, ['lint', ...args], { cwd: layout, encoding: 'utf8' })
}

function plantLayout(): string {
  const layout = mkdtempSync(join(tmpdir(), 'tally-boundaries-'))
  cpSync(join(root, 'biome.json'), join(layout, 'biome.json'))
  const names = arrows.map(([, imported]) => imported).filter((name) => !/^(\.|node:)/.test(name))
  const dependencies = Object.fromEntries(names.map((name) => [packageOf(name), '*']))
  const planted: [string, string][] = [
    ...arrows.map(([path, imported]): [string, string] => [
      path,
      `import { thing } from '${imported}'\nexport const it = thing\n`,
    ]),
    ...habits.map(([path, source]): [string, string] => [path, source]),
  ]
  const owners = new Set(planted.map(([path]) => path.split('/').slice(0, 2).join('/')))
  for (const owner of owners) {
    planted.push([
      `${owner}/package.json`,
      JSON.stringify({ dependencies, devDependencies: { vitest: '*' } }),
    ])
  }
  for (const [path, text] of planted) {
    mkdirSync(dirname(join(layout, path)), { recursive: true })
    writeFileSync(join(layout, path), text)
  }
  return layout
}

function packageOf(imported: string): string {
  return imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/')
}
