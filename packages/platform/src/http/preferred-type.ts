/** Which of several content types a reader wants most (RFC 9110 12.5.1): the first that is offered where it does not mind. */

export function preferredType<Type extends string>(
  accept: string,
  offered: readonly [Type, ...Type[]],
): Type {
  const wanted = accept.split(',').map(rangeOf)
  let [best] = offered
  let most = 0
  for (const type of offered) {
    const quality = qualityOf(type, wanted)
    if (quality > most) [best, most] = [type, quality]
  }
  return best
}

interface Range {
  readonly type: string
  /** In thousandths. */
  readonly quality: number
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const given = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1'
  const [, whole = '', fraction = ''] = /^([01])(?:\.(\d{0,3}))?$/.exec(given) ?? []
  return { type, quality: Number(whole || '0') * 1000 + Number(fraction.padEnd(3, '0')) }
}

/** The most exact range tells. */
function qualityOf(type: string, wanted: readonly Range[]): number {
  const group = `${type.split('/')[0] ?? ''}/*`
  for (const range of [type, group, '*/*']) {
    const found = wanted.find((each) => each.type === range)
    if (found) return found.quality
  }
  return 0
}
