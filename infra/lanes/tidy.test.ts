import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './run-program.ts'
import {
  dependenciesAreOurs,
  everyTestAsserts,
  filesAndLinesAreShort,
  filesAreNamedByWhatTheyDo,
  linesSayNothingForbidden,
  migrationsOpenWithASentence,
  relativeImportsStayInside,
  type SourceFile,
  servicesHaveOneShape,
} from './tidy-rules.ts'

const rules = {
  servicesHaveOneShape,
  dependenciesAreOurs,
  migrationsOpenWithASentence,
  filesAndLinesAreShort,
  filesAreNamedByWhatTheyDo,
  linesSayNothingForbidden,
  everyTestAsserts,
  relativeImportsStayInside,
}

// The catalogue's rule belongs here: every event has one producer and a consumer, or says why not.
describe('the tree is tidy', () => {
  const files = sourceFiles('.')

  it('is read', () => {
    expect(files.map(({ path }) => path)).toContain('packages/kernel/src/cents.ts')
  })

  it.each(Object.entries(rules))('%s', (_, rule) => {
    expect(rule(files)).toEqual([])
  })
})

const whole = [
  'README.md',
  'package.json',
  'migrations/0001-facts.sql',
  'src/service.ts',
  'src/main.ts',
  'src/domain/fact.ts',
  'src/features/record-fact.ts',
  'src/store/tables.ts',
].map((path) => file(`services/insight/${path}`, path.endsWith('.json') ? '{}' : '-- Facts, one row each.'))

const manifest = (...dependencies: [string, string][]) =>
  JSON.stringify({ dependencies: Object.fromEntries(dependencies) })

