/**
 * `tally x12 write`: a batch of claims, as claim-submission builds them, to the 837P that goes out: the one command
 * that prints no JSON. What cannot be said truly is refused, all of it at once, and nothing is printed then.
 * Characters that X12 cannot carry are replaced, and every place where one was is said.
 */
import { type Problem, submission, write837p } from '@tally/x12'
import type { Run } from './command.ts'
import { jsonIn } from './json-in.ts'
import { wholeText } from './read-input.ts'
import { inOneSentence, type Unreadable, unreadableIn } from './unreadable.ts'

export const write: Run = async (input, { where }, { print, say }) => {
  const json = jsonIn(await wholeText(input))
  if ('unreadable' in json) return refuse(json.unreadable)
  const batch = submission.safeParse(json.value)
  if (!batch.success) return refuse(unreadableIn(batch.error))
  const written = write837p(batch.data)
  if (!written.ok) return refuse(written.problems.map(refused))
  // Neither the old text nor the new: both may be a person's.
  for (const { pointer } of written.replacements)
    say(`${where}: ${pointer} has characters that X12 cannot carry, which were replaced.`)
  for (const { pointer, says } of written.unsent) say(`${where}: ${pointer} ${says}.`)
  await print(written.text)
  return 0

  function refuse(places: readonly Unreadable[]): 2 {
    say(`${where}: ${inOneSentence(places)}.`)
    return 2
  }
}

/** With its place in the file and in the paper form, since a biller looks for it in one of them. */
function refused({ pointer, rule, says, x12, cms1500, fix }: Problem): Unreadable {
  const place = cms1500 === null ? x12 : `${x12}, box ${cms1500}`
  return { pointer, says: `(${place}): ${says}, so ${fix} (${rule})` }
}
