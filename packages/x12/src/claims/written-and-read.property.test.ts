/**
 * What our writer writes comes back whole: every claim of any kind, whatever is typed into its fields, is written, read
 * and taken for a document again the document that it was (sample-written-law.ts); and it stands where the writer said.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ClaimDocument } from '../claim-document.ts'
import {
  sampleAutoClaim,
  sampleClaim,
  sampleDependentClaim,
  sampleSecondaryClaim,
  sampleSubmission,
  sampleWorkersCompensationClaim,
} from '../sample-claim.ts'
import { write837p } from '../write-837p.ts'
import { readClaims } from './read-claims.ts'
import { documentAgain } from './sample-document-again.ts'
import { type RunsOfLaw, writtenLaw } from './sample-written-law.ts'

function written(claims: ClaimDocument[]) {
  const result = write837p(sampleSubmission(claims))
  if (!result.ok) throw new Error(JSON.stringify(result.problems.map(({ rule, pointer }) => [rule, pointer])))
  return result
}

function expectTheSame(claims: ClaimDocument[]): void {
  const { text, claims: places } = written(claims)
  const read = readClaims(text)
  expect(read.findings).toEqual([])
  const [batch, ...more] = read.batches
  expect(more).toEqual([])
  expect(batch).toMatchObject({
    complete: true,
    sender: 'CLINICSUB',
    receiver: 'CLEARHOUSE',
    interchangeControl: '000000101',
    usage: 'T',
    groupControl: '101',
    controlNumber: '0001',
    version: '005010X222A1',
    purpose: '00',
    batchId: 'B0000101',
    writtenOn: '2026-11-21',
    writtenAt: '0930',
    transactionType: 'CH',
    submitter: { name: 'EXAMPLE PT LLC', id: 'CLINICSUB', contacts: [{ name: 'BILLING DESK' }] },
    receivedBy: { name: 'CLEARINGHOUSE', id: 'CLEARHOUSE' },
    unread: [],
  })
  const again = new Map(batch?.claims.map((claim) => [claim.claimNumber, claim]))
  for (const claim of claims) {
    const found = again.get(claim.claimNumber)
    if (!found) throw new Error('a claim is lost')
    expect(documentAgain(found)).toEqual(withoutUndefined(claim))
    expect([found.unread, found.lines.flatMap((line) => line.unread)]).toEqual([[], []])
    const place = places.find((one) => one.claimNumber === claim.claimNumber)
    // The writer counts from the ST, which is the third segment of the file, and from the claim's level.
    expect(found.lastSegment).toBe(place ? place.lastSegment + 2 : 0)
  }
}

/** As the schema says: a field that is left out and null mean the same. */
function withoutUndefined(claim: ClaimDocument): ClaimDocument {
  const rare = {
    ...{ lastSeenDate: null, acuteManifestationDate: null, lastXrayDate: null, disabledFrom: null },
    ...{ disabledTo: null, lastWorkedDate: null, returnToWorkDate: null, admissionDate: null },
    ...{ dischargeDate: null, assumedCareDate: null, relinquishedCareDate: null, firstContactDate: null },
    ...{ specialProgram: null, serviceAuthorizationException: null },
  }
  return { ...rare, signedOnPatientsBehalf: false, attachments: [], ...claim }
}

it.each([
  ['a first claim', sampleClaim()],
  ['a dependent’s', sampleDependentClaim()],
  ['workers’ compensation', sampleWorkersCompensationClaim()],
  ['an automobile accident', sampleAutoClaim()],
  ['the second payer’s', sampleSecondaryClaim()],
])('%s comes back', (_, claim) => {
  expectTheSame([claim])
})

it('every claim that the writer takes comes back; the others are refused for what is wrong with them', () => {
  const runs: RunsOfLaw = { written: 0, refused: 0, claims: 0, replaced: 0 }
  fc.assert(writtenLaw(runs), { numRuns: 2_000 })
  const tried = runs.written + runs.refused
  expect([runs.written, runs.replaced, runs.refused].every((count) => count > tried / 10)).toBe(true)
}, 60_000)
