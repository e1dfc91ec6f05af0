/** What a partner lays down in its folder comes in once, whole, and nothing of it is lost. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { virtualClock } from '@tally/platform'
import { setUpPartner, startTestHost, type TestHost, testPartner } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Clearinghouse } from '../gateways/clearinghouse.ts'
import { DropFolderFault, dropFolder } from '../gateways/drop-folder.ts'
import { claimSubmissionThrough } from '../service.ts'

const clock = virtualClock('2026-03-03T17:00:00.000Z')
const root = mkdtempSync(join(tmpdir(), 'tally-drop-'))
const own = join(root, testPartner.id)
const ta1 = (number: string) =>
  [
    'ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLYSUB       *260303*0900*^*00501*000000001*0*T*:~',
    `TA1*${number}*260303*0800*A*000~IEA*0*000000001~`,
  ].join('')
const nobody: Clearinghouse = {
  submit: async () => ({ kind: 'not-sent', says: 'it is a test' }),
  standingOf: async () => ({ kind: 'never-seen' }),
  fetchFile: async () => null,
  listFiles: async () => ({ files: [], cursor: '' }),
}

/** What can't be read, by name, and what comes of it. */
const broken = new Map<string, Error>()
let tally: TestHost
beforeAll(async () => {
  const folder = dropFolder(root)
  const service = claimSubmissionThrough(nobody, {
    ...folder,
    list: async (partnerId) => {
      if (broken.has(partnerId)) throw new DropFolderFault('it can’t be read')
      return folder.list(partnerId)
    },
    read: async (partnerId, name) => {
      const error = broken.get(name)
      if (error) throw error
      return folder.read(partnerId, name)
    },
  })
  tally = await startTestHost({ services: [service], clock })
  await setUpPartner(tally)
})
afterAll(async () => {
  await tally.stop()
  rmSync(root, { recursive: true })
})

const files = (folder = '') => {
  const path = join(own, folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true }).flatMap((each) => (each.isFile() ? [each.name] : []))
}
const transmissions = () =>
  tally.sql('select content, channel, bytes from claim_submission.transmission order by received_at, id')
/** Time goes on until it was looked at twice. */
async function until(isSo: () => unknown, expected: unknown): Promise<void> {
  await expect
    .poll(
      () => {
        clock.advance(1_000)
        return isSo()
      },
      { timeout: 20_000 },
    )
    .toEqual(expected)
}

it('a file at rest is taken in and put away', async () => {
  await expect.poll(() => existsSync(own), { timeout: 10_000 }).toBe(true)
  writeFileSync(join(own, 'a.ta1'), ta1('000000007'))
  await until(() => files('taken'), ['a.ta1'])
  expect(await transmissions()).toEqual([
    { content: 'TA1', channel: 'upload', bytes: ta1('000000007').length },
  ])
  expect(files()).toEqual([])
})

it('the same content under another name is put away and does nothing', async () => {
  writeFileSync(join(own, 'b.ta1'), ta1('000000007'))
  await until(() => files('taken'), ['a.ta1', 'b.ta1'])
  expect(await transmissions()).toHaveLength(1)
})

it('another content under a name of before keeps both', async () => {
  writeFileSync(join(own, 'a.ta1'), ta1('000000008'))
  await until(() => files('taken').length, 3)
  expect(await transmissions()).toHaveLength(2)
})

it('what is no file of ours is refused, and lies where a person finds it', async () => {
  writeFileSync(join(own, 'letter.txt'), 'hello')
  await until(() => files('refused'), ['letter.txt'])
  expect(await transmissions()).toHaveLength(2)
  expect(tally.logLines.join('\n')).toContain('lies in `refused`')
  expect(tally.logLines.join('\n')).not.toContain('letter.txt')
})

it('what is still written waits, by its name or by its changes', async () => {
  mkdirSync(join(own, 'a-folder'))
  writeFileSync(join(own, 'c.ta1.part'), ta1('000000009'))
  writeFileSync(join(own, 'd.ta1'), ta1('000000010').slice(0, 60))
  writeFileSync(join(own, 'e.ta1'), ta1('000000011'))
  let written = 60
  // It grows at each look, until it is whole.
  await until(() => {
    if (written < ta1('000000010').length) {
      written += 10
      writeFileSync(join(own, 'd.ta1'), ta1('000000010').slice(0, written))
    }
    return files('taken').includes('e.ta1') && files('taken').includes('d.ta1')
  }, true)
  expect(files('refused')).toEqual(['letter.txt'])
  expect(files()).toEqual(['c.ta1.part'])
  expect(await transmissions()).toHaveLength(4)
})

it.each([
  ['can’t be read', new DropFolderFault('it can’t be read')],
  ['fails by our own mistake', new TypeError('not foreseen')],
])('one that %s is put off and told, the next is taken in, and then that one', async (_, error) => {
  const [first, second] = [`0-${error.name}.ta1`, `1-${error.name}.ta1`]
  broken.set(first, error)
  writeFileSync(join(own, first), ta1(`0000001${error.name.length}1`))
  writeFileSync(join(own, second), ta1(`0000001${error.name.length}2`))
  await until(() => files('taken').includes(second), true)
  expect(files()).toContain(first)
  expect(tally.logLines.join('\n')).toContain('could not be taken in and is put off')
  expect(tally.logLines.join('\n')).not.toContain(first)
  broken.delete(first)
  clock.advance(60_000)
  await until(() => files('taken').includes(first), true)
})

it('a folder that can’t be read keeps no other partner’s waiting', async () => {
  await setUpPartner(tally, { ...testPartner, id: 'another' })
  broken.set('another', new DropFolderFault('it can’t be read'))
  writeFileSync(join(own, 'f.ta1'), ta1('000000012'))
  await until(() => files('taken').includes('f.ta1'), true)
  broken.delete('another')
})
