/**
 * One message by itself, for one feature after the other. Each feature has three tries of its own; what fails them
 * is parked for that feature alone, and the others take it.
 */
import { describeError, isFault } from '../fault.ts'
import type { Shell } from '../shell.ts'
import { listenerOf, type PlacedMessage, readEnvelope } from './delivery.ts'
import { handleTogether } from './handle-together.ts'
import { park } from './parking.ts'
import type { HearingFeature } from './subscription.ts'
import { countTry, processEnded, takeTryBack, triesMax, triesSoFar } from './tries.ts'

/** Trying again cannot help. */
const unreadable = { code: 'defect', says: 'a message is no envelope of ours', tries: 1 }

/**
 * Handled or parked for every feature that hears it, when this resolves. Faults come out of it. `suspect`: an earlier
 * process may have died of it.
 */
export async function handleAlone(
  shell: Shell,
  features: readonly HearingFeature[],
  message: PlacedMessage,
  suspect: boolean,
): Promise<void> {
  const envelope = readEnvelope(message.value)
  for (const feature of features) {
    if (!envelope) {
      if (feature.listeners.some(({ topic }) => topic === message.topic))
        await park(shell, feature.name, message, unreadable)
    } else if (listenerOf(feature, message.topic, envelope.type)) {
      const attempt = () => threeTries(shell, feature, message, envelope.id)
      if (suspect) await itsTurn(shell, await triesSoFar(shell, feature.name, message), attempt)
      else await attempt()
    }
  }
}

async function itsTurn({ suspects }: Shell, tries: number, attempt: () => Promise<void>): Promise<void> {
  if (tries === triesMax - 1) await suspects.proven
  await suspects.turn(tries, attempt)
}

async function threeTries(
  shell: Shell,
  feature: HearingFeature,
  message: PlacedMessage,
  messageId: string,
): Promise<void> {
  for (let trouble = processEnded; ; ) {
    const tries = await countTry(shell, feature.name, message, messageId)
    if (tries === null) return
    if (tries > triesMax) return park(shell, feature.name, message, { ...trouble, tries: triesMax })
    try {
      return await handleTogether(shell, [feature], [message])
    } catch (error) {
      if (isFault(error)) {
        await takeTryBack(shell, feature.name, message)
        throw error
      }
      trouble = describeError(error)
    }
  }
}
