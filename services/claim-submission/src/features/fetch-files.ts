/**
 * Files that are known of and not here: told by a thin webhook, or seen in a partner's list because its webhook
 * was lost. The list is compared on the partner's own schedule; what it shows gets a while to come by itself.
 */
import { compareInstants, plusMilliseconds } from '@tally/kernel'
import {
  act,
  type Fault,
  installation,
  isFault,
  job,
  listPartners,
  look,
  type Partner,
  partnerOf,
  putBlob,
  type Shell,
} from '@tally/platform'
import type { Clearinghouse } from '../gateways/clearinghouse.ts'
import {
  cursorOf,
  digestsArrived,
  dueFiles,
  type ExpectedFile,
  expectFile,
  fileArrived,
  fileLater,
  saveCursor,
} from '../store/transmissions.ts'
import { takeInFile, takenOf } from './take-in-file.ts'

const filesMax = 20
const retryMsMax = 300_000
const cause = { practiceId: installation, causationId: 'job:fetch-files' }

export function fetchFiles(clearinghouse: Clearinghouse) {
  return job('fetch-files', 1_000, async (shell) => {
    const due = await dueFiles(look(shell), shell.clock.now(), filesMax)
    for (const file of due) {
      try {
        await fetchOne(shell, clearinghouse, file)
      } catch (error) {
        if (isFault(error)) throw error
        // One that cannot be fetched keeps none behind it waiting.
        const says = 'a partner’s file could not be fetched and is put off'
        shell.log.error(says, { service: shell.service, process: 'fetch-files', error })
        await putOff(shell, file, says)
      }
    }
    return due.length === filesMax
  })
}

export function comparePartnerFiles(clearinghouse: Clearinghouse) {
  return job('compare-partner-files', 1_000, async (shell) => {
    const partners = await listPartners(look(shell), await shell.vault.of(installation))
    const failed: unknown[] = []
    for (const partner of partners) {
      try {
        await compare(shell, clearinghouse, partner)
      } catch (error) {
        // The others' lists do not wait for this partner's.
        failed.push(error)
      }
    }
    if (failed.length > 0) throw failed[0]
    return false
  })
}

async function fetchOne(shell: Shell, clearinghouse: Clearinghouse, file: ExpectedFile): Promise<void> {
  const partner = await act(shell, cause, (work) => partnerOf(work.query, work.keys, file.partnerId))
  if (!partner) return putOff(shell, file, `the partner ${file.partnerId} is not set up`)
  const fetched = await bytesOrWhy(clearinghouse, partner, file.fileId)
  await act(shell, cause, async (work) => {
    if (fetched instanceof Uint8Array) {
      const contents = takenOf(fetched)
      await takeInFile(work, partner.id, fetched, contents, file.channel)
      const refused = contents.length === 0 ? await putBlob(work.query, work.keys, fetched) : null
      await fileArrived(work, partner.id, file.fileId, refused)
      if (refused !== null) sayRefused(shell, refused)
    } else {
      const wait = Math.min(retryMsMax, 1_000 * 2 ** Math.min(file.tries, 10))
      await fileLater(work, file, plusMilliseconds(work.now, wait), fetched)
    }
  })
}

/** It is looked at again later. */
function putOff(shell: Shell, file: ExpectedFile, said: string): Promise<void> {
  return act(shell, cause, (work) => fileLater(work, file, plusMilliseconds(work.now, retryMsMax), said))
}

/** Its bytes are kept under `digest`. Fetched again it would be no other. */
function sayRefused({ log, service }: Shell, digest: string): void {
  const says =
    'a partner’s file is no TA1, 999, 277CA, 271 or 835, and is kept: ask the partner what it is (expected_file)'
  log.error(says, { service, process: 'fetch-files', messageId: digest })
}

/** The bytes, or why they are not here. */
async function bytesOrWhy(
  clearinghouse: Clearinghouse,
  partner: Partner,
  fileId: string,
): Promise<Uint8Array | string> {
  try {
    return (await clearinghouse.fetchFile(partner, fileId)) ?? 'the partner has no such file'
  } catch (error) {
    if (!isFault(error)) throw error
    return (error as Fault).message
  }
}

async function compare(shell: Shell, clearinghouse: Clearinghouse, partner: Partner): Promise<void> {
  const known = await act(shell, cause, (work) => cursorOf(work, partner.id))
  const pollMs = partner.pollSeconds * 1_000
  if (known && compareInstants(plusMilliseconds(known.polledAt, pollMs), shell.clock.now()) > 0) return
  const { files, cursor } = await clearinghouse.listFiles(partner, known?.fileCursor ?? '')
  await act(shell, cause, async (work) => {
    const fetchAt = plusMilliseconds(work.now, pollMs)
    const digests = files.map(({ digest }) => digest)
    const arrived = await digestsArrived(work, partner.id, digests)
    for (const { id, digest } of files) {
      if (!arrived.has(digest)) await expectFile(work, partner.id, id, 'poll', fetchAt)
    }
    await saveCursor(work, partner.id, cursor)
  })
}
