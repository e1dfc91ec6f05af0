/**
 * `GET /v1/audit`: who changed or saw what of this practice, the newest first, over all services of the process; where each
 * service has its own, `?service=` names one. An operator is shown the installation's own entries, and no practice's. Asking is an
 * entry itself.
 */
import { isInstant } from '@tally/kernel'
import { z } from 'zod'
import { firstAuditEntryId, reasonBinding } from '../auditing/audit-entry.ts'
import { subjectsNamed } from '../auditing/subject-of-path.ts'
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { cursorOfIds } from '../http/field-forms.ts'
import { answer, type HttpFeature, route } from '../http/route.ts'
import { installation } from '../keys/key-vault.ts'
import type { Work } from '../messaging/work.ts'
import { type RunningService, servicesAsked } from './running-service.ts'

const kinds = z.enum(['change', 'read', 'refused', 'asked', 'alarm'])

const entry = z
  .object({
    id: z.string(),
    at: z.string(),
    service: z.string(),
    kind: kinds,
    actor: z.object({
      kind: z.enum(['key', 'message', 'job', 'deadline', 'webhook']),
      id: z.string(),
      label: z.string().nullable(),
      role: z.string().nullable(),
    }),
    action: z.string(),
    subjects: z.array(z.string()),
    patients: z.int(),
    outcome: z.string(),
    causes: z.array(z.string()),
    reason: z.string().nullable(),
  })
  .meta({
    id: 'AuditEntry',
    description: 'Who changed or saw what, by ids; `patients`: how many were shown.',
  })
type Entry = z.infer<typeof entry>

const instant = z.string().refine(isInstant, 'a moment, such as 2026-03-02T18:00:00Z')

export function auditLog(services: readonly RunningService[]): HttpFeature {
  return route({
    method: 'GET',
    path: '/v1/audit',
    summary: 'Who changed or saw what of this practice, the newest first.',
    description:
      '`from` is in, `to` is out. `actor` is a key’s id or label or the name of a feature or job, `action` a method and ' +
      'template (`GET /v1/claims/:id`) or an event’s type, `subject` an id of ours or the EMR’s. An operator is shown what is ' +
      'the installation’s own, and no practice’s.',
    roles: ['owner', 'auditor', 'operator'],
    query: z.strictObject({
      from: instant.optional(),
      to: instant.optional(),
      actor: z.string().max(200).optional(),
      kind: kinds.optional(),
      action: z.string().max(200).optional(),
      subject: z.string().max(200).optional(),
      service: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: cursorOfIds(),
    }),
    answers: { 200: z.object({ items: z.array(entry), nextCursor: z.string().nullable() }) },
    async handle({ query: { service, limit, ...asked }, work }) {
      const chosen = servicesAsked(services, service)
      if ('kind' in chosen) return chosen
      const lists = await Promise.all(chosen.map((each) => entriesOf(each, work, asked, limit + 1)))
      const items = lists.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
      const shown = items.slice(0, limit)
      const nextCursor = items.length > limit ? (shown.at(-1)?.id ?? null) : null
      return answer(200, { items: shown, nextCursor })
    },
  })
}

interface Filter {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly actor?: string | undefined
  readonly kind?: Entry['kind'] | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly cursor?: string | undefined
}

async function entriesOf(
  { service, shell }: RunningService,
  { service: own, query, keys }: Work,
  { from, to, actor, kind, action, subject, cursor }: Filter,
  limit: number,
): Promise<Entry[]> {
  const ends = [cursor || undefined, to && firstAuditEntryId(to)].filter((end) => end !== undefined)
  const values = [
    ...[keys.practiceId, from === undefined ? '' : firstAuditEntryId(from), ends.sort()[0] ?? null],
    ...[
      actor ?? null,
      action ?? null,
      limit,
      kind ?? null,
      ...(subject === undefined ? [] : [subjectsNamed(keys, subject)]),
    ],
  ]
  const ask = (asking: Query) => asking<Row>(subject === undefined ? list : listOfSubject, values)
  // Of its own service it holds a connection already: asking for a second one, three of them would wait for ever.
  const rows = await (shell.service === own
    ? ask(query)
    : keys.practiceId === installation
      ? inTransaction(shell.worker, null, ask, 'snapshot')
      : inTransaction(shell.api, keys.practiceId, ask, 'snapshot'))
  return rows.map(({ actor_kind, actor, actor_label, actor_role, reason, ...row }) => ({
    ...row,
    service: service.name,
    actor: { kind: actor_kind, id: actor, label: actor_label, role: actor_role },
    reason: reason && String(keys.openColumn(reason, reasonBinding(row.id))),
  }))
}

interface Row extends Omit<Entry, 'service' | 'actor' | 'reason'> {
  readonly actor_kind: Entry['actor']['kind']
  readonly actor: string
  readonly actor_label: string | null
  readonly actor_role: string | null
  readonly reason: Buffer | null
}

const selected = (and: string) => `
  select id, at, kind, actor_kind, actor, actor_label, actor_role, action, subjects, patients, outcome, causes, reason
  from audit_entry
  where practice_id = $1 and id >= $2 and ($3::text is null or id < $3) and ($4::text is null or actor = $4 or actor_label = $4)
    and ($5::text is null or action = $5) and ($7::text is null or kind = $7) ${and}
  order by id desc limit $6`

const list = { name: 'audit-list', text: selected('') }
const listOfSubject = { name: 'audit-list-of-subject', text: selected('and subjects && $8::text[]') }
