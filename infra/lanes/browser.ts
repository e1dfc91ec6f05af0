/** `npm run browser [-- name]`: the screens, driven in a real browser. */
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'browser',
  [{ name: 'screens', what: 'each screen opened, used and looked at', arrives: 'arrives with issue 9' }],
  process.argv.slice(2),
)
