/** What is published: JavaScript and declarations, made without Node's types, that run where nothing else is installed. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const home = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tally-client-'))
const tsc = join(home, 'node_modules/typescript/bin/tsc')

beforeAll(() => {
  execFileSync(process.execPath, [tsc, '-p', home, '--outDir', join(folder, 'dist')], { stdio: 'pipe' })
  const { exports, ...manifest } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const packed = { ...manifest, ...manifest.publishConfig }
  expect(Object.keys(exports)).toEqual(Object.keys(packed.exports))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(packed))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

it('is imported by its name and has one method for each route', () => {
  const program = `
    import { tallyClient, verifyWebhook } from '@tally/client'
    const tally = tallyClient({ address: 'http://127.0.0.1:9', key: 'k', tries: 1 })
    const error = await tally.getClaims().catch((error) => error)
    console.log(JSON.stringify([typeof verifyWebhook, typeof tally.postEncounters, error.name]))`
  writeFileSync(join(folder, 'use.mjs'), program)
  const said = execFileSync(process.execPath, [join(folder, 'use.mjs')], { encoding: 'utf8' })
  expect(JSON.parse(said)).toEqual(['function', 'function', 'TallyUnreachable'])
})

it('depends on nothing and says so in its types', () => {
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  expect(manifest.dependencies).toBeUndefined()
  const program = `
    import { type EncounterAnswer, tallyClient } from '@tally/client'
    const tally = tallyClient({ address: 'http://127.0.0.1:4000', key: 'k' })
    const { status, body } = await tally.getClaims({ query: { status: 'held' } })
    const two: 200 = status
    const seen: readonly string[] = body.items.map(({ claimNumber }) => claimNumber ?? String(two))
    const visit: EncounterAnswer = (await tally.postEncounters(JSON.parse(String(seen)))).body
    // @ts-expect-error: no claim is ever "lost"
    await tally.getClaims({ query: { status: 'lost' } })
    // @ts-expect-error: a correction names its version
    await tally.putEncounter(visit.id, JSON.parse('{}'))
    export {}`
  writeFileSync(join(folder, 'use.ts'), program)
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom']
  const check = () =>
    execFileSync(process.execPath, [tsc, ...flags, '--types', '', join(folder, 'use.ts')], {
      ...{ cwd: folder, encoding: 'utf8' },
    })
  expect(check()).toBe('')
}, 60_000)
