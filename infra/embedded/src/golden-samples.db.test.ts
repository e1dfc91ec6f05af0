import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type Envelope, eventCatalog, type PublishedEvent, withSample } from '@tally/contracts'
import { type PracticeKeys, schemaOf, virtualClock } from '@tally/platform'
import { sampleEncounter, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allServices } from './all-services.ts'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

const clock = virtualClock('2026-03-02T18:00:00.000Z')
const day = 86_400_000
let system: WholeSystem

beforeAll(async () => {
  system = await startWholeSystem({ clock })
})
afterAll(() => system.stop())

/**
 * Every event of the catalogue, as the services really say it: the shape of what they say is the shape that
 * was published. With TALLY_PUBLISH=yes (`npm run docs -- --publish`) a sample of a new shape is added.
 */
it('each event that the services say has been published in its present shape', {
  timeout: 180_000,
}, async () => {
  await sayEverything()
  await everythingSaid()
  const missing = eventCatalog.filter(({ event }) => !said.has(event.type)).map(({ event }) => event.type)
  expect(missing, 'make this test say it').toEqual([])
  for (const { event } of eventCatalog) {
    const envelope = said.get(event.type)
    if (!envelope) continue
    const sealed =
      envelope.sealed && (await keysOf(envelope)).openPart(envelope.sealed, `${envelope.id}|${envelope.type}`)
    const file = new URL(`../../../packages/contracts/published/${event.type}.json`, import.meta.url)
    const published: PublishedEvent | undefined = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : undefined
    const wanted = withSample(event, published, { data: envelope.data, ...(sealed ? { sealed } : {}) })
    if (process.env.TALLY_PUBLISH === 'yes') writeFileSync(file, `${JSON.stringify(wanted, null, 2)}\n`)
    else expect(published, 'run `npm run docs -- --publish`').toEqual(wanted)
  }
})

/** A few patients' fates, chosen so that nothing of the catalogue stays unsaid. */
async function sayEverything(): Promise<void> {
  await ofOneVisit()
  await ofCoverage()
  await ofPayersAnswers()
  await ofDenials()
  await ofTime()
}

async function ofOneVisit(): Promise<void> {
  const { visit, until, tally } = system
  await visit('PAID', '1EG4TE5MK73')
  await until('PAID', ['claim.settled', 'remittance.posted'])
  await visit('DRAFT', '1EG4TE5XQ44')
  await until('DRAFT', ['claim.rejected', 'denial.opened'])
  const body = bodyOf('DRAFT', '1EG4TE5XQ44')
  const [first] = body.services
  await correct('DRAFT', 1, { ...body, services: [{ ...first, minutes: 38 }] })
  await until('DRAFT', ['charge.corrected'])
  await correct('DRAFT', 2, { ...body, services: [{ ...first, procedureCode: '97810' }] })
  await until('DRAFT', ['charge.held'])
  await tally.call('POST', '/v1/encounters/DRAFT/void')
  await until('DRAFT', ['charge.voided'])
  await visit('NEVER-SENT', inactiveMember)
  await system.see(
    () => claimOf('NEVER-SENT'),
    (claim) => claim?.status === 'held',
  )
  await tally.call('POST', '/v1/encounters/NEVER-SENT/void')
  await until('NEVER-SENT', ['claim.voided'])
}

async function ofCoverage(): Promise<void> {
  const { visit, until, tally } = system
  // Coverage inactive: held, and released by a person.
  await visit('INACTIVE', inactiveMember)
  await until('INACTIVE', ['treatment-day.held'])
  const claim = await claimOf('INACTIVE')
  await tally.call('POST', `/v1/claims/${claim?.id}/release`, {
    body: { reason: 'the patient showed a new card' },
  })
  await until('INACTIVE', ['clearance.overridden'])
  const coverage = bodyOf('PAID', '1EG4TE5MK73').coverages[0]
  const put = await tally.call('PUT', '/v1/patients/PATIENT-OF-PAID/coverages', {
    body: { coverages: [{ ...coverage, memberId: '1EG4TE5MK72' }] },
  })
  expect([200, 201], put.text).toContain(put.status)
  await ofAuthorization()
}

/** A denial teaches that this payer wants an authorization; two visits are granted, and the next ones use them up. */
async function ofAuthorization(): Promise<void> {
  const { visit, until, tally } = system
  await visit('UNAUTHORIZED', '1EG4TE5XQ10')
  await until('UNAUTHORIZED', ['denial.root-cause-found'])
  const granted = await tally.call('POST', '/v1/authorizations', {
    headers: { 'idempotency-key': 'AUTH-1' },
    body: {
      ...{ patientExternalId: 'PATIENT-OF-UNAUTHORIZED', payerId: '02302', number: 'AUTH-1' },
      ...{ status: 'approved', from: '2026-01-01', to: '2026-12-31', visits: 2 },
    },
  })
  expect(granted.status, granted.text).toBe(201)
  await visit('FIRST-GRANTED', '1EG4TE5MK73', { serviceDate: '2026-02-27' }, 'UNAUTHORIZED')
  await saidAll('authorization.running-low.v1')
  await visit('LAST-GRANTED', '1EG4TE5MK73', { serviceDate: '2026-02-28' }, 'UNAUTHORIZED')
  await saidAll('authorization.exhausted.v1')
}

