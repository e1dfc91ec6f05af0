/** A front desk that never rests: posts visits to a host that may die at any moment, and remembers what it was told. */
import { sampleEncounter } from '@tally/testkit'
import { type KillableHost, killableKey } from './start-killable-host.ts'

export interface FrontDesk {
  /** Visits named so far. */
  readonly named: () => number
  /** Those answered 2xx. */
  readonly told: ReadonlySet<string>
  /** Posts until the host is dead; what was not answered is posted again to the next one. */
  postUntilDeath(host: KillableHost): Promise<void>
  /** Posts what is owed, and new ones until there are at least `least`. */
  postAll(host: KillableHost, least: number): Promise<void>
}

const posters = 2
/** What the outside does with every so many: the first line denied, rejected, paid twice over, or without line numbers. */
const ways = [
  ...['1EG4TE5XF16', '1EG4TE5MK73', '1EG4TE5MK73', '1EG4TE5XQ46', '1EG4TE5MK73'],
  ...['1EG4TE5MK73', '1EG4TE5XQ58', '1EG4TE5MK73', '1EG4TE5XQ62', '1EG4TE5MK73'],
]

export function frontDesk(): FrontDesk {
  let named = 0
  const again: number[] = []
  const told = new Set<string>()
  const postNext = async (host: KillableHost) => {
    const number = again.shift() ?? named++
    // A connection cut by the death is an answer that was never given.
    const answered = await post(host, number).catch(() => false)
    if (answered) told.add(idOf(number))
    else again.push(number)
  }
  const together = (poster: () => Promise<void>) => Promise.all(Array.from({ length: posters }, poster))
  return {
    named: () => named,
    told,
    async postUntilDeath(host) {
      await together(async () => {
        while (!host.dead()) await postNext(host)
      })
    },
    async postAll(host, least) {
      await together(async () => {
        while (again.length > 0 || named < least) await postNext(host)
      })
    },
  }
}

const idOf = (number: number) => `KILLED-${number}`

/** True for 2xx; each visit has a patient and an episode, so a treatment day, of its own. */
async function post(host: KillableHost, number: number): Promise<boolean> {
  const id = idOf(number)
  const sample = sampleEncounter({ externalId: id })
  const [coverage, ...others] = sample.coverages
  const body = {
    ...sample,
    patient: { ...sample.patient, externalId: `PATIENT-OF-${id}` },
    episode: { ...sample.episode, externalId: `EPISODE-OF-${id}` },
    coverages: [{ ...coverage, memberId: ways[number % ways.length] }, ...others],
  }
  const answer = await fetch(`${host.address}/v1/encounters`, {
    ...{ method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) },
    headers: {
      authorization: `Bearer ${killableKey}`,
      'content-type': 'application/json',
      'idempotency-key': id,
    },
  })
  await answer.arrayBuffer()
  return answer.ok
}
