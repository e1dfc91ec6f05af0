/** The database's address as one of our roles. */
import { passwordOf } from './roles.ts'

/** The same database, as `role`; whoever `databaseUrl` names is left out. */
export function roleUrl(databaseUrl: string, secret: Uint8Array, role: string): string {
  const url = new URL(databaseUrl)
  url.username = role
  url.password = passwordOf(secret, role)
  return url.toString()
}

/** False for an address alone, with which nobody can migrate. */
export function hasOwnUser(databaseUrl: string): boolean {
  return new URL(databaseUrl).username !== ''
}
