/**
 * Folders in which partners' files are laid down by SFTP, a copy, or a person: `<root>/<partner>/<file>`. What was
 * taken in moves to `taken/` beneath, what is no file of ours to `refused/`; nothing is deleted.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@tally/platform'

export interface DroppedFile {
  readonly name: string
  /** Changes while it is still written. */
  readonly mark: string
  readonly bytes: number
}

export interface DropFolder {
  /** By name; makes the partner's folder where it lacks. */
  list(partnerId: string): Promise<readonly DroppedFile[]>
  read(partnerId: string, name: string): Promise<Uint8Array>
  /** Moves it out of the way; a name that was there before gets its digest in front. */
  putAway(partnerId: string, name: string, bytes: Uint8Array, where: 'taken' | 'refused'): Promise<void>
}

/** Names that programs give to a file which they still write. */
const unfinished = /^\.|\.(part|partial|filepart|tmp|crdownload)$/i

export function dropFolder(root: string): DropFolder {
  const folderOf = (partnerId: string) => join(root, encodeURIComponent(partnerId))
  return {
    list: (partnerId) =>
      asFault(async () => {
        const folder = folderOf(partnerId)
        await mkdir(folder, { recursive: true })
        const entries = await readdir(folder, { withFileTypes: true })
        const names = entries
          .flatMap((entry) => (entry.isFile() && !unfinished.test(entry.name) ? [entry.name] : []))
          .toSorted()
        return Promise.all(
          names.map(async (name) => {
            const { size, mtimeMs } = await stat(join(folder, name))
            return { name, bytes: size, mark: `${size}/${mtimeMs}` }
          }),
        )
      }),
    read: (partnerId, name) => asFault(() => readFile(join(folderOf(partnerId), name))),
    putAway: (partnerId, name, bytes, where) =>
      asFault(async () => {
        const folder = join(folderOf(partnerId), where)
        await mkdir(folder, { recursive: true })
        const taken = (await readdir(folder)).includes(name)
        const digest = createHash('sha256').update(bytes).digest('hex')
        await rename(join(folderOf(partnerId), name), join(folder, taken ? `${digest}-${name}` : name))
      }),
  }
}

/** The folder's own: another file may be read all the same. */
export class DropFolderFault extends Fault {}

/** A disk that does not answer, or a file that went away under our hands, is tried again. */
async function asFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new DropFolderFault('the drop folder does not answer: see that it can be read and written', {
      cause,
    })
  }
}
