/** The two keys of an installation: one wraps every data key, the other makes the passwords of the services' roles. */
import { join } from 'node:path'
import type { Environment } from '../config.ts'
import { givenSecretFile, secretFile } from './key-management.ts'

export interface InstallationSecrets {
  readonly master: Uint8Array
  readonly roles: Uint8Array
}

/**
 * From the files that the environment names, else from those of the data folder. The latter are made where they
 * lack, but only by a process that also makes the installation: a second one would make others.
 */
export async function installationSecrets(
  settings: Pick<Environment, 'dataFolder' | 'masterKeyFile' | 'rolesKeyFile'>,
  { makes }: { readonly makes: boolean },
): Promise<InstallationSecrets> {
  const { dataFolder, masterKeyFile, rolesKeyFile } = settings
  const keyOf = async (given: string | null, setting: string, name: string) => {
    const own = join(dataFolder, 'secrets', name)
    return given === null && makes
      ? await secretFile(own, setting)
      : await givenSecretFile(given ?? own, setting)
  }
  return {
    master: await keyOf(masterKeyFile, 'TALLY_MASTER_KEY_FILE', 'master.key'),
    roles: await keyOf(rolesKeyFile, 'TALLY_ROLES_KEY_FILE', 'roles.key'),
  }
}
