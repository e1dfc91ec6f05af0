/**
 * `npm run mutate [-- package [files]]`: breaks each line of a pure package and counts the breaks no test
 * notices.
 */
import { areasOfChecker } from './areas-of-checker.ts'
import { codingEquivalents } from './equivalent-breaks.ts'
import { checkerEquivalents } from './equivalent-breaks-of-checker.ts'
import { checkingEquivalents } from './equivalent-breaks-of-checking.ts'
import { readerEquivalents } from './equivalent-breaks-of-readers.ts'
import { remittanceEquivalents } from './equivalent-breaks-of-remittances.ts'
import { ruleEquivalents } from './equivalent-breaks-of-rules.ts'
import { runLane } from './lane.ts'
import { type MutatedPackage, mutatePackage } from './mutate-package.ts'

/** From the segments of an 835 to its proof and verdict. */
const proofOf835 = [
  ...['prove', 'denied', 'totalling', 'transaction-reading', 'reading', 'report-doubts', 'duplicate-keys'],
  ...['read-remittances', 'read-header', 'read-claim', 'read-line', 'read-adjustments'],
  ...['read-provider-adjustments', 'canonical-content'],
].map((name) => `src/remittance/${name}.ts`)

const pure: readonly MutatedPackage[] = [
  { name: 'kernel', spared: ['src/index.ts', 'src/reason.ts'], equivalents: [] },
  {
    name: 'coding-rules',
    spared: ['src/index.ts', 'src/rule-cards.ts', 'src/tables/**', 'src/sample-*.ts'],
    equivalents: [...codingEquivalents, ...ruleEquivalents],
  },
  // Apart, because what breaks in the reader would be tried by every test of an 835 too: an hour, not a quarter.
  {
    ...{ name: 'x12-reader', folder: 'x12' },
    sources: ['src/reader/**/*.ts'],
    tests: ['src/reader/**/*.test.ts'],
    spared: ['src/**/sample-*.ts'],
    equivalents: readerEquivalents,
  },
  {
    ...{ name: 'x12-proof', folder: 'x12' },
    sources: proofOf835,
    tests: ['src/remittance/**/*.test.ts'],
    spared: [],
    equivalents: remittanceEquivalents,
  },
  // Writer and checker apart: most of their breaks are in tables, and for each of those every test of its entry is run.
  {
    ...{ name: 'x12-writer', folder: 'x12' },
    sources: ['src/write-*.ts', 'src/claim-*.ts', ...within(['writer', 'claim', 'inquiry'], '*.ts')],
    tests: ['src/*.test.ts', ...within(['writer', 'claims'], '*.test.ts')],
    spared: ['src/**/sample-*.ts', 'src/claim-document.ts', 'src/claim-parts.ts', 'src/claim-other-payer.ts'],
    equivalents: [],
  },
  ...Object.entries(areasOfChecker).map(
    ([area, names]): MutatedPackage => ({
      ...{ name: `x12-checker-${area}`, folder: 'x12' },
      sources: names.map((name) => `src/check/${name}.ts`),
      tests: within(['check'], '*.test.ts'),
      spared: [],
      equivalents: [...checkerEquivalents, ...checkingEquivalents],
    }),
  ),
]

process.exitCode = await runLane(
  'mutate',
  pure.map((one) => ({
    name: one.name,
    what: `packages/${one.folder ?? one.name}: breaks its lines one by one, expects a test to fail`,
    run: (files: readonly string[]) => mutatePackage(one, files),
  })),
  process.argv.slice(2),
)

function within(folders: readonly string[], files: string): string[] {
  return folders.map((folder) => `src/${folder}/**/${files}`)
}
