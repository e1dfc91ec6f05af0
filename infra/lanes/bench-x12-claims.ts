/**
 * The claim rows of `npm run bench -- x12`: batches of 500 claims written and checked, each in a process of its own,
 * turn by turn. Aims (issue 7): 20,000 claims a second written, 10,000 checked, on one core.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './run-program.ts'

interface Measured {
  readonly busyMilliseconds: number
  readonly claims: number
  readonly lines: number
  readonly bytes: number
}

const claims = 10_000
const rounds = 12
const turns = 3

export function claimRows(): readonly (readonly [figure: string, value: string])[] {
  // Turn by turn, so that what else the machine does falls on both.
  const measured = Array.from({ length: turns }, () => [run('write'), run('check')] as const)
  const [written, checked] = [fastest(measured.map(([one]) => one)), fastest(measured.map(([, one]) => one))]
  const [lines, bytes] = [written.lines / written.claims, written.bytes / written.claims]
  return [
    [
      `837P claims written, ${lines.toFixed(1)} lines and ${Math.round(bytes)} bytes each`,
      `${perSecond(written)}/s of one core (aim 20000)`,
    ],
    ['the same claims read and checked by every rule', `${perSecond(checked)}/s of one core (aim 10000)`],
  ]
}

function run(name: string): Measured {
  const program = join(root, 'infra', 'lanes', 'write-and-check-837s.ts')
  const args = [program, name, String(claims), String(rounds)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`)
  console.log(name, stdout.trim())
  return JSON.parse(stdout)
}

function fastest(all: readonly Measured[]): Measured {
  const [first, ...others] = all
  if (!first) throw new Error('something was measured')
  return others.reduce((best, one) => (one.busyMilliseconds < best.busyMilliseconds ? one : best), first)
}

function perSecond({ claims: seen, busyMilliseconds }: Measured): number {
  return Math.round((seen * 1000) / busyMilliseconds)
}
