/**
 * Named places where a test lets the process die: `TALLY_FAILPOINT=after-publish-before-mark:3` kills it with
 * SIGKILL the third time it passes there, so that nothing is tidied up. Unset, a failpoint is one comparison.
 */

export type Failpoint =
  | 'before-commit'
  | 'after-commit-before-answer'
  | 'after-publish-before-mark'
  | 'mid-batch'
  | 'after-effect-before-offset'
  | 'after-send-before-record'
  | 'within-remittance'
  | 'between-remittances'

let armed: { name: string; passesLeft: number } | undefined

/** Arms one failpoint from its written form, `name:n`; called once, by the host. */
export function armFailpoint(written: string | undefined): void {
  const [name, nth] = (written ?? '').split(':')
  armed = name ? { name, passesLeft: Number(nth ?? 1) } : undefined
}

export function failpoint(name: Failpoint): void {
  if (armed?.name !== name) return
  armed.passesLeft -= 1
  if (armed.passesLeft <= 0) process.kill(process.pid, 'SIGKILL')
}
