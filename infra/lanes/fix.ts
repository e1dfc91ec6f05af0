/** `npm run fix [-- paths]`: format and mend what Biome can mend safely. */
import { runProgram } from './run-program.ts'

process.exitCode = await runProgram('biome', ['check', '--write', ...process.argv.slice(2)])
