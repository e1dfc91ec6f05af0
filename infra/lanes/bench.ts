/** `npm run bench [-- name]`: how fast, written to docs/bench.md by `recordResult`. */
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'bench',
  [
    {
      name: 'encounters',
      what: 'encounters a second from HTTP to a claim, and the latency of each',
      arrives: 'arrives with the one-process host',
    },
  ],
  process.argv.slice(2),
)
