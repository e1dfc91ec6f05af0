/** What people do by hand, as requests. */
import type { Command, LineAt } from './command.ts'
import { claimId, lineId, patientOf, payerOf } from './say-visit.ts'

interface Known {
  remittanceOf(trace: string): string | undefined
  entryOf(key: string): string | undefined
}

export interface Call {
  readonly method: 'POST' | 'DELETE'
  /** null: there is nothing that it could name. */
  path(known: Known): string | null
  readonly body?: object
  readonly headers: Readonly<Record<string, string>>
  /** Of whom; the practice's owner. */
  readonly key?: string
  /** Under its key, or by what it asks, the same again moves nothing. */
  readonly isRepeatable: boolean
}

export const secondOwner = 'key-of-a-second-owner'

export function callsOf(command: Command): readonly Call[] {
  switch (command.kind) {
    case 'hand payment': {
      const { entry, cents: amountCents, from } = command
      const patientId = patientOf(entry)
      return from === 'cash'
        ? [enters(entry, { kind: 'patient-payment', patientId, method: 'card', amountCents })]
        : [enters(entry, { kind: 'apply-credit', patientId, amountCents })]
    }
    case 'refund': {
      const { entry, cents: amountCents, of } = command
      const asked = { kind: 'refund', amountCents, reason: 'paid too much' }
      if (of === 'patient') return [enters(entry, { ...asked, patientId: patientOf(entry) })]
      const payerId = payerOf(of.visit, of.order)
      return [enters(entry, { ...asked, payerId, lines: [lineIn(of, amountCents)] })]
    }
    case 'write-off': {
      const { entry, cents, of, agreed } = command
      const lines = [lineIn(of, cents)]
      const asked = enters(entry, {
        kind: 'write-off',
        writeOff: 'courtesy',
        lines,
        reason: 'nobody will pay it',
      })
      return agreed ? [asked, agreesTo(entry)] : [asked]
    }
    case 'take back':
      return [
        {
          ...{ method: 'POST', headers: {}, body: { reason: 'typed wrongly' }, isRepeatable: true },
          path: ({ entryOf }) => pathTo('/v1/payments/', entryOf(command.entry), '/reverse'),
        },
      ]
    case 'unmatch':
    case 'match': {
      const { trace, position, visit, order } = command
      return [
        {
          ...{ method: command.kind === 'match' ? 'POST' : 'DELETE', headers: {}, isRepeatable: false },
          path: ({ remittanceOf }) => pathTo('/v1/remittances/', remittanceOf(trace), '/matches'),
          body: { position, claimId: claimId(visit, order), reason: 'a person looked' },
        },
      ]
    }
    default:
      return []
  }
}

function enters(entry: string, body: object): Call {
  return {
    method: 'POST',
    path: () => '/v1/payments',
    body,
    headers: { 'idempotency-key': entry },
    isRepeatable: true,
  }
}

/** Where one person was enough there is nothing to agree to. */
function agreesTo(entry: string): Call {
  const path = ({ entryOf }: Known) => pathTo('/v1/payments/', entryOf(entry), '/agree')
  return { method: 'POST', path, headers: {}, key: secondOwner, isRepeatable: false }
}

function lineIn({ visit, place, order }: LineAt, amountCents: number) {
  return { chargeLineId: lineId(visit, place), order: order === 0 ? null : order, amountCents }
}

function pathTo(before: string, id: string | undefined, behind: string): string | null {
  return id === undefined ? null : `${before}${id}${behind}`
}
