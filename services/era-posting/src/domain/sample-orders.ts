/** Every order in which `all` may come. */
export function ordersOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length < 2) return [all]
  return all.flatMap((first, place) =>
    ordersOf(all.filter((_, index) => index !== place)).map((others) => [first, ...others]),
  )
}
