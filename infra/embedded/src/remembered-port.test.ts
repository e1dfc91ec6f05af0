import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { rememberedPort } from './remembered-port.ts'

let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'tally-port-'))
})
afterEach(() => rmSync(data, { recursive: true }))

it('is the same again, of each server its own, and none that outgoing connections get', async () => {
  const [kafka, postgres] = [await rememberedPort(data, 'kafka'), await rememberedPort(data, 'postgres')]
  expect(kafka).not.toBe(postgres)
  expect(await rememberedPort(data, 'kafka')).toBe(kafka)
  for (const port of [kafka, postgres]) expect(port >= 20_000 && port < 30_000).toBe(true)
})

it('is another one when somebody listens there now', async () => {
  const port = await rememberedPort(data, 'kafka')
  const stranger = createServer().listen(port, '127.0.0.1')
  await once(stranger, 'listening')
  const next = await rememberedPort(data, 'kafka')
  stranger.close()
  expect(next).not.toBe(port)
  expect(await rememberedPort(data, 'kafka')).toBe(next)
})
