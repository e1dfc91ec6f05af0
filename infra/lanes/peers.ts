/** `npm run peers [-- name]`: our answers beside those of other programs for the same input. */
import { runLane } from './lane.ts'
import { runProgram } from './run-program.ts'

process.exitCode = await runLane(
  'peers',
  [
    {
      name: 'x12',
      what: 'our 837P read by pyx12',
      run: () => runProgram('vitest', ['run', '--project', 'peer', 'packages/x12']),
    },
  ],
  process.argv.slice(2),
)
