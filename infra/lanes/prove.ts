/** `npm run prove [-- name]`: the large figures, with a fixed seed, written to docs/reliability.md by `recordResult`. */
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'prove',
  [
    {
      name: 'kill',
      what: 'kills the process after every step of a message and finds nothing lost, nothing twice',
      arrives: 'arrives with the one-process host',
    },
  ],
  process.argv.slice(2),
)
