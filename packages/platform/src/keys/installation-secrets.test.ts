import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installationSecrets } from './installation-secrets.ts'

let dataFolder = ''
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'tally-secrets-'))
})
afterEach(() => rmSync(dataFolder, { recursive: true }))

const unnamed = { masterKeyFile: null, rolesKeyFile: null }

it('without named files they are made once in the data folder, by a process that migrates', async () => {
  const first = await installationSecrets({ dataFolder, ...unnamed }, { makes: true })
  expect(first.master).not.toEqual(first.roles)
  expect(await installationSecrets({ dataFolder, ...unnamed }, { makes: true })).toEqual(first)
  expect(await installationSecrets({ dataFolder, ...unnamed }, { makes: false })).toEqual(first)
})

it.each([true, false])('a named file that is missing is refused and not made (makes: %s)', async (makes) => {
  const path = join(dataFolder, 'master')
  const settings = { dataFolder, masterKeyFile: path, rolesKeyFile: null }
  await expect(installationSecrets(settings, { makes })).rejects.toThrow(
    `There is no key file ${path}: set TALLY_MASTER_KEY_FILE to the one of this installation`,
  )
  expect(existsSync(path)).toBe(false)
})

it('a process that does not migrate makes none in the data folder either', async () => {
  await expect(installationSecrets({ dataFolder, ...unnamed }, { makes: false })).rejects.toThrow(
    'set TALLY_MASTER_KEY_FILE',
  )
  expect(existsSync(join(dataFolder, 'secrets'))).toBe(false)
})

it('a named file of another size is refused by its name and its setting', async () => {
  const path = join(dataFolder, 'master')
  writeFileSync(path, 'short')
  const settings = { dataFolder, masterKeyFile: path, rolesKeyFile: null }
  const says = `The key file ${path} has 5 bytes instead of 32: restore it from its backup, or set TALLY_MASTER_KEY_FILE`
  await expect(installationSecrets(settings, { makes: true })).rejects.toThrow(says)
})
