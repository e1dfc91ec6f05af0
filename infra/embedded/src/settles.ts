/** What `work` resolves to; undefined when it takes longer than `ms`. */
export async function settles<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  const result = await Promise.race([work, late])
  clearTimeout(timer)
  return result
}
