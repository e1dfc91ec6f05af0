import { expect, it } from 'vitest'
import { operationIdOf } from './operation-id.ts'

it.each([
  ['POST', '/v1/encounters', 'postEncounters'],
  ['GET', '/v1/encounters/:id', 'getEncounter'],
  ['POST', '/v1/encounters/:externalId/void', 'postEncounterVoid'],
  ['GET', '/v1/claims/:id/837', 'getClaim837'],
  ['GET', '/v1/batches/:id', 'getBatch'],
  ['POST', '/v1/eligibility-checks::batch', 'postEligibilityChecksBatch'],
  ['GET', '/v1/ledger/claims/:claimId/expected', 'getLedgerClaimExpected'],
  ['DELETE', '/v1/api-keys/:id', 'deleteApiKey'],
  ['PATCH', '/v1/authorizations/:id', 'patchAuthorization'],
] as const)('%s %s is %s', (method, path, name) => {
  expect(operationIdOf({ method, path })).toBe(name)
})
