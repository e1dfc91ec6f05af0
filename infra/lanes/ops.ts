/** `npm run ops -- <task>`: what needs the database of a running installation. */
import { opsAudit } from './audit/ops-audit.ts'
import { opsAuditLog } from './audit-log/ops-audit-log.ts'
import { opsImportOpenClaims } from './import-open-claims/ops-import-open-claims.ts'
import { runLane } from './lane.ts'
import { opsRebuild } from './rebuild/ops-rebuild.ts'

process.exitCode = await runLane(
  'ops',
  [
    {
      name: 'rebuild',
      what:
        'makes the ledger anew from its journal, beside the live one, and compares them: rebuild era-posting; --keep leaves it; ' +
        'or what insight shows from its facts, in place: rebuild insight',
      run: opsRebuild,
    },
    {
      name: 'audit',
      what: 'proves the ledger from its tables alone: every cent, posting by posting; --database URL for another one',
      run: opsAudit,
    },
    {
      name: 'audit-log',
      what: 'proves that no entry of the audit log was changed, removed or put in: --practice ID, --anchors FILE, --anchor-key KEY',
      run: opsAuditLog,
    },
    {
      name: 'import-open-claims',
      what: 'brings open claims and patient balances of a former system over: import-open-claims FILE.csv --system NAME; --dry-run only checks',
      run: opsImportOpenClaims,
    },
  ],
  process.argv.slice(2),
  'none',
)
