/** `npm run peers [-- name]`: our answers beside those of other programs for the same input. */
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'peers',
  [{ name: 'x12', what: 'our X12 read by other readers', arrives: 'arrives with issue 7' }],
  process.argv.slice(2),
)
