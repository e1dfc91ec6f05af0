/**
 * Takes in what stands in a partner's drop folder: stored and announced as a webhook's file is, then put away. A
 * process that dies between the two finds the file again, and its content says that it came before. A file that can't be taken in
 * keeps no other waiting, nor a folder that can't be read another partner's.
 */
import { act, installation, isFault, job, listPartners, look, type Shell } from '@tally/platform'
import { type DropFolder, DropFolderFault, type DroppedFile } from '../gateways/drop-folder.ts'
import { takeInFile, takenOf } from './take-in-file.ts'

const everyMs = 1_000
/** Unchanged for so long it is whole: a copy over a network stalls for less. */
const restMs = 3_000
/** Until one that could not be taken in is looked at again. */
const retryMs = 60_000
/** As of a webhook's body. */
const bytesMax = 128 * 1_048_576
const cause = { practiceId: installation, causationId: 'job:take-in-dropped-files' }

export function takeInDroppedFiles(folder: DropFolder) {
  const seen = new Map<string, { readonly mark: string; readonly sinceMs: number }>()

  /** Whether it has not changed since an earlier look, long enough ago. */
  function isWhole(path: string, { mark }: DroppedFile, nowMs: number): boolean {
    const before = seen.get(path)
    if (before?.mark === mark) return nowMs - before.sinceMs >= restMs
    seen.set(path, { mark, sinceMs: nowMs })
    return false
  }

  return job('take-in-dropped-files', everyMs, async (shell) => {
    const partners = await listPartners(look(shell), await shell.vault.of(installation))
    const there = new Set<string>()
    const failed: unknown[] = []
    for (const { id } of partners) {
      for (const file of await listed(id, failed)) {
        const path = `${id}/${file.name}`
        there.add(path)
        if (!isWhole(path, file, shell.clock.millis())) continue
        if (!(await couldTakeIn(shell, folder, id, file)))
          seen.set(path, { mark: file.mark, sinceMs: shell.clock.millis() + retryMs })
      }
    }
    for (const path of seen.keys()) if (!there.has(path)) seen.delete(path)
    if (failed.length > 0) throw failed[0]
    return false
  })

  async function listed(partnerId: string, failed: unknown[]): Promise<readonly DroppedFile[]> {
    try {
      return await folder.list(partnerId)
    } catch (error) {
      // The others' folders do not wait for this partner's.
      failed.push(error)
      return []
    }
  }
}

/** What the database's absence stops would stop every file: that is thrown. */
async function couldTakeIn(
  shell: Shell,
  folder: DropFolder,
  partnerId: string,
  file: DroppedFile,
): Promise<boolean> {
  try {
    await takeIn(shell, folder, partnerId, file)
    return true
  } catch (error) {
    if (isFault(error) && !(error instanceof DropFolderFault)) throw error
    const says = `a file in the drop folder of partner ${partnerId} could not be taken in and is put off`
    shell.log.error(says, { service: shell.service, process: 'take-in-dropped-files', error })
    return false
  }
}

async function takeIn(shell: Shell, folder: DropFolder, partnerId: string, file: DroppedFile): Promise<void> {
  if (file.bytes > bytesMax) {
    await refuse(shell, folder, partnerId, file, new Uint8Array(), 'it has more than 128 MB')
    return
  }
  const bytes = await folder.read(partnerId, file.name)
  const contents = takenOf(bytes)
  if (contents.length === 0) {
    await refuse(shell, folder, partnerId, file, bytes, 'it is no TA1, 999, 277CA, 271 or 835')
    return
  }
  await act(shell, cause, (work) => takeInFile(work, partnerId, bytes, contents, 'upload'))
  await folder.putAway(partnerId, file.name, bytes, 'taken')
}

/** Its name may name a patient: it is told where the file lies now, not here. */
async function refuse(
  shell: Shell,
  folder: DropFolder,
  partnerId: string,
  file: DroppedFile,
  bytes: Uint8Array,
  because: string,
): Promise<void> {
  const { service, log } = shell
  const says = `a file in the drop folder of partner ${partnerId} was not taken, ${because}: it lies in \`refused\``
  log.warn(says, { service })
  await folder.putAway(partnerId, file.name, bytes, 'refused')
}
