/**
 * Brings the ledgers of authorizations to what the days hold now: reserved for a cleared day, used by one that went out, given
 * back by any other; then presses when one runs low or out, once for each time it does.
 */
import { authorizationExhausted, authorizationRunningLow } from '@tally/contracts'
import { assert, dayIn, plusDays, type ServiceDate, startOfDayIn } from '@tally/kernel'
import { clearDeadline, commit, practiceDetails, saying, setDeadline, type Work } from '@tally/platform'
import type { DayAnswered, Ledger } from '../domain/answer-in-order.ts'
import { type Alarms, type Authorization, alarmsOf, type Balance, lowDays } from '../domain/authorization.ts'
import { addEntry, findLedger, saveAuthorization } from '../store/authorizations.ts'

/** The process that looks when an authorization nears its end; its subject is the authorization. */
export const authorizationEnds = 'authorization-ends'

export async function settleLedgers(
  work: Work,
  ledgers: readonly Ledger[],
  days: readonly { readonly id: string; readonly sent: boolean }[],
  answers: readonly DayAnswered[],
): Promise<void> {
  const touched = new Set<string>()
  for (const [place, { id, sent }] of days.entries()) {
    const answer = answers[place]
    // What one that waits holds is told when it is answered; what one that went out has used follows its claim (move-ledgers.ts).
    if (!answer || answer.clearance.kind === 'waiting') continue
    for (const { authorization, balance } of ledgers) {
      const held = balance.ofDay.get(id)
      const takes = answer.takes?.authorizationId === authorization.id ? answer.takes.quantity : 0
      if (sent && held?.kind === 'use') continue
      const kind = sent ? 'use' : 'reserve'
      if (takes > 0 && (held?.kind !== kind || held.quantity !== takes)) {
        await addEntry(work, authorization.id, { kind, quantity: takes, treatmentDayId: id })
      } else if (takes === 0 && held && !sent) {
        await addEntry(work, authorization.id, {
          kind: 'release',
          quantity: held.quantity,
          treatmentDayId: id,
        })
      } else continue
      touched.add(authorization.id)
    }
  }
  for (const id of touched) await pressAuthorization(work, id)
}

/** Says what became pressing of an authorization whose ledger or dates changed, or whose end drew near. */
export async function pressAuthorization(work: Work, id: string): Promise<void> {
  const ledger = await findLedger(work, id)
  assert(ledger, `authorization ${id} is not there`)
  const { authorization, balance } = ledger
  const { timezone } = await practiceDetails(work)
  const today = dayIn(timezone, work.now)
  const { low, exhausted } = alarmsOf(authorization, balance, today)
  const pressed: Authorization = {
    ...authorization,
    ...{ version: authorization.version + 1, saidExhausted: exhausted },
    // One that ran out was low before: that is over only when there are more again.
    saidLow: low || (exhausted && authorization.saidLow),
  }
  await commit(
    work,
    () => saveAuthorization(work, pressed, undefined),
    pressing(authorization, pressed, balance, { low, exhausted }),
  )
  await watchEnd(work, authorization, timezone, today)
}

function pressing(before: Authorization, now: Authorization, balance: Balance, { low, exhausted }: Alarms) {
  const { id, patientId, payerId, version, countedIn, to } = now
  const { granted, used, reserved, remaining } = balance
  const said = {
    ...{ subject: id, sequence: version, correlationId: id },
    data: {
      ...{ authorizationId: id, patientId, payerId, version, countedIn },
      ...{ visitsGranted: granted, visitsUsed: used, visitsReserved: reserved, visitsRemaining: remaining },
      endsOn: to,
    },
  }
  return [
    ...(exhausted && !before.saidExhausted ? [saying(authorizationExhausted, said)] : []),
    ...(low && !before.saidLow ? [saying(authorizationRunningLow, said)] : []),
  ]
}

async function watchEnd(
  work: Work,
  { id, to, status, limited }: Authorization,
  timezone: string,
  today: ServiceDate,
): Promise<void> {
  const on = to === null ? null : plusDays(to, -lowDays)
  const watched = on !== null && on > today && limited && status !== 'denied' && status !== 'cancelled'
  if (watched) await setDeadline(work, authorizationEnds, id, startOfDayIn(timezone, on))
  else await clearDeadline(work, authorizationEnds, id)
}
