/**
 * What an installation needs before its services start: schemas and roles, its own keys, the first operator's. Safe from
 * several processes at once; by itself it is the one-shot migrate of a cluster (infra/deploy).
 */
import { assert, type NewId } from '@tally/kernel'
import { migrate } from '../database/migrate.ts'
import { openSession, queryOn } from '../database/pool.ts'
import { roleUrl } from '../database/role-url.ts'
import { schemaOf } from '../database/roles.ts'
import { refuseUnmigrated } from '../database/unmigrated.ts'
import type { KeyManagement } from '../keys/key-management.ts'
import { refuseOtherMasterKey } from '../keys/key-vault.ts'
import type { Service } from '../service.ts'
import { type FirstKeys, prepareInstallation } from './installation.ts'

export interface InstallSettings {
  /** Of a user that may create roles. */
  readonly databaseUrl: string
  /** Makes the passwords of the services' roles. */
  readonly secret: Uint8Array
  readonly keyManagement: KeyManagement
  readonly firstKeys: FirstKeys | null
  readonly newId: NewId
}

/** Returns the migrations that it applied. */
export async function install(
  services: readonly Service[],
  settings: InstallSettings,
): Promise<readonly string[]> {
  const { databaseUrl, secret, keyManagement, firstKeys, newId } = settings
  assert(firstKeys, 'who migrates names the first keys')
  const applied = await migrate({ url: databaseUrl, secret, services })
  await prepareInstallation(databaseUrl, keyManagement, newId, firstKeys)
  return applied
}

/** Of who may not install: throws, with what to do, where nobody did it for this version, or under another master key. */
export async function refuseUninstalled(
  services: readonly Service[],
  settings: Pick<InstallSettings, 'databaseUrl' | 'secret' | 'keyManagement'>,
): Promise<void> {
  const { databaseUrl, secret, keyManagement } = settings
  await refuseUnmigrated(services, settings)
  const [first] = services
  if (!first) return
  const url = roleUrl(databaseUrl, secret, `${schemaOf(first.name)}_worker`)
  const session = openSession({ url, applicationName: 'tally tries its master key' })
  try {
    await session.connect()
    await refuseOtherMasterKey(queryOn(session), keyManagement)
  } finally {
    await session.end()
  }
}
