/**
 * The outside in process, for tests: a virtual clock, nothing on disk unless a folder is given, webhooks to
 * whatever `send` is. Move the clock, then call `work`; `workUntilQuiet` does both.
 */
import type { Clock } from './clock.ts'
import type { Send } from './state/deliver-files.ts'
import type { Faults } from './state/faults.ts'
import { openFolder, openMemory } from './state/open-storage.ts'
import { outsideWorld, type World } from './state/outside-world.ts'
import type { SettingsChange } from './state/settings.ts'
import { signer } from './state/sign-webhook.ts'

export interface Simulation {
  readonly clock: Clock
  readonly send: Send | null
  readonly folder?: string
  readonly secret?: string
  readonly settings?: SettingsChange
  readonly faults?: Faults
}

/** Of tests alone: 24 bytes that anyone may know. */
export const testWebhookSecret = 'whsec_dGFsbHktc2ltdWxhdG9yLXRlc3Qtc2VjcmV0'

export function simulate({ clock, send, folder, secret, settings, faults }: Simulation): World {
  const world = outsideWorld({
    clock,
    storage: folder === undefined ? openMemory() : openFolder(folder),
    sign: signer(secret ?? testWebhookSecret),
    send: () => send,
  })
  if (settings) world.changeSettings(settings)
  if (faults) world.setFaults(faults)
  return world
}

/** Moves a clock from one due moment to the next until nothing is owed; answers how many moments. */
export async function workUntilQuiet(
  world: World,
  clock: Clock & { advance(millis: number): void },
): Promise<number> {
  for (let moments = 0; ; moments += 1) {
    while (await world.work());
    const next = world.nextDueAt()
    if (next === null) return moments
    clock.advance(Math.max(0, next - clock.millis()))
  }
}
