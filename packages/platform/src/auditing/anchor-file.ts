/** The file of anchors: on the disk of the services, not of the database. Copy it, or the log's lines, to where neither reaches. */
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeepAnchor } from './anchor.ts'

export function anchorFile(dataFolder: string): string {
  return join(dataFolder, 'audit-anchors.jsonl')
}

export function keepAnchorsIn(dataFolder: string): KeepAnchor {
  return (line) => appendFile(anchorFile(dataFolder), `${line}\n`, { mode: 0o600 })
}