async function ofPayersAnswers(): Promise<void> {
  const { visit, until, tally } = system
  const put = await tally.call('PUT', '/v1/payers/60054', { body: { family: 'commercial' } })
  expect(put.status, put.text).toBe(200)
  await visit('TAKEN-BACK', '1EG4TE5XQ53')
  await until('TAKEN-BACK', ['payment.reversed'])
  await visit('PAID-LESS', '1EG4TE5XQ52')
  await until('PAID-LESS', ['payment.variance-found'])
  await visit('A-CENT-OUT', '1EG4TE5XQ50')
  await saidAll('remittance.quarantined.v1')
}

async function ofDenials(): Promise<void> {
  const { visit, until, tally } = system
  // Medicare takes none by itself, so that nothing of a denial would be asked of the coding.
  const takesReplacements = { family: 'medicare-b', acceptsReplacement: true }
  expect((await tally.call('PUT', '/v1/payers/02302', { body: takesReplacements })).status).toBe(200)
  await everythingSaid()
  await visit('MODIFIER', '1EG4TE5XQ14')
  await until('MODIFIER', ['denial.opened'])
  await actOn('MODIFIER', 'correct')
  await visit('MEMBER', '1EG4TE5XQ46')
  await until('MEMBER', ['denial.opened'])
  await actOn('MEMBER', 'resubmit')
  await visit('NECESSITY', '1EG4TE5XQ16')
  await until('NECESSITY', ['denial.opened'])
  await actOn('NECESSITY', 'appeal')
  await visit('LATE', '1EG4TE5XQ18')
  await until('LATE', ['denial.opened'])
  await actOn('LATE', 'close')
  await saidAll('denial.recode-requested.v1', 'denial.resubmission-requested.v1')
  await saidAll('appeal.filed.v1', 'denial.resolved.v1')
}

async function ofTime(): Promise<void> {
  const { visit, until } = system
  await visit('SILENT', '1EG4TE5XQ60')
  await until('SILENT', ['claim.submitted'])
  await everythingSaid()
  clock.advance(2 * day)
  await until('SILENT', ['claim.unanswered'])
  clock.advance(340 * day)
  await saidAll('filing.deadline-near.v1')
}

/** A payer's 271 says that it covers nothing: infra/simulator/README.md. */
const inactiveMember = '1EG4TE5XQ74'

function bodyOf(externalId: string, memberId: string) {
  const body = sampleEncounter({ externalId })
  return {
    ...body,
    patient: { ...body.patient, externalId: `PATIENT-OF-${externalId}` },
    coverages: body.coverages.map((each) => ({ ...each, memberId })),
  }
}

async function correct(externalId: string, version: number, body: object): Promise<void> {
  const answer = await system.tally.call('PUT', `/v1/encounters/${externalId}`, {
    body,
    headers: { 'if-match': `"${version}"` },
  })
  expect(answer.status, answer.text).toBe(200)
}

async function claimOf(externalId: string): Promise<{ id: string; status: string } | undefined> {
  const encounter = (await system.tally.call('GET', `/v1/encounters/${externalId}`)).json
  return (await system.tally.call('GET', `/v1/claims?treatmentDayId=${encounter.treatmentDayId}`)).json
    .items[0]
}

async function actOn(externalId: string, action: string): Promise<void> {
  const { tally } = system
  const claim = await claimOf(externalId)
  const denials = (await tally.call('GET', '/v1/denials?limit=200')).json.items
  const denial = denials.find(({ claimId }: { claimId: string }) => claimId === claim?.id)
  const answer = await tally.call('POST', `/v1/denials/${denial?.id}/actions`, {
    body: { action, reason: 'seen by the test' },
  })
  expect([200, 201, 202], `${externalId}: ${answer.text}`).toContain(answer.status)
}

const schemas = allServices(testKeyManagement).map(({ name }) => schemaOf(name))

/** Kept over the year that this test lasts: an outbox forgets after two weeks. */
const said = new Map<string, Envelope>()

async function everythingSaid(): Promise<ReadonlyMap<string, Envelope>> {
  for (const schema of schemas) {
    for (const { body } of await system.tally.sql<{ body: string }>(
      `select body from ${schema}.outbox order by id`,
    )) {
      const envelope: Envelope = JSON.parse(body)
      if (!said.has(envelope.type)) said.set(envelope.type, envelope)
    }
  }
  return said
}

async function saidAll(...types: readonly string[]): Promise<void> {
  await system.see(saidTypes, (said) => types.every((type) => said.includes(type)))
}

async function saidTypes(): Promise<string[]> {
  return [...(await everythingSaid()).keys()]
}

async function keysOf({ practiceid }: Envelope): Promise<PracticeKeys> {
  const [first] = system.tally.host.services
  if (!first) throw new Error('a host runs at least one service')
  return first.shell.vault.of(practiceid ?? '')
}
