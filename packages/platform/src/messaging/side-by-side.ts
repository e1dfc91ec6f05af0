/**
 * Work of one transaction that goes side by side, so that its statements travel together: one statement a message costs Postgres
 * and us a wake-up each, a hundred at once cost one.
 */

/**
 * Handles each item; those that touch the same thing one after the other, in their order. `touches` answers undefined for what may
 * touch anything: then all of them go one after the other. Rejects with what failed first, and not before the last statement of
 * the others was answered: nothing is sent behind the transaction's end.
 */
export async function sideBySide<T>(
  items: readonly T[],
  touches: (item: T) => string | undefined,
  handle: (item: T) => Promise<void>,
): Promise<void> {
  let failure: { readonly error: unknown } | undefined
  const inTurn = async (chain: readonly T[]) => {
    for (const item of chain) {
      if (failure) return
      try {
        await handle(item)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(chainsOf(items, touches).map(inTurn))
  if (failure) throw failure.error
}

function chainsOf<T>(
  items: readonly T[],
  touches: (item: T) => string | undefined,
): readonly (readonly T[])[] {
  const chains = new Map<string, T[]>()
  for (const item of items) {
    const touched = touches(item)
    if (touched === undefined) return [items]
    const chain = chains.get(touched)
    if (chain) chain.push(item)
    else chains.set(touched, [item])
  }
  return [...chains.values()]
}
