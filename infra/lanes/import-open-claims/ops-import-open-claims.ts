/**
 * `npm run ops -- import-open-claims FILE --system NAME`: sends the open claims of a former system to a running Tally, whose
 * route does the rest. Prints what was brought over, or every wrong cell.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Environment, environment } from '@tally/platform'
import { root } from '../run-program.ts'

const usage =
  'Use: npm run ops -- import-open-claims FILE --system NAME [--dry-run] [--practice ID] [--url URL] [--key-file FILE]'

interface Asked {
  readonly file: string
  readonly system: string
  readonly dryRun: boolean
  readonly practice: string | undefined
  readonly url: string
  readonly keyFile: string | undefined
}

type Reply = { readonly status: number; readonly text: string }

/** `send` is fetch; a test hands another one in. */
export async function opsImportOpenClaims(
  args: readonly string[],
  send: (url: string, init: RequestInit) => Promise<Reply> = overHttp,
): Promise<number> {
  const asked = askedOf(args)
  if (typeof asked === 'string') return refuse(asked)
  if (!existsSync(asked.file)) return refuse(`There is no file ${asked.file}. ${usage}`)
  const key = keyOf(asked.keyFile)
  if (key === null) {
    return refuse('No key: name a file that holds the key of a biller or owner with --key-file FILE.')
  }
  const query = new URLSearchParams({ system: asked.system, dryRun: String(asked.dryRun) })
  const practice = asked.practice === undefined ? {} : { 'tally-practice': asked.practice }
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv', ...practice }
  const init = { method: 'POST', headers, body: readFileSync(asked.file) }
  try {
    return told(await send(`${asked.url}/v1/opening-balances?${query}`, init))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return refuse(`No Tally answers at ${asked.url}: start one with npm start, or name it with --url URL.`)
  }
}

async function overHttp(url: string, init: RequestInit): Promise<Reply> {
  const reply = await fetch(url, init)
  return { status: reply.status, text: await reply.text() }
}

function askedOf(args: readonly string[]): Asked | string {
  const text = { type: 'string' } as const
  const options = {
    system: text,
    practice: text,
    url: text,
    'key-file': text,
    'dry-run': { type: 'boolean' },
  } as const
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file, ...others] = positionals
    if (file === undefined || others.length > 0 || values.system === undefined) return usage
    return {
      ...{ file, system: values.system, dryRun: values['dry-run'] ?? false, practice: values.practice },
      ...{ url: values.url ?? addressOf(environment(root)), keyFile: values['key-file'] },
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return `${error.message}. ${usage}`
  }
}

/** Of the Tally that runs with the data folder (infra/embedded/src/running-instance.ts), else the one that the settings would start. */
export function addressOf({ dataFolder, port }: Pick<Environment, 'dataFolder' | 'port'>): string {
  const run = join(dataFolder, 'run.json')
  if (!existsSync(run)) return `http://127.0.0.1:${port}`
  const { address } = JSON.parse(readFileSync(run, 'utf8'))
  return address
}

/** Of the file that is named, else of the demo practice of the embedded run (infra/embedded/src/demo-file.ts). */
function keyOf(keyFile: string | undefined): string | null {
  if (keyFile !== undefined) return existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : null
  const demo = join(environment(root).dataFolder, 'demo.json')
  if (!existsSync(demo)) return null
  const { keys } = JSON.parse(readFileSync(demo, 'utf8'))
  return keys.demo
}

function told({ status, text }: Reply): number {
  const answer = status < 500 ? JSON.parse(text) : {}
  if (status !== 200 && status !== 201) {
    console.error(answer.detail ?? `Tally answered ${status}: look at its log.`)
    for (const { says } of answer.problems ?? []) console.error(`  ${says}`)
    return 1
  }
  const { claims, lines, known, system, effectiveOn, dryRun } = answer
  console.log(
    `${dryRun ? 'Would bring' : 'Brought'} over ${claims} claims with ${lines} lines from ${system}, as of ${effectiveOn}.`,
  )
  const open = `open at payers ${answer.openPayerCents} cents, at patients ${answer.openPatientCents}, patients’ credit ${answer.creditCents}`
  console.log(`${open}. ${known} claims were here before; nothing moved by them.`)
  return 0
}

function refuse(says: string): number {
  console.error(says)
  return 2
}
