/**
 * The clock of Medicare's certifications (coding-rules.md 6.1): the day after the initial one is due, and while it is missing,
 * somebody is told to get it. Runs for every plan whose beginning is known.
 */
import { plusDays, startOfDayIn } from '@tally/kernel'
import { clearDeadline, deadline, practiceDetails, setDeadline, type Work } from '@tally/platform'
import { planOf } from '../domain/episode.ts'
import { certificationDueOn, isCertified, isLaterPlan } from '../domain/plan-of-care.ts'
import { type Episode, findEpisode } from '../store/episodes.ts'
import { closeWork, openWork } from '../store/work-items.ts'

/** Its subject is the episode. */
const certificationDue = 'certification-due'

/** Sets or ends the clock after an episode changed. */
export async function watchCertification(work: Work, episodeId: string): Promise<void> {
  const missing = missingOf(await findEpisode(work, episodeId))
  if (missing === null) {
    await clearDeadline(work, certificationDue, episodeId)
    return closeWork(work, 'certification', episodeId, 'certified')
  }
  const { timezone } = await practiceDetails(work)
  await setDeadline(work, certificationDue, episodeId, startOfDayIn(timezone, plusDays(missing, 1)))
}

export const certificationClock = deadline(certificationDue, async (work, episodeId) => {
  const episode = await findEpisode(work, episodeId)
  const due = missingOf(episode)
  if (!episode || due === null) return
  await openWork(work, {
    ...{ kind: 'certification', subject: episodeId, patientId: episode.patientId, dueOn: due },
    rule: 'plan-of-care/not-certified',
    says: `the initial certification of the plan of care was due on ${due}`,
    next: `get the signature of ${certifier(episode)}, then set signedOn by PUT /v1/episodes; later visits are held without it`,
  })
})

function certifier({ told }: Episode): string {
  return told?.certifierNpi == null ? 'the physician' : `the certifier, NPI ${told.certifierNpi}`
}

/** Until when it is due, while it is missing; null when nothing is. */
function missingOf(episode: Episode | null) {
  const plan = episode && planOf(episode.told, episode.seen, [])
  if (!plan || isLaterPlan(plan) || episode.told?.dischargedOn != null) return null
  const due = certificationDueOn(plan)
  return due === null || isCertified(plan, due) ? null : due
}
