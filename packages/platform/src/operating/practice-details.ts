/** What a practice has told of itself, for the services that send in its name: opened with its own keys. */
import { assert } from '@tally/kernel'
import { z } from 'zod'
import type { Work } from '../messaging/work.ts'
import { detailsBinding } from './installation.ts'

const details = z.object({
  name: z.string(),
  address: z
    .object({
      line1: z.string(),
      line2: z.string().nullish(),
      city: z.string(),
      state: z.string(),
      zip: z.string(),
    })
    .nullish(),
  submitter: z.object({ name: z.string(), phone: z.string().nullish() }).nullish(),
  policies: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})

export interface PracticeDetailsRead extends z.output<typeof details> {
  /** IANA name: decides which day is today. */
  readonly timezone: string
  readonly npis: readonly string[]
}

interface Row {
  readonly timezone: string
  readonly npis: string[]
  readonly details: Buffer
}

const readIn = new WeakMap<Work['held'], Map<string, Promise<PracticeDetailsRead>>>()

/** Once a transaction and practice: of a batch of visits each would ask. */
export function practiceDetails(work: Work): Promise<PracticeDetailsRead> {
  const read = readIn.get(work.held) ?? new Map<string, Promise<PracticeDetailsRead>>()
  readIn.set(work.held, read)
  const known = read.get(work.practiceId) ?? readDetails(work)
  read.set(work.practiceId, known)
  return known
}

async function readDetails(work: Work): Promise<PracticeDetailsRead> {
  const [row] = await work.query<Row>(find, [work.practiceId])
  assert(row, `practice ${work.practiceId} is not there`)
  const opened = details.parse(work.keys.openColumn(row.details, detailsBinding(work.practiceId)))
  return { ...opened, timezone: row.timezone, npis: row.npis }
}

const find = {
  name: 'practice-details',
  text: 'select timezone, npis, details from platform.practice_of($1)',
}
