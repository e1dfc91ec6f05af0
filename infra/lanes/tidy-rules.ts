/**
 * What the tree must look like and no linter says: TigerBeetle's idea of a test that reads the source. Each
 * rule is a function from files to complaints, and a complaint says what to do instead.
 */
import { posix } from 'node:path'

/** A text file of the repository, its path from the root with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** `path` or `path:line`, and what to do. */
export type Complaint = `${string} ${string}`

const serviceShape = [
  'README.md',
  'package.json',
  /^migrations\/.+\.sql$/,
  'src/service.ts',
  'src/main.ts',
  /^src\/domain\//,
  /^src\/features\//,
  'src/store/tables.ts',
]
const serviceSource = /^src\/(service|main)\.ts$|^src\/(domain|features|store|gateways)\//

/** Every service has the one shape, and nothing beside it. */
export function servicesHaveOneShape(files: readonly SourceFile[]): Complaint[] {
  const services = Map.groupBy(
    files.filter(({ path }) => path.startsWith('services/')),
    ({ path }) => path.split('/')[1] ?? '',
  )
  return [...services].flatMap(([name, own]) => {
    const base = `services/${name}/`
    const paths = own.map(({ path }) => path.slice(base.length))
    const missing = serviceShape
      .filter((part) => !paths.some((path) => (typeof part === 'string' ? path === part : part.test(path))))
      .map(
        (part): Complaint =>
          `${base} lacks ${part}: every service has the shape of its siblings; copy theirs.`,
      )
    const beside = paths
      .filter((path) => path.startsWith('src/') && !serviceSource.test(path))
      .map(
        (path): Complaint =>
          `${base}${path} is outside the shape: move it to domain, features, store or gateways.`,
      )
    return [...missing, ...beside]
  })
}

