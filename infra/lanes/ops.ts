/** `npm run ops -- <task>`: what needs the database of a running installation. */
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'ops',
  [
    {
      name: 'rebuild',
      what: 'makes derived tables again from the events',
      arrives: 'arrives with the first derived table',
    },
    { name: 'audit', what: 'proves the audit chain unbroken', arrives: 'arrives with the audit chain' },
  ],
  process.argv.slice(2),
)
