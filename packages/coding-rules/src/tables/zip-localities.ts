/**
 * Which locality of the fee schedule a ZIP code is in. The one long table: it is searched as it stands, row
 * by row of one width, since parsing 12,000 rows would cost more than all others together.
 */
import { assert } from '@tally/kernel'
import { once, textOf } from './read-table.ts'

export interface ZipLocality {
  /** `<contractor>/<locality>`. */
  readonly locality: string
  /** The ZIP lies in more than one locality; this is the one that CMS gives its five digits. */
  readonly uncertain: boolean
}

export const zipEdition = 'ZIP5 2025Q4'

/** By the first five digits of `zip`; undefined when CMS puts them in no locality. */
export function localityOf(zip: string): ZipLocality | undefined {
  const digits = zip.slice(0, 5)
  const rows = runs()
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (lastOf(rows[middle]) < digits) low = middle + 1
    else high = middle
  }
  const [first = '', , contractor, locality, plus4] = rows[low]?.split(',') ?? []
  if (!contractor || digits < first) return undefined
  return { locality: `${contractor}/${locality}`, uncertain: plus4 === '1' }
}

const runs = once(() => {
  const { header, lines } = textOf('zip-localities/2025q4.csv')
  assert(header === 'first,last,contractor,locality,plus4', 'the ZIP table has the columns it is read by')
  lines.forEach((line, index) => {
    assert(/^\d{5},\d{5},\d{5},\d{2},[01]$/.test(line), `ZIP run ${index + 1} has the shape of its table`)
    const before = lastOf(lines[index - 1])
    assert(before < line.slice(0, 5) && line.slice(0, 5) <= lastOf(line), `ZIP run ${index + 1} is in order`)
  })
  return lines
})

function lastOf(run: string | undefined): string {
  return run?.slice(6, 11) ?? ''
}