/** No service lists another, and every version comes from the one catalogue. */
export function dependenciesAreOurs(files: readonly SourceFile[]): Complaint[] {
  const services = new Set(files.flatMap(({ path }) => /^services\/([^/]+)\//.exec(path)?.[1] ?? []))
  return files
    .filter(({ path }) => posix.basename(path) === 'package.json')
    .flatMap(({ path, text }) =>
      allDependencies(text).flatMap(([name, version]): Complaint[] => {
        const other = name.startsWith('@tally/') && services.has(name.slice('@tally/'.length))
        if (other && path.startsWith('services/')) {
          return [`${path} depends on ${name}: publish or consume an event in contracts instead.`]
        }
        return version === 'catalog:' || version === 'workspace:*'
          ? []
          : [
              `${path} pins ${name}: put the version in the catalog of pnpm-workspace.yaml and write "catalog:".`,
            ]
      }),
    )
}

/** A migration is named in order and opens with a sentence of what and why. */
export function migrationsOpenWithASentence(files: readonly SourceFile[]): Complaint[] {
  return files
    .filter(({ path }) => /\/migrations\/.*\.sql$/.test(path))
    .flatMap(({ path, text }): Complaint[] => [
      ...(/^-- \S+( \S+){2,}/.test(text)
        ? []
        : [`${path}:1 begin with "-- " and what it does and why.` as const]),
      ...(/\/\d{4}-[a-z0-9-]+\.sql$/.test(path) ? [] : [`${path} name it 0001-what-it-does.sql.` as const]),
    ])
}

/**
 * At most 300 lines a file (a test and a contract suite may be longer). The formatter holds code to 110 columns; what it cannot
 * break, a sentence or a statement, may run to 150. The client's generated half is read by its users' editors.
 */
export function filesAndLinesAreShort(files: readonly SourceFile[]): Complaint[] {
  return files
    .filter(({ path }) => /\.(ts|mjs|sql)$/.test(path) && !path.startsWith('packages/client/src/generated/'))
    .flatMap(({ path, text }) => {
      const lines = text.split('\n')
      const long = path.endsWith('.test.ts') || path.endsWith('.contract.ts') || lines.length <= 301
      return [
        ...(long
          ? []
          : [`${path} has ${lines.length - 1} lines of at most 300: move one thing out of it.` as const]),
        ...linesWith(
          path,
          text,
          (line) => [...line].length > 150 && !line.includes('https://'),
          'is longer than 150 columns: break it.',
        ),
      ]
    })
}

/** A name says what the file does. */
export function filesAreNamedByWhatTheyDo(files: readonly SourceFile[]): Complaint[] {
  const vague =
    /^(utils?|helpers?|managers?|common|impl|types|misc|shared|.*-(utils?|helpers?|manager|impl))\.ts$/
  return files
    .filter(({ path }) => vague.test(posix.basename(path)))
    .map(({ path }): Complaint => `${path} says nothing: name the file by its export, or split it.`)
}

const patterns: {
  readonly where: RegExp
  readonly not?: RegExp
  readonly what: RegExp
  readonly says: string
}[] = [
  {
    where: /^(packages|services)\/[^/]+\/src\/.*\.ts$/,
    not: /\.test\.ts$|^packages\/kernel\/src\/cents\.ts$/,
    what: /\bparseFloat\b|\.toFixed\(|\/ 100(\.0+)?\b(?!_)/,
    says: 'reckons money with fractions: use cents, scaleRoundHalfUp, allocate or inDollars from @tally/kernel.',
  },
  {
    where: /^(packages\/(kernel|contracts|coding-rules|x12)|services\/[^/]+)\/src\/.*\.ts$/,
    not: /\.test\.ts$/,
    what: /\bMath\.random\(|\bTemporal\.Now\b|\bperformance\.now\(|\brandom(UUID|Bytes|Int)\b/,
    says: 'asks for time or chance: take the clock or newId as an argument.',
  },
  {
    where: /^(packages|services|infra)\/.*\.ts$/,
    not: /^packages\/platform\/src\/database\/drizzle\.ts$|^infra\/lanes\//,
    what: /^import (?!type ).*from 'drizzle-orm|\bimport\('drizzle-orm/,
    says: 'loads drizzle-orm at run time: import it from @tally/platform/drizzle, or write "import type".',
  },
  {
    where: /\.(ts|mjs|sql|md)$/,
    not: /^infra\/lanes\/tidy/,
    what: /\b(TODO|FIXME|XXX|HACK)\b/,
    says: 'is left over: do it now, or write an issue.',
  },
  {
    where: /./,
    not: /^infra\/lanes\/tidy/,
    // By the shape of their names: writing the hosts here would be naming them.
    what: /https?:\/\/(registry|repo\d?|proxy|npm)\.[a-z]+[./]|\btarball: /i,
    says: 'names a package registry: leave the choice to the machine that installs.',
  },
  {
    where: /\.test\.ts$/,
    not: /^infra\/lanes\/tidy/,
    what: /\b(it|test|describe)\.only\(/,
    says: 'runs alone: take .only away.',
  },
]

/** Single lines that must not be there. Comments count too, but for what concerns code alone. */
export function linesSayNothingForbidden(files: readonly SourceFile[]): Complaint[] {
  return patterns.flatMap(({ where, not, what, says }) =>
    files
      .filter(({ path }) => where.test(path) && !not?.test(path))
      .flatMap(({ path, text }) =>
        linesWith(path, text, (line) => what.test(line) && !isProse(path, line, says), says),
      ),
  )
}

/** A test that asserts nothing passes whatever happens. */
export function everyTestAsserts(files: readonly SourceFile[]): Complaint[] {
  return files
    .filter(({ path }) => path.endsWith('.test.ts'))
    .filter(({ text }) => !/\bexpect(\.|\()|\bfc\.assert\(|\b\w*[cC]ontract\(/.test(text))
    .map(
      ({ path }): Complaint =>
        `${path} asserts nothing: expect what the code should do, and see it fail once.`,
    )
}

/** A relative import stays inside its own package: Node and tsc let it climb out. */
export function relativeImportsStayInside(files: readonly SourceFile[]): Complaint[] {
  return files
    .filter(
      ({ path }) => /^(packages|services|infra)\/.*\.ts$/.test(path) && !path.startsWith('infra/lanes/tidy'),
    )
    .flatMap(({ path, text }) => {
      const home = `${path.split('/').slice(0, 2).join('/')}/`
      const climbs = (line: string) => {
        const imported = /(?:from|import\(|import) ?'(\.[^']+)'/.exec(line)?.[1]
        return imported !== undefined && !posix.join(posix.dirname(path), imported).startsWith(home)
      }
      return linesWith(path, text, climbs, 'imports past its package: import the other package by its name.')
    })
}

function allDependencies(packageJson: string): [string, string][] {
  const manifest = JSON.parse(packageJson)
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
    Object.entries<string>(manifest[kind] ?? {}),
  )
}

function linesWith(path: string, text: string, found: (line: string) => boolean, says: string): Complaint[] {
  return text
    .split('\n')
    .flatMap((line, index): Complaint[] => (found(line) ? [`${path}:${index + 1} ${says}`] : []))
}

/** A comment may speak of fractions and of time; it may not name a registry or leave work over. */
function isProse(path: string, line: string, says: string): boolean {
  return path.endsWith('.ts') && /^\s*(\*|\/\*|\/\/)/.test(line) && /^(reckons|asks|loads)/.test(says)
}
