import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openLog } from './append-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'tally-log-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('keeps entries in the order of the calls, however many wait at once', async () => {
  const path = join(folder, 'order.jsonl')
  const { log } = openLog<number>(path)
  const first = Array.from({ length: 100 }, (_, n) => log.append(n))
  await first[0]
  await Promise.all([...first, ...Array.from({ length: 100 }, (_, n) => log.append(100 + n))])
  await log.close()
  expect(openLog<number>(path).entries).toEqual(Array.from({ length: 200 }, (_, n) => n))
})

it('is on disk when append is done', async () => {
  const path = join(folder, 'disk.jsonl')
  const { log } = openLog<{ a: string }>(path)
  await log.append({ a: 'é\n' })
  expect(readFileSync(path, 'utf8')).toBe('{"a":"é\\n"}\n')
  await log.close()
})

it('settled waits for what others append', async () => {
  const path = join(folder, 'settled.jsonl')
  const { log } = openLog<number>(path)
  const appended = log.append(1)
  await log.settled()
  expect(readFileSync(path, 'utf8')).toBe('1\n')
  await appended
  await log.close()
})

it.each([
  ['a line cut off', '1\n2\n{"a":', [1, 2]],
  ['within a letter of several bytes', '1\n"\u00e9', [1]],
  ['nothing yet', '', []],
])('goes on after %s', async (name, text, entries) => {
  const path = join(folder, `${name}.jsonl`)
  writeFileSync(path, text)
  const opened = openLog<number>(path)
  expect(opened.entries).toEqual(entries)
  await opened.log.append(9)
  await opened.log.close()
  expect(openLog<number>(path).entries).toEqual([...entries, 9])
})
