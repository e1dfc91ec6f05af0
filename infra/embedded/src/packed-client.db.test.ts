/** What `npm pack` gives of @tally/client: an empty folder installs it offline, and plain Node and tsc use it there. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { virtualClock } from '@tally/platform'
import { demoKey } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { blocksOf, root } from './guide-blocks.ts'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

const home = join(root, 'packages/client')
const folder = mkdtempSync(join(tmpdir(), 'tally-client-'))
const tsc = join(home, 'node_modules/typescript/bin/tsc')
let system: WholeSystem
let address = ''

beforeAll(async () => {
  const npm = (cwd: string, ...asked: string[]) =>
    execFileSync('npm', [...asked, '--silent', '--cache', join(folder, 'cache')], { cwd, encoding: 'utf8' })
  const tarball = npm(home, 'pack', '--pack-destination', folder).trim().split('\n').at(-1) ?? ''
  expect(tarball).toMatch(/^tally-client-\d+\.\d+\.\d+\.tgz$/)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  npm(folder, 'install', '--offline', '--no-audit', join(folder, tarball))
  system = await startWholeSystem({ clock: virtualClock('2026-03-03T02:02:10.000Z') })
  address = await system.tally.host.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await system?.stop()
  rmSync(folder, { recursive: true })
})

it('runs the example of README.md against a Tally', async () => {
  const [example] = blocksOf(readFileSync(join(root, 'README.md'), 'utf8')).filter(
    ({ language }) => language === 'ts',
  )
  const { patient, ...rest } = JSON.parse(readFileSync(join(root, 'docs/encounter.json'), 'utf8'))
  const visit = { ...rest, externalId: 'PACKED-1', patient: { ...patient, externalId: 'PAT-PACKED' } }
  const handed = `const [address, key, visit] = ${JSON.stringify([address, demoKey, visit])}`
  writeFileSync(join(folder, 'use.js'), `${handed}\n${example?.text ?? ''}`)
  // Not while this process waits: it is the Tally that is asked.
  const run = async () =>
    (await promisify(execFile)(process.execPath, [join(folder, 'use.js')])).stdout.trim().split('\n')
  const seen = await system.see(run, (lines) => lines.includes('closed'))
  expect(seen).toEqual(['captured 8384', 'closed'])
})

it('brings nothing else, and webhooks are verified with it', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/@tally/client/package.json'), 'utf8'))
  expect(manifest.dependencies).toBeUndefined()
  writeFileSync(
    join(folder, 'typeof.js'),
    `import { verifyWebhook } from '@tally/client'\nconsole.log(typeof verifyWebhook)`,
  )
  const said = execFileSync(process.execPath, [join(folder, 'typeof.js')], { encoding: 'utf8' })
  expect(said.trim()).toBe('function')
})

it('says in its types what may be asked, without Node’s', () => {
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
  writeFileSync(join(folder, 'types.ts'), program)
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom']
  const check = () =>
    execFileSync(process.execPath, [tsc, ...flags, '--types', '', join(folder, 'types.ts')], {
      ...{ cwd: folder, encoding: 'utf8' },
    })
  expect(check()).toBe('')
})