type Row = [rule: keyof typeof rules, why: string, files: SourceFile[], ...complaints: string[]]
const rows: Row[] = [
  ['servicesHaveOneShape', 'whole', whole],
  [
    'servicesHaveOneShape',
    'a gateway may be there',
    [...whole, file('services/insight/src/gateways/payer.ts')],
  ],
  [
    'servicesHaveOneShape',
    'no contents page',
    whole.filter(({ path }) => !path.endsWith('/service.ts')),
    'src/service.ts',
  ],
  ['servicesHaveOneShape', 'no migration', whole.filter(({ path }) => !path.endsWith('.sql')), 'migrations'],
  [
    'servicesHaveOneShape',
    'a folder of its own',
    [...whole, file('services/insight/src/jobs/a.ts')],
    'move it to domain',
  ],
  ['dependenciesAreOurs', 'from the catalogue', [file('package.json', manifest(['pg', 'catalog:']))]],
  [
    'dependenciesAreOurs',
    'a version of its own',
    [file('package.json', manifest(['pg', '^8']))],
    'write "catalog:"',
  ],
  [
    'dependenciesAreOurs',
    'a service on a service',
    [...whole, file('services/eligibility/package.json', manifest(['@tally/insight', 'workspace:*']))],
    'publish or consume an event',
  ],
  [
    'dependenciesAreOurs',
    'infra runs services',
    [...whole, file('infra/a/package.json', manifest(['@tally/insight', 'workspace:*']))],
  ],
  [
    'migrationsOpenWithASentence',
    'bare',
    [file('services/a/migrations/0001-a.sql', 'create table a ();')],
    'begin with "-- "',
  ],
  [
    'migrationsOpenWithASentence',
    'unnumbered',
    [file('services/a/migrations/a.sql', '-- What it does.')],
    'name it 0001',
  ],
  ['filesAndLinesAreShort', '300 lines', [file('packages/a/src/a.ts', 'a\n'.repeat(300))]],
  [
    'filesAndLinesAreShort',
    '301 lines',
    [file('packages/a/src/a.ts', 'a\n'.repeat(301))],
    '301 lines of at most 300',
  ],
  ['filesAndLinesAreShort', 'a long test', [file('packages/a/src/a.test.ts', 'a\n'.repeat(301))]],
  ['filesAndLinesAreShort', '150 columns', [file('packages/a/src/a.ts', 'a'.repeat(150))]],
  ['filesAndLinesAreShort', '151 columns', [file('packages/a/src/a.ts', `\n${'a'.repeat(151)}`)], 'a.ts:2 '],
  ['filesAreNamedByWhatTheyDo', 'plain', [file('packages/a/src/typesetting.ts')]],
  ['filesAreNamedByWhatTheyDo', 'vague', [file('packages/a/src/types.ts')], 'name the file by its export'],
  [
    'filesAreNamedByWhatTheyDo',
    'vague at its end',
    [file('packages/a/src/date-utils.ts')],
    'name the file by its export',
  ],
  [
    'linesSayNothingForbidden',
    'a fraction of money',
    [file('services/a/src/domain/a.ts', 'const a = b / 100')],
    'use cents',
  ],
  [
    'linesSayNothingForbidden',
    'rounded for show',
    [file('packages/a/src/a.ts', 'a.toFixed(2)')],
    'use cents',
  ],
  ['linesSayNothingForbidden', 'spoken of', [file('packages/a/src/a.ts', ' * because a / 100 is not exact')]],
  ['linesSayNothingForbidden', 'by a thousand', [file('packages/a/src/a.ts', 'const a = b / 1000')]],
  ['linesSayNothingForbidden', 'in the kernel', [file('packages/kernel/src/cents.ts', 'const a = b / 100')]],
  [
    'linesSayNothingForbidden',
    'chance',
    [file('services/a/src/domain/a.ts', 'Math.random()')],
    'take the clock or newId',
  ],
  ['linesSayNothingForbidden', 'the platform may', [file('packages/platform/src/a.ts', 'randomBytes(10)')]],
  [
    'linesSayNothingForbidden',
    'drizzle',
    [file('services/a/src/store/a.ts', "import { eq } from 'drizzle-orm'")],
    'import type',
  ],
  [
    'linesSayNothingForbidden',
    'its types',
    [file('services/a/src/store/a.ts', "import type { SQL } from 'drizzle-orm'")],
  ],
  ['linesSayNothingForbidden', 'left over', [file('packages/a/src/a.ts', '// TODO')], 'is left over'],
  [
    'linesSayNothingForbidden',
    'a registry',
    [file('pnpm-lock.yaml', 'https://registry.example.org/a')],
    'names a package registry',
  ],
  ['linesSayNothingForbidden', 'alone', [file('packages/a/src/a.test.ts', 'it.only(')], 'take .only away'],
  [
    'everyTestAsserts',
    'nothing',
    [file('packages/a/src/a.test.ts', "it('runs', () => a())")],
    'asserts nothing',
  ],
  ['everyTestAsserts', 'a property', [file('packages/a/src/a.test.ts', 'fc.assert(law)')]],
  ['everyTestAsserts', 'a shared suite', [file('packages/a/src/a.test.ts', 'brokerContract(kafka)')]],
  ['relativeImportsStayInside', 'inside', [file('packages/a/src/b/c.ts', "import { d } from '../d.ts'")]],
  [
    'relativeImportsStayInside',
    'past',
    [file('packages/a/src/c.ts', "import { d } from '../../b/d.ts'")],
    'by its name',
  ],
]

it.each(rows)('%s: %s', (rule, _, given, ...complaints) => {
  expect(rules[rule](given)).toEqual(complaints.map((part) => expect.stringContaining(part)))
})

function file(path: string, text = ''): SourceFile {
  return { path, text }
}

/** Every text file of ours. What is fetched or made is left out, as in .gitignore. */
function sourceFiles(folder: string): SourceFile[] {
  const left = new Set(['.git', '.tally', '.stryker-tmp', 'node_modules', 'reports'])
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry): SourceFile[] => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    if (left.has(entry.name)) return []
    if (entry.isDirectory()) return sourceFiles(path)
    if (!/\.(ts|mjs|json|ya?ml|md|sql|sh|patch|html|css)$|^\.ci\/run$|Dockerfile/.test(path)) return []
    return [file(path, readFileSync(join(root, path), 'utf8'))]
  })
}
