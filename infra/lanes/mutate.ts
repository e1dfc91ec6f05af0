/**
 * `npm run mutate [-- package]`: breaks each line of a pure package and counts the breaks no test notices.
 */
import { runLane } from './lane.ts'
import { mutatePackage } from './mutate-package.ts'

const pure = [
  { name: 'kernel', spared: ['src/index.ts', 'src/reason.ts'] },
  { name: 'coding-rules', spared: ['src/index.ts'] },
]

process.exitCode = await runLane(
  'mutate',
  pure.map(({ name, spared }) => ({
    name,
    what: `packages/${name}: breaks its lines one by one, expects a test to fail`,
    run: () => mutatePackage(name, spared),
  })),
  process.argv.slice(2),
)
