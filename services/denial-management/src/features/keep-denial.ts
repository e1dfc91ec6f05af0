/** Keeps a denial with its step, its clock and what is said of it. */
import { dayIn, plusDays, startOfDayIn } from '@tally/kernel'
import { clearDeadline, commit, type saying, setDeadline, type Work } from '@tally/platform'
import { appealEndsAs, type Denial, type Resolution, resolved } from '../domain/denial.ts'
import { nextDay } from '../domain/two-clocks.ts'
import { endPending } from '../store/appeals.ts'
import { type Step, saveDenial } from '../store/denials.ts'
import { openedSayings, resolvedSaying } from './denial-events.ts'

/** The clock of each unresolved denial; it rings when its last day is over. */
export const denialDue = 'denial-due'

type Saying = ReturnType<typeof saying>

export async function keepOpened(work: Work, denial: Denial, zone: string): Promise<void> {
  await keepChanged(work, denial, byEvent('opened'), zone, openedSayings(denial))
}

export async function keepChanged(
  work: Work,
  denial: Denial,
  step: Step,
  zone: string,
  says: readonly Saying[] = [],
): Promise<void> {
  await commit(work, () => saveDenial(work, denial, step), says)
  const day = nextDay(denial, dayIn(zone, work.now)) ?? denial.due.dueOn
  await setDeadline(work, denialDue, denial.id, startOfDayIn(zone, plusDays(day, 1)))
}

/** An appeal that is still with the payer ends with it. */
export async function keepResolved(work: Work, denial: Denial, step: Step, zone: string): Promise<void> {
  await commit(work, () => saveDenial(work, denial, step), [resolvedSaying(denial)])
  await clearDeadline(work, denialDue, denial.id)
  await endPending(work, denial.id, appealEndsAs(denial), dayIn(zone, work.now))
}

export async function resolveAll(
  work: Work,
  denials: readonly Denial[],
  resolution: Resolution,
  because: string,
  zone: string,
): Promise<void> {
  for (const denial of denials) {
    await keepResolved(work, resolved(denial, resolution, because), byEvent(because), zone)
  }
}

export function byEvent(did: string): Step {
  return { did, keyId: null, reason: null }
}
