/**
 * As whom Postgres runs, and from where. It refuses to run as root, and uid 65534, which it then gets, must
 * reach its programs and its data: below a folder only root may enter (a checkout under /root, or in a
 * temporary directory of Python's) it cannot. There it gets one capability, to pass and read
 * (CAP_DAC_READ_SEARCH), by util-linux's setpriv. `no_setuid_fixup` goes with it: without that bit access(2)
 * ignores capabilities of a user who is not root, and initdb does not find its own programs (tried on Linux
 * 6.18 below a 0700 folder). Where setpriv is missing or not allowed, programs and data live in /var/tmp
 * instead.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const NOBODY = { uid: 65534, gid: 65534 }

export interface PostgresAccount {
  /** Folder with bin, lib and share. */
  readonly programs: string
  /** Folder the cluster's data lies in. */
  readonly home: string
  /** Owner of the data, when it is not who runs Tally. */
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** What to run for a program of `programs/bin`. */
  command(program: string, args: readonly string[]): PostgresCommand
}

export interface PostgresCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly owner?: { readonly uid: number; readonly gid: number }
}

export interface AccountOptions {
  readonly programs: string
  readonly data: string
  /** The way through closed folders; tests name one that does not exist. */
  readonly setpriv?: string
}

/** Chooses by trying; says nothing and changes nothing but, in the last case, the copy in /var/tmp. */
export function postgresAccount({ programs, data, setpriv = 'setpriv' }: AccountOptions): PostgresAccount {
  const inBin = (program: string) => join(programs, 'bin', program)
  if (process.getuid?.() !== 0) {
    return { programs, home: data, command: (program, args) => ({ command: inBin(program), args }) }
  }
  const asNobody = {
    owner: NOBODY,
    command: (program: string, args: readonly string[]) => ({ command: inBin(program), args, owner: NOBODY }),
  }
  const movedBefore = existsSync(join(openHomeOf(data), 'postgres'))
  if (!movedBefore && isOpenToAll(programs) && isOpenToAll(data)) return { ...asNobody, programs, home: data }

  const capability = [
    '--inh-caps',
    '+dac_read_search',
    '--ambient-caps',
    '+dac_read_search',
    '--securebits',
    '+no_setuid_fixup',
  ]
  const drop = ['--reuid', String(NOBODY.uid), '--regid', String(NOBODY.gid), '--clear-groups', ...capability]
  const tried = spawnSync(setpriv, [...drop, inBin('postgres'), '--version'], { encoding: 'utf8' })
  // Where access(2) fails it still prints its version, with a complaint.
  if (!movedBefore && tried.status === 0 && tried.stderr === '') {
    return {
      programs,
      home: data,
      owner: NOBODY,
      command: (program, args) => ({ command: setpriv, args: [...drop, inBin(program), ...args] }),
    }
  }
  if (existsSync(join(data, 'postgres'))) {
    throw new Error(
      `Postgres may not enter ${data}, where its data is: install setpriv (util-linux) or open the folders above to all.`,
    )
  }
  const home = openHome(data)
  const copy = copyPrograms(programs, home)
  return {
    programs: copy,
    home,
    owner: NOBODY,
    command: (program, args) => ({ command: join(copy, 'bin', program), args, owner: NOBODY }),
  }
}

/**
 * Where a data directory that Postgres cannot reach has its cluster instead: the same place at every start.
 */
export function openHomeOf(data: string): string {
  return join('/var/tmp', `tally-postgres-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`)
}

function isOpenToAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return dirname(folder) === folder || isOpenToAll(dirname(folder))
}

function openHome(data: string): string {
  const home = openHomeOf(data)
  if (existsSync(home) && statSync(home).uid !== 0) {
    throw new Error(
      `${home} belongs to someone else: remove it, or set TALLY_DATA to a folder that every user may enter.`,
    )
  }
  mkdirSync(home, { recursive: true })
  chmodSync(home, 0o711)
  return home
}

function copyPrograms(programs: string, home: string): string {
  const copy = join(home, 'programs')
  if (existsSync(copy)) return copy
  const fresh = join(home, 'programs-new')
  rmSync(fresh, { recursive: true, force: true })
  cpSync(programs, fresh, { recursive: true, verbatimSymlinks: true })
  renameSync(fresh, copy)
  return copy
}
