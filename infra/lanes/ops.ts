/** `npm run ops -- <task>`: what needs the database of a running installation. */
import { opsAudit } from './audit/ops-audit.ts'
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'ops',
  [
    {
      name: 'rebuild',
      what: 'makes derived tables again from the events',
      arrives: 'arrives with the first derived table',
    },
    {
      name: 'audit',
      what: 'proves the ledger from its tables alone: every cent, posting by posting; --database URL for another one',
      run: opsAudit,
    },
  ],
  process.argv.slice(2),
)
