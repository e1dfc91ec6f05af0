/**
 * Everything that is wrong before anything runs: format and lint, types, dead code, the shape of the tree.
 */
import { runProgram, type Step } from './run-program.ts'

export const checkSteps: readonly Step[] = [
  { name: 'biome', run: () => runProgram('biome', ['check', '--error-on-warnings']) },
  { name: 'tsc', run: () => runProgram('tsc', ['-p', '.']) },
  { name: 'knip', run: () => runProgram('knip', []) },
  {
    name: 'tidy',
    run: () => runProgram('vitest', ['run', '--project', 'pure', 'infra/lanes/tidy.test.ts']),
  },
]
