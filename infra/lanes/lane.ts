/**
 * The frame of the lanes with named entries: `npm run <lane>` runs all, `-- <name>` one, `-- --list` says
 * what there is, and so does `--help`.
 */

export type Entry = {
  readonly name: string
  readonly what: string
  /** Takes too long to run among all: it runs when it is named, or with this as the first argument. */
  readonly option?: string
} & ({ readonly run: (args: readonly string[]) => Promise<number> } | { readonly arrives: string })

/**
 * Runs what `args` name of the `lane` and answers the exit code: 0 well, 1 an entry failed, 2 no such entry. `unnamed`: what
 * runs when none is named.
 */
export async function runLane(
  lane: string,
  entries: readonly Entry[],
  args: readonly string[],
  unnamed: 'all' | 'none' = 'all',
): Promise<number> {
  const [first, ...others] = args
  const optional = entries.find(({ option }) => option !== undefined && option === first)
  // Any other option without a name before it is for all of them.
  const named = optional !== undefined || (first !== undefined && !first.startsWith('-'))
  const [name, rest] = named ? [optional?.name ?? first, others] : [undefined, args]
  const isAsked = first === '--list' || args.includes('--help') || args.includes('-h')
  const isUnsaid = name === undefined && unnamed === 'none'
  if (isAsked || isUnsaid) {
    const shown = entries.filter((entry) => name === undefined || entry.name === name)
    for (const entry of shown) console.log(`${entry.name.padEnd(20)} ${entry.what}`)
    if (!isAsked) console.error(`Name what to run: npm run ${lane} -- ${entries[0]?.name ?? ''}`)
    return isAsked ? 0 : 2
  }
  const chosen = entries.filter((entry) =>
    name === undefined ? entry.option === undefined : entry.name === name,
  )
  if (chosen.length === 0) {
    console.error(
      `${lane} has no "${name}". Choose one of: ${entries.map((entry) => entry.name).join(', ')}.`,
    )
    return 2
  }
  let worst = 0
  for (const entry of chosen) {
    if ('run' in entry) worst = Math.max(worst, Math.min(await entry.run(rest), 1))
    else console.log(`${lane} ${entry.name}: no subject yet: ${entry.arrives}.`)
  }
  return worst
}
