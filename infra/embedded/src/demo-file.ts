/**
 * `.tally/demo.json` (mode 0600): the demo practice, its key and the operator's, and the ports; the same over
 * restarts.
 */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPractice, newApiKey } from '@tally/platform'
import { newWebhookSecret } from './embedded-clearinghouse.ts'

export interface DemoFile {
  readonly practiceId: string
  readonly keys: { readonly demo: string | null; readonly operator: string }
  /** What the clearinghouse signs its webhooks with. */
  readonly webhookSecret: string
  readonly ports: Readonly<Record<string, string>>
}

export interface WantedKeys {
  readonly demoKey: string | null
  readonly operatorKey: string | null
  /** False with a database of one's own: the demo practice appears there only when its key is given. */
  readonly embeddedDatabase: boolean
}

/** The environment's keys, else those of the last start, else new ones. */
export function firstKeys(
  data: string,
  { demoKey, operatorKey, embeddedDatabase }: WantedKeys,
): DemoFile['keys'] {
  const known = readDemoFile(data)?.keys
  const demo = embeddedDatabase ? (demoKey ?? known?.demo ?? newApiKey()) : demoKey
  return { demo, operator: operatorKey ?? known?.operator ?? newApiKey() }
}

/** The secret of the last start, else a new one. */
export function webhookSecret(data: string): string {
  return readDemoFile(data)?.webhookSecret ?? newWebhookSecret()
}

export function writeDemoFile(data: string, written: Omit<DemoFile, 'practiceId'>): void {
  const path = join(data, 'demo.json')
  const file: DemoFile = { practiceId: demoPractice.id, ...written }
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  chmodSync(path, 0o600)
}

export function readDemoFile(data: string): DemoFile | undefined {
  const path = join(data, 'demo.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
