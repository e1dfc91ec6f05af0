/**
 * A request as the audit log keeps it. Every request of a practice's route with a good key leaves an entry, whatever its
 * answer, and so does every change of what the installation keeps; routes need not ask for it, and cannot forget it. Two
 * leave none: what failed with the world (503), for nothing was shown or changed, and an empty page of a list that was asked for by
 * nothing but its place, for a system that polls shows itself nobody.
 */
import type { Actor, Practice } from '../http/authenticate.ts'
import type { Problem } from '../http/problem.ts'
import type { Answer, HttpFeature } from '../http/route.ts'
import { installation } from '../keys/key-vault.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'
import { type AuditActor, type AuditEntry, auditEntryId, reasonBinding } from './audit-entry.ts'
import { subjectsOfPath } from './subject-of-path.ts'
import { isOurId, isPatient, shownIn } from './what-is-shown.ts'

export interface AuditedRequest {
  readonly feature: HttpFeature
  readonly actor: Actor
  readonly requestId: string
  /** As they came: a request may be refused before they are read. */
  readonly params: unknown
  readonly query: unknown
  /** As it was read. */
  readonly body: unknown
  readonly practice: Practice | null
  /** Of the practice, else of the installation. */
  readonly keys: PracticeKeys
  readonly now: string
}

/** `kept`: what the handler wrote is committed with the entries. */
export function entriesOfRequest(
  request: AuditedRequest,
  outcome: Answer | Problem,
  kept: boolean,
): AuditEntry[] {
  if (leavesNone(request, outcome)) return []
  const { keys } = request
  return practicesOf(request, outcome).map((practiceId) => {
    const entry = entryOf(request, outcome, kept, practiceId)
    const words = keys.practiceId === practiceId ? reasonIn(request.body) : null
    return { ...entry, reason: words === null ? null : keys.sealColumn(words, reasonBinding(entry.id)) }
  })
}

/** What an operator is about to do by several transactions. */
export function entryOfAsking(request: AuditedRequest): AuditEntry {
  const { actor, requestId, now, feature, params, keys } = request
  return {
    ...{ id: auditEntryId(now), practiceId: installation, at: now, kind: 'asked', outcome: 'asked' },
    ...{
      actor: auditActor(actor),
      action: actionOf(feature),
      patients: 0,
      causes: [requestId],
      reason: null,
    },
    subjects: subjectsOfPath(keys, feature.path, params, true),
  }
}

const subjectsMax = 1_000

/** `patients` counts whom the request named or the answer shows; nobody, where it was refused. */
function entryOf(
  { feature, actor, requestId, params, body, keys, now }: AuditedRequest,
  outcome: Answer | Problem,
  kept: boolean,
  practiceId: string,
): AuditEntry {
  const refused = outcome.kind === 'problem'
  const ofPath = subjectsOfPath(keys, feature.path, params, !refused)
  const asked = shownIn(keys, body).patients
  const { patients, others } = refused ? { patients: [], others: [] } : shownIn(keys, outcome.body)
  const said = refused ? [] : (outcome.shows ?? [])
  const own = refused ? undefined : Object(outcome.body).id
  const named = [...ofPath, ...(isOurId(own) ? [own] : []), ...asked, ...said, ...patients]
  const known = new Set(named.filter(isPatient))
  // Where a patient is named, the visits and claims say nothing more.
  const subjects = new Set(known.size > 0 ? named : [...named, ...others])
  return {
    ...{ id: auditEntryId(now), practiceId, at: now },
    kind: refused ? 'refused' : kept ? 'change' : 'read',
    ...{ actor: auditActor(actor), action: actionOf(feature) },
    ...{ subjects: [...subjects].slice(0, subjectsMax), patients: refused ? 0 : known.size },
    outcome: refused ? `${outcome.status} ${outcome.code}` : String(outcome.status),
    ...{ causes: [requestId], reason: null },
  }
}

function auditActor({ keyId, label, role }: Actor): AuditActor {
  return { kind: 'key', id: keyId, label, role }
}

function actionOf({ method, path }: HttpFeature): string {
  return `${method} ${path}`
}

function leavesNone({ feature, query }: AuditedRequest, outcome: Answer | Problem): boolean {
  if (outcome.status >= 500 || outcome.status === 429) return true
  if (feature.access === 'operator' && feature.method === 'GET') return outcome.status < 400
  if (outcome.kind === 'problem' || feature.method !== 'GET') return false
  const { items } = Object(outcome.body)
  const named = Object.entries(Object(query)).filter(([name]) => !places.includes(name))
  return Array.isArray(items) && items.length === 0 && named.length === 0
}

/** Of a list: where a page begins and ends. */
const places = ['after', 'cursor', 'limit', 'service']

/** In whose log it stands: the practice's; of a key or a practice, those that it is of; else the installation's. */
function practicesOf({ practice, actor, feature, params, body }: AuditedRequest, outcome: Answer | Problem) {
  if (practice) return [practice.id]
  const [only] = actor.practices
  if (outcome.kind === 'problem') return [actor.practices.length === 1 && only ? only : installation]
  if (feature.access === 'practice') return [installation]
  const shown = Object(outcome.body)
  const held = [Object(body).practices, shown.practices].flatMap((list) => (Array.isArray(list) ? list : []))
  const isPractice = /^prc_\w+$/
  const ids = [Object(params).id, shown.id, ...held].filter(
    (id): id is string => typeof id === 'string' && isPractice.test(id),
  )
  return ids.length > 0 && feature.method !== 'GET' ? [...new Set(ids)] : [installation]
}

function reasonIn(body: unknown): string | null {
  const { reason } = Object(body)
  return typeof reason === 'string' ? reason : null
}
