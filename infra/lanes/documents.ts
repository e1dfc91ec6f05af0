/** The documents that are made from code, committed, and tested fresh: `npm run docs` writes them again. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Document {
  /** From the root of the repository. */
  readonly path: string
  readonly make: () => string | Promise<string>
}

export const documents: readonly Document[] = []

/** The paths of those whose file under `root` is missing or differs from what the code makes now. */
export async function staleAmong(among: readonly Document[], root: string): Promise<string[]> {
  const fresh = await Promise.all(
    among.map(async ({ path, make }) => {
      const file = join(root, path)
      return existsSync(file) && readFileSync(file, 'utf8') === (await make())
    }),
  )
  return among.filter((_, index) => !fresh[index]).map(({ path }) => path)
}
