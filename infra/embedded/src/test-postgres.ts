/**
 * Vitest's global setup for `.db.test.ts`: one embedded Postgres without fsync for the whole run, in a
 * temporary directory. TEST_DATABASE_URL, when given, is used instead. Tests get it by
 * `inject('testDatabaseUrl')` or from the environment.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type EmbeddedPostgres, removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    testDatabaseUrl: string
  }
}

let running: { readonly postgres: EmbeddedPostgres; readonly data: string } | undefined

export async function setup(project: TestProject): Promise<void> {
  process.env.TEST_DATABASE_URL ??= await startOnce()
  project.provide('testDatabaseUrl', process.env.TEST_DATABASE_URL)
}

export async function teardown(): Promise<void> {
  if (running === undefined) return
  await running.postgres.stop()
  removeEmbeddedPostgres(running.data)
  rmSync(running.data, { recursive: true })
  running = undefined
  delete process.env.TEST_DATABASE_URL
}

async function startOnce(): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'tally-test-postgres-'))
  chmodSync(data, 0o711) // Postgres's own user must pass.
  const postgres = await startEmbeddedPostgres({ data, durable: false, progress: () => undefined })
  running = { postgres, data }
  return postgres.url
}
