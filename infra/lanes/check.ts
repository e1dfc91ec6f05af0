/**
 * `npm run check`: format, lint, types, dead code and the shape of the tree. `npm run fix` mends the first
 * two.
 */
import { checkSteps } from './check-steps.ts'
import { runSteps } from './run-program.ts'

const failed = await runSteps(checkSteps)
if (failed.length > 0) {
  console.error(`The check failed: ${failed.join(', ')}. What biome calls fixable, npm run fix mends.`)
}
process.exitCode = failed.length > 0 ? 1 : 0
