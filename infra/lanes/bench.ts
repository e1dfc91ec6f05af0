/** `npm run bench [-- name]`: how fast, written to docs/performance.md; what posting and a large ledger take to docs/bench.md. */
import { benchCoding } from './bench-coding.ts'
import { benchLarge } from './bench-large.ts'
import { benchLoad } from './bench-load.ts'
import { benchOverload } from './bench-overload.ts'
import { benchPosting } from './bench-posting.ts'
import { benchVolume } from './bench-volume.ts'
import { benchX12 } from './bench-x12.ts'
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'bench',
  [
    {
      name: 'load',
      what: 'visits a second from HTTP to the written claim and to the posted payment, beside the bare steps of the stack',
      run: benchLoad,
    },
    {
      name: 'overload',
      what: 'two minutes of ten times what the system holds: what goes on, what is refused, memory, and how long until it is quiet',
      run: benchOverload,
    },
    {
      name: 'volume',
      what: 'messages, bytes, rows and processor time of one visit, by topic, schema and service',
      run: benchVolume,
    },
    {
      name: 'coding',
      what: 'treatment days coded and priced a second on one core, JSON in and JSON out',
      run: benchCoding,
    },
    {
      name: 'x12',
      what: 'an 835 read a second by us and by the readers of npm, and the memory it takes; claims written and checked',
      run: benchX12,
    },
    {
      name: 'posting',
      what: 'an 835 of 1,000, 10,000 and 50,000 claims from its first byte to its last cent posted',
      run: benchPosting,
    },
    {
      name: 'large',
      option: '--large',
      what: 'posting, balances and invariants with 1,000,000 claims; on its own, it takes half an hour',
      run: benchLarge,
    },
  ],
  process.argv.slice(2),
)
