/** charge-capture, the contents page. */
import { defineService, type KeyManagement, practiceFeatures } from '@tally/platform'
import { chargeRules } from './domain/charge-service.ts'
import { gatheringRules } from './domain/gather-day.ts'
import { lineRecoded } from './domain/line-changes.ts'
import { noUnit } from './domain/no-unit.ts'
import { captureEncounter } from './features/capture-encounter.ts'
import { correctEncounter } from './features/correct-encounter.ts'
import { decideKxOfDay, findDaysAfter } from './features/decide-kx-anew.ts'
import { hearClaims } from './features/hear-claims.ts'
import { hearCoverage, hearPayers, hearRecodeRequest } from './features/hear-what-codes.ts'
import { listTheEncounters } from './features/list-encounters.ts'
import { findDaysOfPayer, recodeDayAgain } from './features/recode-for-payer.ts'
import { showEncounter } from './features/show-encounter.ts'
import { voidEncounter } from './features/void-encounter.ts'

/**
 * Its process also serves the operators' routes for practices and keys, which need the installation's key
 * management.
 */
export function chargeCapture(management: KeyManagement) {
  return defineService({
    name: 'charge-capture',
    decides: 'What may be billed for what was done, and what it should bring.',
    // Every visit comes in here. At 40 a second on 2 cores accepted p99 was 2.0 and 3.8 s with 3, 0.3 and 1.1 s with 8.
    requestsAtOnce: 8,
    features: [
      captureEncounter,
      correctEncounter,
      voidEncounter,
      showEncounter,
      listTheEncounters,
      ...[hearPayers, hearCoverage, hearClaims, hearRecodeRequest],
      ...[findDaysOfPayer, recodeDayAgain, findDaysAfter, decideKxOfDay],
      ...practiceFeatures(management),
    ],
    areas: [
      {
        name: 'Visits',
        says: 'Post a signed visit, correct it, void it; see what it may be billed as, and why.',
        paths: ['/v1/encounters'],
      },
      {
        name: 'Practices and keys',
        says: 'Who may ask, and the partners that claims go through.',
        paths: ['/v1/practices', '/v1/api-keys', '/v1/partners'],
      },
    ],
    migrations: new URL('../migrations/', import.meta.url),
  })
}

/** The rules that it decides by itself, beside those of coding-rules; for docs/rules.md. */
export const ownRules = [...gatheringRules, ...chargeRules, noUnit, lineRecoded]
