/** Who may write off a denial: one person up to the practice's limit (50.00 where it set none), over it two. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SampleTally, startSampleTally } from './sample-tally.ts'

let tally: SampleTally
const biller = 'biller'
const owner = 'owner'

beforeAll(async () => {
  tally = await startSampleTally('2026-04-01T18:00:00Z')
})
afterAll(() => tally.stop())

const keys = new Map<string, string>()

/** By a key of the role that is not the demo practice's own. */
async function writeOff(id: string, role: string) {
  const key = keys.get(role) ?? (await tally.keyOf(role))
  keys.set(role, key)
  // A key made in the last second may be missed (authenticate.ts).
  const status = async () => (await tally.call('GET', '/v1/denials', { key })).status
  await expect.poll(status).toBe(200)
  return tally.act(id, 'write-off', { key })
}

/** A claim whose first line is denied so: `CO 50 12000`. */
async function denied(adjustments: string) {
  const claim = tally.claim()
  await claim.captured()
  await claim.submitted()
  await tally.settled()
  await claim.posted([{ ...claim.first, adjustments }])
  await tally.settled()
  const ids = (await tally.denials(claim.claimId)).map(({ id }: { id: string }) => id)
  return { claim, ids }
}
const codeOf = ({ status, json }: { status: number; json: { problems: { code: string }[] } }) => [
  status,
  json.problems[0]?.code,
]
const resolutions = async (claimId: string) =>
  (await tally.said(claimId)).filter(({ type }) => type === 'denial.resolved')

it('at the limit one person writes off, and it is said', async () => {
  const { claim, ids } = await denied('CO 50 5000, CO 45 7000')
  const { status, json } = await writeOff(ids[0], biller)
  expect([status, json.status, json.resolution, json.proposed]).toEqual([
    200,
    'resolved',
    'written-off',
    null,
  ])
  expect(json.steps.at(-1)).toMatchObject({ did: 'write-off', keyId: 'key_biller' })
  expect(await resolutions(claim.claimId)).toMatchObject([
    {
      subject: ids[0],
      data: { resolution: 'written-off', because: 'denial/written-off', amountCents: 5000 },
    },
  ])
})

it('over it one person proposes, and an owner who is another carries it out', async () => {
  const { claim, ids } = await denied('CO 50 12000')
  const [id] = ids
  const proposal = await writeOff(id, biller)
  const proposed = { action: 'write-off', keyId: 'key_biller', at: tally.clock.now() }
  expect(proposal.status).toBe(202)
  expect(proposal.json).toMatchObject({ status: 'open', proposed })
  expect(proposal.json.steps.at(-1)).toMatchObject({
    ...{ did: 'propose-write-off', keyId: 'key_biller', reason: 'as the payer said' },
  })
  expect(await resolutions(claim.claimId)).toEqual([])

  expect(codeOf(await writeOff(id, biller))).toEqual([409, 'proposal/same-person'])
  const agreed = await writeOff(id, owner)
  expect([agreed.status, agreed.json.status, agreed.json.resolution]).toEqual([
    200,
    'resolved',
    'written-off',
  ])
  expect(agreed.json.steps.map(({ did, keyId }: { did: string; keyId: string }) => [did, keyId])).toEqual([
    ...[['opened', null]],
    ...[['propose-write-off', 'key_biller']],
    ...[['write-off', 'key_owner']],
  ])
  expect(await resolutions(claim.claimId)).toHaveLength(1)
})

it('over it a biller does not agree to what another proposed', async () => {
  const { claim, ids } = await denied('CO 50 12000')
  expect((await writeOff(ids[0], owner)).status).toBe(202)
  expect(codeOf(await writeOff(ids[0], biller))).toEqual([403, 'proposal/needs-owner'])
  expect(await resolutions(claim.claimId)).toEqual([])
})

it('a sum cannot be cut into the denials of a line', async () => {
  const { claim, ids } = await denied('CO 50 3000, CO 97 3000, CO 45 6000')
  expect(ids).toHaveLength(2)
  expect((await writeOff(ids[0], biller)).status).toBe(200)
  expect((await writeOff(ids[1], biller)).status).toBe(202)
  expect(await resolutions(claim.claimId)).toHaveLength(1)
})
