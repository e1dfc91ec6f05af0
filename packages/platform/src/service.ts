/**
 * What a service is: a value that names what it answers, hears and watches. `host` runs one or all of them.
 */
import { assert } from '@tally/kernel'
import type { Query, Statement } from './database/pool.ts'
import type { HttpFeature } from './http/route.ts'
import type { DeadlineFeature } from './messaging/deadlines.ts'
import type { JobFeature } from './messaging/jobs.ts'
import type { HearingFeature } from './messaging/subscription.ts'

export type Feature = HttpFeature | HearingFeature | DeadlineFeature | JobFeature

/** What a service last found when it looked at itself; readiness tells it. */
export interface SelfCheck {
  readonly name: string
  readonly holds: boolean
  /** When it was looked at; null: never yet. */
  readonly at: string | null
  readonly says: string
}

/** Business of one kind that waits: for a partner, for a person. */
export interface Waiting {
  /** In words, like `claims held`; never an id. */
  readonly what: string
  readonly count: number
  /** Since when the oldest waits; null where none does. */
  readonly oldest: string | null
}

/** Routes that a reader looks for together. */
export interface Area {
  readonly name: string
  /** What one does there, for a newcomer. */
  readonly says: string
  /** How its routes' paths begin. */
  readonly paths: readonly string[]
}

export interface Service {
  /** kebab-case; also its consumer group, its schema (with underscores) and its topics' first word. */
  readonly name: string
  /** One sentence: what it decides. */
  readonly decides: string
  readonly features: readonly Feature[]
  /** Its routes by what one looks for, in the order of a visit's way to cash. */
  readonly areas?: readonly Area[]
  /** The folder of its SQL files. */
  readonly migrations: URL
  /** Requests that an instance works on at once, each with a connection; the others wait. 3 where nothing is said (DESIGN.md 5). */
  readonly requestsAtOnce?: number
  /** Keeps a command journal, from which its tables can be made anew (messaging/journal.ts). */
  readonly journals?: boolean
  /**
   * What removes rows of its own that have served, hourly. Each takes the moment as $1, touches at most 500 rows and
   * returns them.
   */
  readonly retains?: readonly Statement[]
  /** Reads the last result of its own checks; it does not check. */
  readonly selfCheck?: (query: Query) => Promise<SelfCheck>
  /** Of all practices, each kind also where none waits. It is asked several times a minute: an index answers it. */
  readonly waiting?: (query: Query) => Promise<readonly Waiting[]>
}

export function defineService(service: Service): Service {
  const unseen = service.journals ? httpFeatures(service).filter(isUnseen) : []
  const paths = unseen.map(({ path }) => path).join(', ')
  assert(paths === '', `${service.name} keeps a journal, which would not see what these routes do: ${paths}`)
  return service
}

function isUnseen({ access, method }: HttpFeature): boolean {
  return method !== 'GET' && (access === 'operator' || access === 'signed')
}

export function httpFeatures({ features }: Pick<Service, 'features'>): HttpFeature[] {
  return features.filter((feature) => feature.kind === 'http')
}

export function hearingFeatures({ features }: Service): HearingFeature[] {
  return features.filter((feature) => feature.kind === 'hears')
}

export function deadlineFeatures({ features }: Service): DeadlineFeature[] {
  return features.filter((feature) => feature.kind === 'deadline')
}

export function jobFeatures({ features }: Service): JobFeature[] {
  return features.filter((feature) => feature.kind === 'job')
}
