/** Where the outside keeps what it knows: files under a folder, or nowhere. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AppendLog, forgetfulLog, openLog } from './append-log.ts'
import type { DeliveryTry, GivenAnswer, TakenInquiry, TakenSubmission } from './entries.ts'
import { type Faults, faultsShape } from './faults.ts'
import { readJson, writeJson } from './keep-json.ts'
import { ordinarySettings, type Settings, settingsChange } from './settings.ts'
import {
  applyAnswer,
  applyDelivery,
  applyInquiry,
  applySubmission,
  newWorld,
  type WorldState,
} from './world-state.ts'

export interface Storage {
  readonly state: WorldState
  readonly settings: Settings
  readonly faults: Faults
  readonly journal: AppendLog<TakenSubmission>
  readonly inquiries: AppendLog<TakenInquiry>
  readonly answers: AppendLog<GivenAnswer>
  readonly deliveries: AppendLog<DeliveryTry>
  keepSettings(settings: Settings): void
  keepFaults(faults: Faults): void
}

export function openMemory(): Storage {
  return {
    ...{ state: newWorld(), settings: ordinarySettings, faults: {}, journal: forgetfulLog() },
    ...{ inquiries: forgetfulLog(), answers: forgetfulLog(), deliveries: forgetfulLog() },
    keepSettings: () => undefined,
    keepFaults: () => undefined,
  }
}

/** What was promised before is known again: submissions first, then what was answered, then what arrived. */
export function openFolder(folder: string): Storage {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const at = (name: string) => join(folder, name)
  const state = newWorld()
  const journal = openLog<TakenSubmission>(at('journal.jsonl'))
  const inquiries = openLog<TakenInquiry>(at('inquiries.jsonl'))
  const answers = openLog<GivenAnswer>(at('answers.jsonl'))
  const deliveries = openLog<DeliveryTry>(at('deliveries.jsonl'))
  for (const taken of journal.entries) applySubmission(state, taken)
  for (const taken of inquiries.entries) applyInquiry(state, taken)
  for (const answer of answers.entries) applyAnswer(state, answer)
  for (const delivery of deliveries.entries) applyDelivery(state, delivery)
  const kept = settingsChange.parse(readJson(at('settings.json')) ?? {})
  return {
    state,
    settings: settingsWith(ordinarySettings, kept),
    faults: faultsShape.parse(readJson(at('faults.json')) ?? {}),
    ...{ journal: journal.log, inquiries: inquiries.log, answers: answers.log, deliveries: deliveries.log },
    keepSettings: (settings) => writeJson(at('settings.json'), settings),
    keepFaults: (faults) => writeJson(at('faults.json'), faults),
  }
}

/** What is named replaces; a value left out keeps. */
export function settingsWith(settings: Settings, change: Partial<Record<keyof Settings, unknown>>): Settings {
  const named = Object.entries(change).filter(([, value]) => value !== undefined)
  return { ...settings, ...Object.fromEntries(named) }
}
